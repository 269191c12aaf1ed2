/* Inflates the program and starts it; whatever goes wrong is said on the page. */
(function () {
  if (!window.reformLedgerFits) { return; }
  /* The page as it came, for handing program and data on in one file. */
  window.reformLedgerSource = '<!doctype html>\n' + document.documentElement.outerHTML + '\n';
  var holder = document.getElementById('program');
  var text = holder.textContent;
  holder.remove();
  var program = reformLedgerUnpacked(reformLedgerBytes(text));
  WebAssembly.compile(program)
    .then(function (module) {
      /* Workers run the same program. */
      window.reformLedgerModule = module;
      return wasm_bindgen({ module_or_path: module });
    })
    .catch(window.reformLedgerStopped);
})();

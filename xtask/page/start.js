/* Inflates the program and starts it; whatever goes wrong is said on the page. */
(function () {
  if (!window.reformLedgerFits) { return; }
  var holder = document.getElementById('program');
  var text = holder.textContent;
  holder.remove();
  var bytes = Uint8Array.from(atob(text), function (c) { return c.charCodeAt(0); });
  var inflated = new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
  inflated.arrayBuffer()
    .then(function (program) { return WebAssembly.compile(program); })
    .then(function (module) { return wasm_bindgen({ module_or_path: module }); })
    .catch(window.reformLedgerStopped);
})();

/* Unpacks the program and starts it; whatever goes wrong is said on the page. */
(function () {
  if (!window.reformLedgerFits) { return; }
  /* The page as it came, for handing program and data on in one file: before anything is added to it, so that
     a page handed on by a new browser starts on an old one. */
  window.reformLedgerSource = '<!doctype html>\n' + document.documentElement.outerHTML + '\n';
  /* Before Chromium 97 and Firefox 102 a policy could allow WebAssembly by 'unsafe-eval' alone. Browsers that
     know better get a second policy, which takes eval away again: policies can only narrow each other. */
  var policy = document.querySelector('meta[http-equiv=Content-Security-Policy]');
  if (policy && Array.prototype.findLast) {
    var scripts = /script-src[^;]*/.exec(policy.content)[0].replace("'unsafe-eval'", "'wasm-unsafe-eval'");
    var narrower = document.createElement('meta');
    narrower.httpEquiv = 'Content-Security-Policy';
    narrower.content = scripts + '; worker-src blob:';
    document.head.appendChild(narrower);
  }
  var holder = document.getElementById('program');
  var text = atob(holder.textContent);
  holder.remove();
  var packed = new Uint8Array(text.length);
  for (var i = 0; i < text.length; i++) { packed[i] = text.charCodeAt(i); }
  new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer()
    .then(function (program) { return WebAssembly.compile(program); })
    .then(function (module) {
      /* Workers run the same program. */
      window.reformLedgerModule = module;
      return wasm_bindgen({ module_or_path: module });
    })
    .catch(window.reformLedgerStopped);
})();

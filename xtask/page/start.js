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
    .catch(function (error) {
      document.documentElement.setAttribute('data-state', 'failed');
      var message = document.getElementById('start-message');
      if (!message) {
        message = document.createElement('p');
        message.id = 'start-message';
        message.className = 'start-message';
        document.body.appendChild(message);
      }
      message.textContent = '台账没有打开：' + error + '。已保存的数据没有丢失，请重新打开本文件；若仍然如此，请换用新版 Edge、Chrome 或 Firefox。';
      window.reformLedgerErrors.push(String(error));
    });
})();

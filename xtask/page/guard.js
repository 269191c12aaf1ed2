/* Runs first, in the oldest dialect: tells old kernels what they are, and notes errors for the tests. */
(function () {
  var root = document.documentElement;
  var errors = window.reformLedgerErrors = [];
  window.addEventListener('error', function (event) { errors.push(String(event.message)); });
  window.addEventListener('unhandledrejection', function (event) { errors.push(String(event.reason)); });
  /* Says on the page that the program cannot go on; the program itself calls this when it fails. */
  window.reformLedgerStopped = function (why) {
    errors.push(String(why));
    root.setAttribute('data-state', 'failed');
    var message = document.getElementById('start-message');
    if (!message) {
      message = document.createElement('p');
      message.id = 'start-message';
      message.className = 'start-message stopped';
      message.setAttribute('role', 'alert');
      document.body.insertBefore(message, document.body.firstChild);
    }
    message.textContent = '程序出错，已停止。已保存的数据没有丢失，请重新打开本文件；若仍然如此，请换用新版 Edge、Chrome 或 Firefox，并把这行字告诉维护人员：' + why;
  };
  /* The page's policy cannot stop WebRTC: nothing here needs it. */
  try { delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection; } catch (ignored) { }
  var agent = navigator.userAgent;
  var chromium = /Chrom(?:e|ium)\/(\d+)/.exec(agent);
  var firefox = /Firefox\/(\d+)/.exec(agent);
  var old = (chromium && +chromium[1] < 109) || (firefox && +firefox[1] < 115);
  var lacking = !window.WebAssembly || !window.indexedDB || !window.Promise ||
    typeof window.BroadcastChannel !== 'function' || typeof window.BigInt !== 'function';
  window.reformLedgerFits = !(old || lacking);
  if (window.reformLedgerFits) { return; }
  var found = chromium ? 'Chromium ' + chromium[1] : firefox ? 'Firefox ' + firefox[1] : agent;
  root.setAttribute('data-state', 'unsupported');
  document.getElementById('start-message').innerHTML = '';
  var lines = [
    '当前浏览器内核过旧，无法打开国企改革台账。',
    '检测到：' + found + '。需要：Chromium 109 及以上，或 Firefox 115 及以上。',
    '已保存的数据没有丢失。请改用新版 Edge、Chrome、Firefox，或把 360、奇安信等浏览器升级到新版后重新打开本文件。'
  ];
  for (var i = 0; i < lines.length; i++) {
    var line = document.createElement('span');
    line.appendChild(document.createTextNode(lines[i]));
    document.getElementById('start-message').appendChild(line);
  }
})();

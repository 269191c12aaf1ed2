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
  /* The page's policy cannot stop WebRTC, and nothing here needs it. An empty frame that a script makes would
     bring it back; SECURITY.md says what that leaves. */
  try { delete window.RTCPeerConnection; delete window.webkitRTCPeerConnection; } catch (ignored) { }
  /* A page that the browser saved by itself has the marks of one that ran: it is dead, and must not say that
     anything is kept. */
  var state = root.getAttribute('data-state');
  var isCopy = state !== 'loading';
  /* Capabilities are probed, not versions. */
  var lacking = !window.WebAssembly || !window.indexedDB || !window.Promise ||
    typeof window.BroadcastChannel !== 'function' || typeof window.BigInt !== 'function' ||
    typeof window.DecompressionStream !== 'function' || typeof window.Blob !== 'function' || !Blob.prototype.stream;
  window.reformLedgerFits = !(lacking || isCopy);
  if (window.reformLedgerFits) {
    /* Below Chromium 84 boxes have no gaps: the style sheet has margins for them. */
    var box = document.createElement('div'), part = document.createElement('div');
    box.style.cssText = 'display:flex;flex-direction:column;row-gap:1px;position:absolute;visibility:hidden';
    box.appendChild(document.createElement('div'));
    box.appendChild(part);
    document.body.appendChild(box);
    if (part.offsetTop !== 1) { root.setAttribute('data-flex-gap', 'no'); }
    document.body.removeChild(box);
    return;
  }
  var agent = navigator.userAgent;
  var chromium = /Chrom(?:e|ium)\/(\d+)/.exec(agent);
  var firefox = /Firefox\/(\d+)/.exec(agent);
  /* Only the engine of Internet Explorer has this, under whatever name the browser goes. */
  var isExplorer = !!document.documentMode;
  var found = isExplorer ? 'IE ' + document.documentMode : chromium ? 'Chromium ' + chromium[1] : firefox ? 'Firefox ' + firefox[1] : agent;
  root.setAttribute('data-state', isCopy ? 'copy' : 'unsupported');
  var message = document.getElementById('start-message');
  if (!message) {
    message = document.createElement('p');
    message.id = 'start-message';
    document.body.insertBefore(message, document.body.firstChild);
  }
  message.className = 'start-message';
  message.innerHTML = '';
  var lines = isCopy ? [
    '这是浏览器另存的网页副本，不是台账，不能使用，也不会保存任何内容。',
    '台账没有丢失：请打开原来的 reform-ledger.html；要备份或交给别人，请在原页面点「导出」。'
  ] : isExplorer ? [
    '当前是兼容模式（' + found + ' 内核），无法打开国企改革台账。',
    '请切换到极速模式：点地址栏右侧的 e 形或闪电图标，选「极速模式」，然后重新打开本文件。',
    '已保存的数据没有丢失。没有极速模式的，请改用新版 Edge、Chrome、Firefox、360 或奇安信浏览器。'
  ] : [
    '当前浏览器内核过旧，无法打开国企改革台账。',
    '检测到：' + found + '。需要：Chromium 81 及以上（360、奇安信等的极速模式），或 Firefox 115 及以上。',
    '已保存的数据没有丢失。请改用新版 Edge、Chrome、Firefox，或把 360、奇安信等浏览器升级到新版后重新打开本文件。'
  ];
  for (var i = 0; i < lines.length; i++) {
    var line = document.createElement('span');
    line.appendChild(document.createTextNode(lines[i]));
    message.appendChild(line);
  }
})();

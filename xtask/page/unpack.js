/* Unpacks the program: text of 91 characters to bytes, LZMA to the program itself. gzip, which browsers
   bring along, leaves it a third larger. The format is that of Igor Pavlov's LZMA specification. */

/* Two characters hold 13 bits; the alphabet is printable ASCII without what HTML or editors stumble over. */
function reformLedgerBytes(text) {
  var values = new Uint8Array(128), next = 0;
  for (var code = 33; code < 127; code++) {
    if (code !== 34 && code !== 60 && code !== 92) { values[code] = next++; }
  }
  var bytes = new Uint8Array(Math.floor(text.length / 2 * 13 / 8));
  var held = 0, bits = 0, to = 0;
  for (var at = 0; at < text.length; at += 2) {
    held |= (values[text.charCodeAt(at)] + values[text.charCodeAt(at + 1)] * 91) << bits;
    bits += 13;
    while (bits >= 8) {
      bytes[to++] = held & 255;
      held >>>= 8;
      bits -= 8;
    }
  }
  return bytes;
}

function reformLedgerUnpacked(packed) {
  var lc = packed[0] % 9, rest = (packed[0] - lc) / 9, lp = rest % 5, pb = (rest - lp) / 5;
  var size = packed[5] + packed[6] * 256 + packed[7] * 65536 + packed[8] * 16777216;
  var out = new Uint8Array(size);
  var from = 13, range = 0xFFFFFFFF, code = 0, i;
  for (i = 0; i < 5; i++) { code = ((code << 8) | packed[from++]) >>> 0; }
  var probabilities = function (count) { return new Uint16Array(count).fill(1024); };

  function bit(list, at) {
    var bound = Math.imul(range >>> 11, list[at]) >>> 0, answer;
    if (code < bound) {
      range = bound;
      list[at] += (2048 - list[at]) >> 5;
      answer = 0;
    } else {
      range = (range - bound) >>> 0;
      code = (code - bound) >>> 0;
      list[at] -= list[at] >> 5;
      answer = 1;
    }
    if (range < 16777216) {
      range = (range << 8) >>> 0;
      code = ((code << 8) | packed[from++]) >>> 0;
    }
    return answer;
  }
  function tree(list, base, count) {
    var m = 1;
    for (var n = 0; n < count; n++) { m = (m << 1) | bit(list, base + m); }
    return m - (1 << count);
  }
  function reverse(list, base, count) {
    var m = 1, value = 0;
    for (var n = 0; n < count; n++) {
      var b = bit(list, base + m);
      m = (m << 1) | b;
      value |= b << n;
    }
    return value;
  }
  function direct(count) {
    var value = 0;
    while (count-- > 0) {
      range >>>= 1;
      var b = code >= range ? 1 : 0;
      if (b) { code = (code - range) >>> 0; }
      if (range < 16777216) {
        range = (range << 8) >>> 0;
        code = ((code << 8) | packed[from++]) >>> 0;
      }
      value = value * 2 + b;
    }
    return value;
  }
  function lengths() {
    return { choice: probabilities(2), low: probabilities(16 << 3), mid: probabilities(16 << 3), high: probabilities(256) };
  }
  function length(coder, place) {
    if (!bit(coder.choice, 0)) { return 2 + tree(coder.low, place << 3, 3); }
    if (!bit(coder.choice, 1)) { return 10 + tree(coder.mid, place << 3, 3); }
    return 18 + tree(coder.high, 0, 8);
  }

  var literals = probabilities(0x300 << (lc + lp));
  var isMatch = probabilities(192), isRep = probabilities(12), isRep0 = probabilities(12), isRep1 = probabilities(12);
  var isRep2 = probabilities(12), isRep0Long = probabilities(192), slots = probabilities(256);
  var near = probabilities(116), align = probabilities(16), matches = lengths(), reps = lengths();
  var state = 0, rep0 = 0, rep1 = 0, rep2 = 0, rep3 = 0, to = 0;
  while (to < size) {
    var place = to & ((1 << pb) - 1);
    if (!bit(isMatch, (state << 4) + place)) {
      var before = to > 0 ? out[to - 1] : 0;
      var base = 0x300 * (((to & ((1 << lp) - 1)) << lc) + (before >> (8 - lc)));
      var symbol = 1;
      if (state >= 7) {
        var other = out[to - rep0 - 1];
        do {
          var high = (other >> 7) & 1;
          other <<= 1;
          var b = bit(literals, base + ((1 + high) << 8) + symbol);
          symbol = (symbol << 1) | b;
          if (high !== b) { break; }
        } while (symbol < 256);
      }
      while (symbol < 256) { symbol = (symbol << 1) | bit(literals, base + symbol); }
      out[to++] = symbol;
      state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
      continue;
    }
    var count;
    if (bit(isRep, state)) {
      if (!bit(isRep0, state)) {
        if (!bit(isRep0Long, (state << 4) + place)) {
          state = state < 7 ? 9 : 11;
          out[to] = out[to - rep0 - 1];
          to++;
          continue;
        }
      } else {
        var distance;
        if (!bit(isRep1, state)) {
          distance = rep1;
        } else {
          if (!bit(isRep2, state)) { distance = rep2; } else { distance = rep3; rep3 = rep2; }
          rep2 = rep1;
        }
        rep1 = rep0;
        rep0 = distance;
      }
      count = length(reps, place);
      state = state < 7 ? 8 : 11;
    } else {
      rep3 = rep2;
      rep2 = rep1;
      rep1 = rep0;
      count = length(matches, place);
      state = state < 7 ? 7 : 10;
      var slot = tree(slots, Math.min(count - 2, 3) << 6, 6);
      if (slot < 4) {
        rep0 = slot;
      } else {
        var low = (slot >> 1) - 1;
        rep0 = (2 | (slot & 1)) * Math.pow(2, low);
        if (slot < 14) {
          rep0 += reverse(near, rep0 - slot, low);
        } else {
          rep0 += direct(low - 4) * 16 + reverse(align, 0, 4);
        }
        if (rep0 === 0xFFFFFFFF) { break; }
      }
    }
    for (var end = Math.min(to + count, size); to < end; to++) { out[to] = out[to - rep0 - 1]; }
  }
  return out;
}

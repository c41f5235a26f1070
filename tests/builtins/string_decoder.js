// Text in pieces.
'use strict';
const { StringDecoder } = require('string_decoder');
for (const encoding of ['utf8', 'utf16le', 'base64', 'hex', 'latin1', 'ascii']) {
  const bytes = Buffer.from('aé€😀z', encoding === 'utf16le' ? 'utf16le' : 'utf8');
  for (const size of encoding === 'utf16le' ? [2] : [1, 2, 3]) {
    const decoder = new StringDecoder(encoding);
    const parts = [];
    for (let at = 0; at < bytes.length; at += size) parts.push(decoder.write(bytes.subarray(at, at + size)));
    parts.push(decoder.end());
    console.log(encoding, size, JSON.stringify(parts));
  }
}
const decoder = new StringDecoder();
console.log(JSON.stringify([decoder.write(Buffer.of(0xE2, 0x82)), decoder.end(), decoder.end(Buffer.from('x'))]), decoder.encoding);
try {
  new StringDecoder('klingon');
} catch ({ name, code, message }) {
  console.log(name, code, message);
}

// In pieces of all sizes: what is given when, and what is waited for.
for (const encoding of ['utf8', 'utf16le', 'base64url', 'ascii']) {
  for (const bytes of ['e282ace2', 'f09f9880', '80', 'e2e282ac', 'eda080', 'f0808080', 'c328', 'f0288cbc', '3dd800de', '3dd8', '41424344']) {
    for (const size of [1, 2, 3]) {
      const decoder = new StringDecoder(encoding);
      const all = Buffer.from(bytes, 'hex');
      const parts = [];
      for (let at = 0; at < all.length; at += size) {
        parts.push(decoder.write(all.subarray(at, at + size)), decoder.lastNeed, decoder.lastTotal);
      }
      parts.push(decoder.lastChar.subarray(0, decoder.lastTotal - decoder.lastNeed).toString('hex'), decoder.end(), decoder.end(Buffer.from('zz')));
      console.log(encoding, bytes, size, JSON.stringify(parts));
    }
  }
}
const attempt = (run) => {
  try {
    console.log(run());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};
for (const encoding of ['UTF-8', 'UCS2', 'binary', null, '', 5]) attempt(() => new StringDecoder(encoding).encoding);
for (const data of [5, null, undefined, {}, 'text', new Uint16Array([65]), new DataView(new ArrayBuffer(1)), new ArrayBuffer(1)]) {
  attempt(() => decoder.write(data));
  attempt(() => decoder.end(data));
}
// As a base, of classes and of functions that call it.
class Derived extends StringDecoder {
  write(data) { return `(${super.write(data)})`; }
}
function Old(encoding) { StringDecoder.call(this, encoding); }
Old.prototype = Object.create(StringDecoder.prototype);
console.log(new Derived('hex').write(Buffer.from('a')), new Old('hex').write(Buffer.from('a')), new Derived() instanceof StringDecoder);
console.log(Object.keys(decoder), Object.getOwnPropertyNames(StringDecoder.prototype), decoder.text(Buffer.from('abc'), 1));
attempt(() => new StringDecoder().write(new Uint8Array(new SharedArrayBuffer(2))).length);

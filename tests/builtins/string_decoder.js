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

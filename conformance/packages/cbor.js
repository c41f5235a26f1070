// C++; strings read in bulk, found by node-gyp-build-optional-packages.
'use strict';
const { extractStrings } = require('cbor-extract');

const texts = ['one', 'the second', 'ä ö ü', 'x'.repeat(100)];
const items = texts.map((text) => {
  const bytes = Buffer.from(text);
  const head = bytes.length < 24 ? [0x60 | bytes.length] : [0x78, bytes.length];
  return Buffer.concat([Buffer.from(head), bytes]);
});
const encoded = Buffer.concat([Buffer.from([0x80 | items.length]), ...items]);
console.log(extractStrings(2, encoded.length, 3, encoded));
console.log(extractStrings(encoded.length - 100, encoded.length, 100, encoded));
try {
  extractStrings(1, 2, 3, 'x');
} catch (error) {
  console.log(error.name, error.message);
}

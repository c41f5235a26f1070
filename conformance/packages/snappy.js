// napi-rs; promises of work on other threads, and a signal that aborts it.
'use strict';
const snappy = require('snappy');

const text = 'there and back again, '.repeat(500);
(async () => {
  const packed = await snappy.compress(text);
  console.log(packed.length < text.length / 10, snappy.isValidCompressedBufferSync?.(packed));
  console.log((await snappy.uncompress(packed, { asBuffer: false })) === text);
  const many = await Promise.all(Array.from({ length: 50 }, (_, i) => snappy.compress(text.slice(i))));
  console.log(many.every((each, i) => snappy.uncompressSync(each).equals(Buffer.from(text.slice(i)))));
  await snappy.uncompress(Buffer.from('nonsense')).catch((error) => console.log(error.name, error.code));
  try {
    snappy.compressSync(5);
  } catch (error) {
    console.log(error.name, error.code);
  }
})();

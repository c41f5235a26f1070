// Hashes and randomness.
'use strict';
const crypto = require('crypto');
const attempt = (run) => {
  try {
    console.log(run());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};
for (const name of ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512', 'SHA256']) {
  console.log(name, crypto.createHash(name).update('abc').update(Buffer.from('def')).digest('hex'));
}
console.log(crypto.createHash('sha1').update('x').digest().length, crypto.createHash('md5').update('ü').digest('base64'));
const hash = crypto.createHash('sha256').update('a');
console.log(hash.copy().digest('hex') === crypto.createHash('sha256').update('a').digest('hex'), hash.digest('hex').length);
attempt(() => hash.update('b'));
attempt(() => hash.digest());
attempt(() => crypto.createHash('sha256').update(5));
console.log(crypto.randomBytes(8).length, crypto.randomBytes(8).equals(crypto.randomBytes(8)), Buffer.isBuffer(crypto.randomBytes(1)));
console.log(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(crypto.randomUUID()));
console.log(crypto.randomFillSync(new Uint8Array(4)).length);
attempt(() => crypto.randomBytes(-1));
attempt(() => crypto.randomBytes('x'));
console.log(crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('a')), crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('b')));
attempt(() => crypto.timingSafeEqual(Buffer.from('a'), Buffer.from('ab')));
crypto.randomBytes(4, (error, bytes) => console.log(error, bytes.length));

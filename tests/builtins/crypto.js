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

// Names, data and digests of all kinds.
for (const name of ['SHA-1', 'RSA-SHA256', 'sha-512', 'x', 5, undefined]) attempt(() => crypto.createHash(name).update('a').digest('hex'));
for (const data of [null, {}, new ArrayBuffer(2), new Uint16Array([1]), new DataView(new ArrayBuffer(1)), new Uint8Array(new SharedArrayBuffer(1))]) {
  attempt(() => crypto.createHash('md5').update(data).digest('hex'));
}
for (const encoding of ['hex', 'utf8', 'latin1', 'base64', 'nope', 'buffer', null, 5, '']) {
  attempt(() => crypto.createHash('md5').update('6162', encoding).digest('hex'));
  attempt(() => crypto.createHash('md5').update('a').digest(encoding));
}
attempt(() => hash.copy());
class Derived extends crypto.Hash {}
attempt(() => [new Derived('md5').update('a').digest('hex'), crypto.createHash('md5') instanceof crypto.Hash, hash.copy === crypto.Hash.prototype.copy]);
for (const name of ['md5', 'sha256', 'sha512', 'x', 5]) {
  for (const key of ['k', '', Buffer.from('key'), new ArrayBuffer(2), 5, null, 'x'.repeat(200)]) attempt(() => crypto.createHmac(name, key).update('a').digest('hex'));
}
const keyed = crypto.createHmac('md5', 'k').update('a').update(Buffer.from('b'));
attempt(() => [keyed instanceof crypto.Hmac, keyed.digest('base64'), keyed.digest(), keyed.digest('hex')]);
attempt(() => keyed.update('x'));
for (const values of [['md5', 'a'], ['md5', Buffer.from('a'), 'base64'], ['md5', 'a', 'buffer'], ['x', 'a'], ['md5', 5], ['md5', 'a', 'nope'], [5, 'a']]) attempt(() => crypto.hash(...values));

// Sizes and ranges of what is random.
for (const size of [1.5, 2 ** 31, NaN, null]) attempt(() => crypto.randomBytes(size).length);
attempt(() => crypto.randomBytes(1, 5));
for (const values of [[new Uint8Array(4), 1, 2], [new Uint8Array(4), 5], [new Uint8Array(4), 0, 5], [new ArrayBuffer(3)], [new Uint16Array(4), 1, 2], [new DataView(new ArrayBuffer(2))], ['x'], [new Uint8Array(4), '1']]) {
  attempt(() => crypto.randomFillSync(...values) === values[0]);
}
const words = new Uint16Array(4096);
crypto.randomFillSync(words, 1, 2000);
console.log(words[0], words.subarray(1, 2001).some((each) => each > 0), words.subarray(2001).every((each) => each === 0));
for (const values of [[10], [5, 6], [5, 5], ['x'], [1.5], [-5, 0], [0, 2 ** 48], [0, 2 ** 48 - 1], [1, 2, 3]]) {
  attempt(() => {
    const number = crypto.randomInt(...values);
    return Number.isInteger(number) && number >= (values.length > 1 ? values[0] : 0) && number < values.at(-1);
  });
}
for (const values of [['a', 'a'], [new ArrayBuffer(1), new Uint8Array(1)], [Buffer.from('a'), 5], [new Uint16Array(1), Buffer.alloc(2)]]) attempt(() => crypto.timingSafeEqual(...values));
for (const value of [new Uint8Array(2), new BigInt64Array(1), new Float32Array(1), new Uint8Array(65537), new ArrayBuffer(2), null]) {
  attempt(() => crypto.getRandomValues(value) === value);
  attempt(() => crypto.webcrypto.getRandomValues(value) === value);
}
for (const options of [{}, { disableEntropyCache: true }, 5, { disableEntropyCache: 5 }]) attempt(() => crypto.randomUUID(options).length);
crypto.randomFill(new Uint8Array(2), 1, (error, bytes) => console.log(error, bytes[0], bytes.length));
attempt(() => crypto.randomFill(new Uint8Array(2)));

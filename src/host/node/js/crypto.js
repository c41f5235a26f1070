// The builtin `crypto`: hashes and randomness.
'use strict';

const { coded, invalidArgType, outOfRange, notProvided } = require('internal/errors');
const native = host.natives('crypto');

const hashes = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'];

function bytesOf(data, encoding, name = 'data') {
  if (typeof data === 'string') return Buffer.from(data, encoding === 'buffer' ? 'utf8' : encoding);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  throw invalidArgType(name, ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

function start(algorithm) {
  const hash = native.hash(String(algorithm).toLowerCase().replace(/^sha-/, 'sha').replace(/^rsa-/, ''));
  if (hash === undefined) throw coded(Error, 'ERR_OSSL_EVP_UNSUPPORTED', 'Digest method not supported');
  return hash;
}

class Hash {
  #hash;
  #isDone = false;
  constructor(hash) { this.#hash = hash; }

  update(data, encoding) {
    if (this.#isDone) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    native.update(this.#hash, bytesOf(data, encoding));
    return this;
  }
  digest(encoding) {
    if (this.#isDone) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    this.#isDone = true;
    const digest = Buffer.from(native.digest(this.#hash));
    return encoding && encoding !== 'buffer' ? digest.toString(encoding) : digest;
  }
  copy() {
    if (this.#isDone) throw coded(Error, 'ERR_CRYPTO_HASH_FINALIZED', 'Digest already called');
    return new Hash(native.copy(this.#hash));
  }
}

function checkSize(size, name = 'size') {
  if (typeof size !== 'number') throw invalidArgType(name, 'number', size);
  if (!(size >= 0 && size <= 2147483647)) throw outOfRange(name, '>= 0 && <= 2147483647', size);
}

function randomBytes(size, callback) {
  checkSize(size);
  const bytes = Buffer.from(native.random(size));
  if (callback === undefined) return bytes;
  setImmediate(callback, null, bytes);
}

function randomFillSync(target, offset = 0, size = target.byteLength - offset) {
  checkSize(offset, 'offset');
  new Uint8Array(target.buffer ?? target, (target.byteOffset ?? 0) + offset, size).set(new Uint8Array(native.random(size)));
  return target;
}

function randomUUID() {
  const bytes = Buffer.from(native.random(16));
  bytes[6] = (bytes[6] & 0x0F) | 0x40;
  bytes[8] = (bytes[8] & 0x3F) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

function timingSafeEqual(a, b) {
  [a, b] = [bytesOf(a, undefined, 'buf1'), bytesOf(b, undefined, 'buf2')];
  if (a.length === b.length) return native.equal(a, b);
  throw coded(RangeError, 'ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH', 'Input buffers must have the same byte length');
}

module.exports = {
  Hash, randomBytes, randomFillSync, randomUUID, timingSafeEqual,
  pseudoRandomBytes: randomBytes,
  createHash: (algorithm) => new Hash(start(algorithm)),
  hash: (algorithm, data, encoding = 'hex') => new Hash(start(algorithm)).update(data).digest(encoding),
  getHashes: () => [...hashes],
  getRandomValues: (target) => randomFillSync(target),
  webcrypto: {
    getRandomValues: (target) => randomFillSync(target), randomUUID,
    get subtle() { throw notProvided('crypto.subtle'); },
  },
};
for (const name of ['createHmac', 'randomInt', 'createCipheriv', 'createDecipheriv', 'createSign', 'createVerify', 'pbkdf2', 'pbkdf2Sync',
  'scrypt', 'scryptSync', 'createPrivateKey', 'createPublicKey', 'generateKeyPairSync']) {
  module.exports[name] = () => { throw notProvided(`crypto.${name}`); };
}

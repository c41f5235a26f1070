// The globals `TextEncoder` and `TextDecoder`.
'use strict';

const { coded, invalidArgType } = require('internal/errors');
const encodings = host.natives('encodings');
const native = host.natives('text');

class TextEncoder {
  get encoding() { return 'utf-8'; }
  encode(text = '') { return new Uint8Array(encodings.encode(`${text}`.toWellFormed(), 'utf8')); }
  encodeInto(text, target) {
    if (!(target instanceof Uint8Array)) throw invalidArgType('dest', 'Uint8Array', target);
    text = `${text}`.toWellFormed();
    const written = encodings.encodeInto(text, 'utf8', target, 0, target.length);
    const read = written === encodings.byteLength(text, 'utf8') ? text.length
      : encodings.decode(target, 'utf8', 0, written).length;
    return { read, written };
  }
}

class TextDecoder {
  #decoder;
  #encoding;
  #fatal;
  #ignoreBOM;

  constructor(label = 'utf-8', options = undefined) {
    this.#fatal = Boolean(options?.fatal);
    this.#ignoreBOM = Boolean(options?.ignoreBOM);
    const found = native.decoder(`${label}`.trim(), this.#fatal, this.#ignoreBOM);
    if (found === undefined) {
      throw coded(RangeError, 'ERR_ENCODING_NOT_SUPPORTED', `The "${label}" encoding is not supported`);
    }
    [this.#decoder, this.#encoding] = found;
  }

  get encoding() { return this.#encoding; }
  get fatal() { return this.#fatal; }
  get ignoreBOM() { return this.#ignoreBOM; }

  decode(input = new Uint8Array(0), options = undefined) {
    let bytes;
    if (ArrayBuffer.isView(input)) bytes = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
    else if (input instanceof ArrayBuffer || input instanceof SharedArrayBuffer) bytes = new Uint8Array(input);
    else throw invalidArgType('list', ['ArrayBuffer', 'ArrayBufferView'], input);
    try {
      return native.decode(this.#decoder, bytes, Boolean(options?.stream));
    } catch (error) {
      error.code = 'ERR_ENCODING_INVALID_ENCODED_DATA';
      throw error;
    }
  }
}

for (const Class of [TextEncoder, TextDecoder]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
}

module.exports = { TextEncoder, TextDecoder };

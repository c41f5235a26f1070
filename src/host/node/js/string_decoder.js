// The builtin `string_decoder`.
'use strict';

const { coded, invalidArgType } = require('internal/errors');

const names = {
  'utf8': 'utf8', 'utf-8': 'utf8', 'ucs2': 'utf16le', 'ucs-2': 'utf16le', 'utf16le': 'utf16le',
  'utf-16le': 'utf16le', 'latin1': 'latin1', 'binary': 'latin1', 'base64': 'base64', 'base64url': 'base64url',
  'ascii': 'ascii', 'hex': 'hex',
};

// How many bytes at the end are the beginning of a character that is not whole.
function unfinished(encoding, bytes) {
  const { length } = bytes;
  switch (encoding) {
    case 'utf8':
      for (let back = 1; back <= Math.min(3, length); back++) {
        const byte = bytes[length - back];
        if ((byte & 0xC0) === 0x80) continue;
        const needed = byte >= 0xF5 ? 1 : byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 1;
        return needed > back ? back : 0;
      }
      return 0;
    case 'utf16le': {
      const odd = length % 2;
      const isHigh = length - odd >= 2 && (bytes[length - odd - 1] & 0xFC) === 0xD8;
      return isHigh ? odd + 2 : odd;
    }
    case 'base64': case 'base64url': return length % 3;
    default: return 0;
  }
}

class StringDecoder {
  #rest = Buffer.alloc(0);

  constructor(encoding = 'utf8') {
    const name = names[String(encoding ?? 'utf8').toLowerCase()];
    if (name === undefined) throw coded(TypeError, 'ERR_UNKNOWN_ENCODING', `Unknown encoding: ${encoding}`);
    this.encoding = name;
  }

  write(data) {
    if (typeof data === 'string') return data;
    if (!ArrayBuffer.isView(data)) throw invalidArgType('buf', ['Buffer', 'TypedArray', 'DataView'], data);
    let bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    if (this.#rest.length > 0) bytes = Buffer.concat([this.#rest, bytes]);
    const whole = bytes.length - unfinished(this.encoding, bytes);
    this.#rest = Buffer.from(bytes.subarray(whole));
    return bytes.toString(this.encoding, 0, whole);
  }

  end(data) {
    const text = data === undefined ? '' : this.write(data);
    const rest = this.#rest.toString(this.encoding);
    this.#rest = Buffer.alloc(0);
    return text + rest;
  }
}

module.exports = { StringDecoder };

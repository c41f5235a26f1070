// The builtin `buffer`: `Buffer` over `Uint8Array`.
'use strict';

const { received } = require('internal/inspect');
const native = host.natives('encodings');

class Buffer extends Uint8Array {
  static poolSize = 65536;

  static from(value, encodingOrOffset, length) {
    if (typeof value === 'string') return over(native.encode(value, encodingOf(encodingOrOffset)));
    if (value instanceof ArrayBuffer || value instanceof SharedArrayBuffer) {
      return new Buffer(value, encodingOrOffset, length);
    }
    if (ArrayBuffer.isView(value)) return copy(value);
    if (Array.isArray(value)) return copy(value);
    if (value !== null && typeof value === 'object') {
      const primitive = value.valueOf?.();
      if (primitive !== value && primitive !== null && primitive !== undefined) {
        return Buffer.from(primitive, encodingOrOffset, length);
      }
      if (value.type === 'Buffer' && Array.isArray(value.data)) return copy(value.data);
      if (typeof value.length === 'number') return copy(Array.from(value));
    }
    throw typeError('The first argument must be of type string or an instance of Buffer, ' +
      `ArrayBuffer, or Array or an Array-like Object. Received ${received(value)}`);
  }

  static alloc(size, fill, encoding) {
    checkSize(size);
    const buffer = new Buffer(size);
    return fill === undefined || fill === 0 ? buffer : buffer.fill(fill, encoding);
  }

  static allocUnsafe(size) {
    checkSize(size);
    return new Buffer(size);
  }

  static allocUnsafeSlow(size) { return Buffer.allocUnsafe(size); }
  static isBuffer(value) { return value instanceof Buffer; }
  static isEncoding(name) { return typeof name === 'string' && name.toLowerCase() in encodings; }

  static byteLength(value, encoding) {
    if (typeof value === 'string') return native.byteLength(value, encodingOf(encoding));
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) return value.byteLength;
    throw typeError('The "string" argument must be of type string or an instance of Buffer or ' +
      `ArrayBuffer. Received ${received(value)}`);
  }

  static concat(list, length = list.reduce((sum, each) => sum + each.length, 0)) {
    const all = new Buffer(length);
    let offset = 0;
    for (const each of list) {
      if (offset >= length) break;
      all.set(each.length > length - offset ? each.subarray(0, length - offset) : each, offset);
      offset += each.length;
    }
    return all;
  }

  static compare(a, b) {
    const shorter = Math.min(a.length, b.length);
    for (let index = 0; index < shorter; index++) {
      if (a[index] !== b[index]) return a[index] < b[index] ? -1 : 1;
    }
    return Math.sign(a.length - b.length);
  }

  toString(encoding, start = 0, end = this.length) {
    start = Math.min(Math.max(Math.trunc(start) || 0, 0), this.length);
    end = Math.min(Math.max(Math.trunc(end) || 0, start), this.length);
    return native.decode(this, encodingOf(encoding), start, end);
  }

  toJSON() { return { type: 'Buffer', data: Array.from(this) }; }
  equals(other) { return Buffer.compare(this, other) === 0; }
  compare(other) { return Buffer.compare(this, other); }
  subarray(start, end) {
    const view = super.subarray(start, end);
    return Object.setPrototypeOf(view, Buffer.prototype);
  }
  slice(start, end) { return this.subarray(start, end); }

  copy(target, targetStart = 0, start = 0, end = this.length) {
    const part = Uint8Array.prototype.subarray.call(this, start, Math.min(end, start + target.length - targetStart));
    target.set(part, targetStart);
    return part.length;
  }

  write(text, offset, length, encoding) {
    if (typeof offset === 'string') [encoding, offset, length] = [offset, 0, undefined];
    else if (typeof length === 'string') [encoding, length] = [length, undefined];
    offset ??= 0;
    const room = Math.min(length ?? Infinity, this.length - offset);
    return native.encodeInto(text, encodingOf(encoding), this, offset, room);
  }

  fill(value, offset, end, encoding) {
    if (typeof offset === 'string') [encoding, offset, end] = [offset, 0, undefined];
    if (typeof value === 'string') value = Buffer.from(value, encoding);
    if (typeof value === 'number' || typeof value === 'boolean') {
      return super.fill(Number(value), offset, end);
    }
    offset ??= 0;
    end ??= this.length;
    if (value.length === 0) return super.fill(0, offset, end);
    for (let index = offset; index < end; index++) this[index] = value[(index - offset) % value.length];
    return this;
  }

  indexOf(value, offset = 0, encoding) {
    if (typeof value === 'number') return super.indexOf(value & 255, offset);
    const wanted = typeof value === 'string' ? Buffer.from(value, encoding) : value;
    if (offset < 0) offset = Math.max(this.length + offset, 0);
    for (let index = offset; index + wanted.length <= this.length; index++) {
      let length = 0;
      while (length < wanted.length && this[index + length] === wanted[length]) length++;
      if (length === wanted.length) return index;
    }
    return -1;
  }

  lastIndexOf(value, offset = this.length, encoding = undefined) {
    if (typeof value === 'number') return super.lastIndexOf(value & 255, offset);
    const wanted = typeof value === 'string' ? Buffer.from(value, encoding) : value;
    if (offset < 0) offset += this.length;
    for (let index = Math.min(offset, this.length - wanted.length); index >= 0; index--) {
      if (wanted.every((byte, each) => this[index + each] === byte)) return index;
    }
    return -1;
  }

  includes(value, offset, encoding) { return this.indexOf(value, offset, encoding) >= 0; }

  get parent() { return this.buffer; }
  get offset() { return this.byteOffset; }
}

Object.defineProperty(Buffer.prototype, Symbol.for('nodejs.util.inspect.custom'), {
  value() {
    const shown = native.decode(this, 'hex', 0, 50).replace(/(..)(?=.)/g, '$1 ');
    const more = this.length - 50;
    return `<${this.constructor.name} ${shown}${more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''}>`;
  }, configurable: true, writable: true,
});

// Numbers at an offset: readInt8, writeUInt32BE and so on, with both spellings of `UInt`.
for (const [name, size, method] of [
  ['Int8', 1, 'Int8'], ['UInt8', 1, 'Uint8'], ['Int16', 2, 'Int16'], ['UInt16', 2, 'Uint16'],
  ['Int32', 4, 'Int32'], ['UInt32', 4, 'Uint32'], ['Float', 4, 'Float32'], ['Double', 8, 'Float64'],
  ['BigInt64', 8, 'BigInt64'], ['BigUInt64', 8, 'BigUint64'],
]) {
  for (const order of size === 1 ? [''] : ['LE', 'BE']) {
    const read = function (offset = 0) {
      checkOffset(this, offset, size);
      return view(this)[`get${method}`](offset, order === 'LE');
    };
    const [least, most] = /Float|Double|Big/.test(name) ? [-Infinity, Infinity]
      : name.startsWith('U') ? [0, 2 ** (8 * size) - 1] : [-(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1];
    const write = function (value, offset = 0) {
      checkRange(value, least, most);
      checkOffset(this, offset, size);
      view(this)[`set${method}`](offset, value, order === 'LE');
      return offset + size;
    };
    for (const spelling of new Set([name, name.replace('UInt', 'Uint')])) {
      for (const [verb, value] of [['read', read], ['write', write]]) {
        Object.defineProperty(Buffer.prototype, `${verb}${spelling}${order}`, {
          configurable: true, writable: true, value,
        });
      }
    }
  }
}

// Numbers of up to six bytes.
for (const order of ['BE', 'LE']) {
  const place = (size, index) => (order === 'LE' ? index : size - 1 - index);
  const methods = {
    readUInt(offset, size) {
      checkOffset(this, offset, size);
      let number = 0;
      for (let index = size - 1; index >= 0; index--) number = number * 256 + this[offset + place(size, index)];
      return number;
    },
    readInt(offset, size) {
      const number = methods.readUInt.call(this, offset, size);
      return number < 2 ** (8 * size - 1) ? number : number - 2 ** (8 * size);
    },
    writeUInt(value, offset, size) {
      checkOffset(this, offset, size);
      checkRange(value, 0, 2 ** (8 * size) - 1);
      for (let index = 0; index < size; index++) this[offset + place(size, index)] = Math.floor(value / 256 ** index);
      return offset + size;
    },
    writeInt(value, offset, size) {
      checkRange(value, -(2 ** (8 * size - 1)), 2 ** (8 * size - 1) - 1);
      return methods.writeUInt.call(this, value < 0 ? value + 2 ** (8 * size) : value, offset, size);
    },
  };
  for (const [name, value] of Object.entries(methods)) {
    for (const spelling of new Set([name, name.replace('UInt', 'Uint')])) {
      Object.defineProperty(Buffer.prototype, `${spelling}${order}`, { configurable: true, writable: true, value });
    }
  }
}

for (const size of [2, 4, 8]) {
  Object.defineProperty(Buffer.prototype, `swap${8 * size}`, {
    configurable: true,
    writable: true,
    value() {
      for (let index = 0; index + size <= this.length; index += size) Uint8Array.prototype.subarray.call(this, index, index + size).reverse();
      return this;
    },
  });
}

function checkRange(value, least, most) {
  if (!(value < least || value > most)) return;
  throw require('internal/errors').outOfRange('value', `>= ${least} and <= ${most}`, value);
}

function view(buffer) {
  return new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}

function checkOffset(buffer, offset, size) {
  if (typeof offset !== 'number') throw require('internal/errors').invalidArgType('offset', 'number', offset);
  if (Number.isInteger(offset) && offset >= 0 && offset + size <= buffer.length) return;
  const error = new RangeError('The value of "offset" is out of range. It must be >= 0 and <= ' +
    `${buffer.length - size}. Received ${offset}`);
  error.code = 'ERR_OUT_OF_RANGE';
  throw error;
}

const encodings = {
  'utf8': 'utf8', 'utf-8': 'utf8', 'hex': 'hex', 'base64': 'base64', 'base64url': 'base64url',
  'latin1': 'latin1', 'binary': 'latin1', 'ascii': 'ascii',
  'utf16le': 'utf16le', 'utf-16le': 'utf16le', 'ucs2': 'utf16le', 'ucs-2': 'utf16le',
};

function encodingOf(name) {
  if (name === undefined || name === null || name === '') return 'utf8';
  const encoding = typeof name === 'string' ? encodings[name.toLowerCase()] : undefined;
  if (encoding !== undefined) return encoding;
  const error = new TypeError(`Unknown encoding: ${name}`);
  error.code = 'ERR_UNKNOWN_ENCODING';
  throw error;
}

function checkSize(size) {
  if (typeof size !== 'number') {
    throw typeError(`The "size" argument must be of type number. Received ${received(size)}`);
  }
  if (size >= 0 && size <= Number.MAX_SAFE_INTEGER) return;
  const error = new RangeError('The value of "size" is out of range. It must be >= 0 && <= ' +
    `9007199254740991. Received ${size}`);
  error.code = 'ERR_OUT_OF_RANGE';
  throw error;
}

function typeError(message) {
  const error = new TypeError(message);
  error.code = 'ERR_INVALID_ARG_TYPE';
  return error;
}

function over(memory) { return new Buffer(memory, 0, memory.byteLength); }

function copy(elements) {
  const buffer = new Buffer(elements.length);
  buffer.set(elements);
  return buffer;
}

const MAX_STRING_LENGTH = 2 ** 29 - 24;

module.exports = {
  Buffer, kMaxLength: 2 ** 31 - 1, kStringMaxLength: MAX_STRING_LENGTH,
  constants: { MAX_LENGTH: 2 ** 31 - 1, MAX_STRING_LENGTH },
  atob: (text) => Buffer.from(`${text}`, 'base64').toString('latin1'),
  btoa: (text) => Buffer.from(`${text}`, 'latin1').toString('base64'),
};

// The builtin `buffer`: what `Buffer` is, and makes of other values. What it does with bytes is native.
'use strict';

const errors = () => require('internal/errors');
const native = host.natives('buffer');

let shownBytes = 50;

class FastBuffer extends Uint8Array {}

function Buffer(value, encodingOrOffset, length) {
  if (typeof value !== 'number') return Buffer.from(value, encodingOrOffset, length);
  if (typeof encodingOrOffset === 'string') throw errors().invalidArgType('string', 'string', value);
  return Buffer.alloc(value);
}
Object.setPrototypeOf(Buffer, Uint8Array);
Object.defineProperty(Buffer, 'prototype', { value: FastBuffer.prototype, writable: false });
Object.defineProperty(Buffer, Symbol.species, { configurable: true, get: () => FastBuffer });
Object.defineProperties(Buffer.prototype, {
  constructor: { value: Buffer },
  parent: { enumerable: true, get() { return this instanceof Buffer ? this.buffer : undefined; } },
  offset: { enumerable: true, get() { return this instanceof Buffer ? this.byteOffset : undefined; } },
});

function inspect() {
  const bytes = this.hexSlice(0, Math.min(shownBytes, this.length)).replace(/(..)(?=.)/g, '$1 ');
  const more = this.length - shownBytes;
  return `<${this.constructor.name} ${bytes}${more > 0 ? ` ... ${more} more byte${more > 1 ? 's' : ''}` : ''}>`;
}

Object.assign(Buffer.prototype, {
  subarray: Uint8Array.prototype.subarray,
  slice(start, end) { return this.subarray(start, end); },
  toJSON() { return { type: 'Buffer', data: this.length > 0 ? Array.from(this) : [] }; },
  inspect,
  [Symbol.for('nodejs.util.inspect.custom')]: inspect,
});

function outside(name) {
  return errors().coded(RangeError, 'ERR_BUFFER_OUT_OF_BOUNDS', `"${name}" is outside of buffer bounds`);
}

function over(memory, offset, length) {
  offset = Number(offset) || 0;
  const room = memory.byteLength - offset;
  if (room < 0) throw outside('offset');
  if (length !== undefined) length = Math.max(Number(length) || 0, 0);
  if (length > room) throw outside('length');
  return new FastBuffer(memory, offset, length);
}

function copy(elements) {
  const buffer = new FastBuffer(Math.max(elements.length, 0) || 0);
  if (buffer.length > 0) buffer.set(elements);
  return buffer;
}

const isMemory = (value) => value instanceof ArrayBuffer || value instanceof SharedArrayBuffer;

// What is made of an object; undefined where nothing is.
function fromObject(value, encodingOrOffset, length) {
  if (isMemory(value)) return over(value, encodingOrOffset, length);
  const primitive = value.valueOf?.();
  if (primitive !== value && (typeof primitive === 'string' || (typeof primitive === 'object' && primitive !== null))) {
    return Buffer.from(primitive, encodingOrOffset, length);
  }
  if (value.length !== undefined || isMemory(value.buffer)) {
    return typeof value.length === 'number' ? copy(value) : new FastBuffer();
  }
  if (value.type === 'Buffer' && Array.isArray(value.data)) return copy(value.data);
  const text = value[Symbol.toPrimitive]?.('string');
  return typeof text === 'string' ? native.encode(text, encodingOrOffset) : undefined;
}

Object.assign(Buffer, {
  poolSize: 65536,
  of: (...bytes) => copy(bytes),
  isBuffer: (value) => value instanceof Buffer,

  from(value, encodingOrOffset, length) {
    if (typeof value === 'string') return native.encode(value, encodingOrOffset);
    const made = typeof value === 'object' && value !== null ? fromObject(value, encodingOrOffset, length) : undefined;
    if (made !== undefined) return made;
    throw errors().coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The first argument must be of type string or an instance of Buffer, ' +
      `ArrayBuffer, or Array or an Array-like Object. Received ${require('internal/inspect').received(value)}`);
  },
});

const constants = { MAX_LENGTH: Number.MAX_SAFE_INTEGER, MAX_STRING_LENGTH: 2 ** 29 - 24 };

module.exports = {
  Buffer, constants, kMaxLength: constants.MAX_LENGTH, kStringMaxLength: constants.MAX_STRING_LENGTH,
  get INSPECT_MAX_BYTES() { return shownBytes; },
  set INSPECT_MAX_BYTES(count) {
    if (!(count >= 0)) throw errors().outOfRange('INSPECT_MAX_BYTES', '>= 0', count);
    shownBytes = count;
  },
};
native.install(Buffer, module.exports);

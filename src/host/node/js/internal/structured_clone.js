// The global `structuredClone`, and values on their way to another thread.
//
// A packed value is a graph of primitives, arrays and plain objects, which the host can carry, and
// beside it what the host carries in its own way. What else there is in the graph is made anew where
// it arrives: `specials` say what, `holes` say where.
'use strict';

const { coded } = require('internal/errors');

const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const {
  isDate, isRegExp, isMap, isSet, isArrayBuffer, isSharedArrayBuffer, isNativeError, isBoxedPrimitive,
} = require('util/types');
const refused = [Promise, WeakMap, WeakSet, WeakRef, FinalizationRegistry];

function dataCloneError(message) {
  const { DOMException } = require('internal/dom_exception');
  return new DOMException(message, 'DataCloneError');
}

function refuse(value) {
  const shown = typeof value === 'symbol' ? value.toString() : typeof value === 'function'
    ? Function.prototype.toString.call(value) : `#<${value?.constructor?.name ?? 'Object'}>`;
  throw dataCloneError(`${shown} could not be cloned.`);
}

// What a message port shows to this file alone; undefined for all else.
const portOf = (value) => value?.[host.internals]?.port;

function define(object, key, value) {
  Object.defineProperty(object, key, { configurable: true, enumerable: true, writable: true, value });
}

class Packer {
  specials = [];
  holes = [];
  buffers = [];
  shared = [];
  ports = [];
  #seen = new Map();
  #moved;

  constructor(moved) { this.#moved = new Set(moved); }

  // Puts the copy of a value into a container of the graph.
  put(container, key, value) {
    const [copy, special] = this.#copy(value);
    define(container, key, copy);
    if (special !== undefined) this.holes.push([container, key, special]);
  }

  // The copy, or nothing and the number of a special.
  #copy(value) {
    if (typeof value === 'symbol' || typeof value === 'function') refuse(value);
    if (value === null || typeof value !== 'object') return [value];
    const known = this.#seen.get(value);
    if (known !== undefined) return known;
    const special = this.#special(value);
    if (special !== undefined) return [undefined, special];
    for (const Class of refused) if (value instanceof Class) refuse(value);
    const copy = Array.isArray(value) ? [] : {};
    this.#seen.set(value, [copy]);
    for (const name of Object.keys(value)) this.put(copy, name, value[name]);
    return [copy];
  }

  // The number of what is no array and no plain object.
  #special(value) {
    const add = (...record) => {
      const number = this.specials.push(record) - 1;
      this.#seen.set(value, [undefined, number]);
      return number;
    };
    const fill = (number, values) => {
      const record = this.specials[number];
      for (const each of values) this.put(record, record.length, each);
      return number;
    };
    if (isBoxedPrimitive(value)) {
      const primitive = value.valueOf();
      if (typeof primitive === 'symbol') refuse(value);
      return add('boxed', primitive);
    }
    if (isDate(value)) return add('date', value.getTime());
    if (isRegExp(value)) return add('regexp', value.source, value.flags);
    if (isSharedArrayBuffer(value)) return add('shared', this.shared.push(value) - 1);
    if (isArrayBuffer(value)) {
      if (value.detached) throw dataCloneError('An ArrayBuffer is detached and could not be cloned.');
      return add('buffer', this.buffers.push(value) - 1);
    }
    if (ArrayBuffer.isView(value)) {
      const [, buffer] = this.#copy(value.buffer);
      const name = value[Symbol.toStringTag];
      const length = name === 'DataView' ? value.byteLength : value.length;
      return add('view', name, buffer, value.byteOffset, length);
    }
    if (isMap(value)) return fill(add('map'), [...value].flat());
    if (isSet(value)) return fill(add('set'), [...value]);
    if (isNativeError(value)) {
      const text = (name) => (Object.hasOwn(value, name) ? String(value[name]) : undefined);
      const number = add('error', errors[value.name] === undefined ? 'Error' : value.name, text('stack'), text('message'));
      return Object.hasOwn(value, 'cause') ? fill(number, [value.cause]) : number;
    }
    if (Array.isArray(value)) {
      const names = Object.keys(value);
      if (names.length === value.length && (names.length === 0 || names.at(-1) === String(value.length - 1))) return undefined;
      // With holes, or with names beside the elements: what the host would not keep apart.
      return fill(add('array', value.length), names.flatMap((name) => [name, value[name]]));
    }
    if (portOf(value) !== undefined) {
      if (!this.#moved.has(value)) {
        throw dataCloneError('Object that needs transfer was found in message but not listed in transferList');
      }
      return add('port', this.ports.push(value) - 1);
    }
    return undefined;
  }
}

// What `unpack` wants of a value. What is to be transferred is looked at first and moved last; of the
// other buffers it takes what `copy` gives.
function pack(value, transfer, isUntransferable, copy) {
  const moved = [...transfer];
  for (const each of moved) {
    if (isArrayBuffer(each)) {
      if (each.detached) throw dataCloneError('An ArrayBuffer is detached and could not be cloned.');
      if (isUntransferable(each)) throw dataCloneError('Cannot transfer object of unsupported type.');
    } else if (portOf(each) === undefined) {
      throw coded(TypeError, 'ERR_INVALID_TRANSFER_OBJECT', 'Found invalid object in transferList');
    } else if (portOf(each).isDetached()) {
      throw dataCloneError('MessagePort in transfer list is already detached');
    }
  }
  if (new Set(moved).size < moved.length) {
    throw dataCloneError(`Transfer list contains duplicate ${isArrayBuffer(moved[0]) ? 'ArrayBuffer' : 'MessagePort'}`);
  }
  const packer = new Packer(moved);
  const root = [];
  packer.put(root, 0, value);
  const { specials, holes, shared } = packer;
  const buffers = packer.buffers.map((buffer) => (moved.includes(buffer) ? buffer.transfer() : copy(buffer)));
  for (const each of moved) if (isArrayBuffer(each) && !each.detached) each.transfer();
  const ports = packer.ports.map((port) => portOf(port).detach());
  for (const each of moved) portOf(each)?.detach();
  return [[root, holes, specials], buffers, shared, ports];
}

// The value that was packed. The buffers may be kept; `toPort` makes a port of what was detached.
function unpack([[root, holes, specials], buffers, shared, ports], toPort) {
  const made = [];
  const make = (number) => {
    made[number] ??= create(specials[number]);
    return made[number];
  };
  function create([kind, first, second, third, fourth]) {
    switch (kind) {
      case 'boxed': return Object(first);
      case 'date': return new Date(first);
      case 'regexp': return new RegExp(first, second);
      case 'shared': return shared[first];
      case 'buffer': return buffers[first];
      case 'port': return toPort(ports[first]);
      case 'view': return new globalThis[first](make(second), third, fourth);
      case 'array': return new Array(first);
      case 'map': return new Map();
      case 'set': return new Set();
      default: {
        const error = Object.setPrototypeOf(new Error(), errors[first].prototype);
        delete error.stack;
        hide(error, 'stack', second);
        hide(error, 'message', third);
        return error;
      }
    }
  }
  specials.forEach((_, number) => make(number));
  for (const [container, key, number] of holes) define(container, key, made[number]);
  specials.forEach(([kind, ...values], number) => {
    if (kind === 'map') for (let i = 0; i < values.length; i += 2) made[number].set(values[i], values[i + 1]);
    if (kind === 'array') for (let i = 1; i < values.length; i += 2) define(made[number], values[i], values[i + 1]);
    if (kind === 'set') for (const each of values) made[number].add(each);
    if (kind === 'error' && values.length > 3) hide(made[number], 'cause', values[3], true);
  });
  return root[0];
}

function hide(error, name, value, always = value !== undefined) {
  if (always) Object.defineProperty(error, name, { configurable: true, enumerable: false, writable: true, value });
}

function structuredClone(value, options) {
  if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "value" argument must be specified');
  const native = host.natives('worker_threads');
  const packed = pack(value, options?.transfer ?? [], native.isExternal, (buffer) => buffer.slice(0));
  return unpack(packed, (handle) => require('internal/message_port').toPort(handle));
}

module.exports = { structuredClone, pack, unpack, dataCloneError };

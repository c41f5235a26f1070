// The global `structuredClone`.
'use strict';

const { coded } = require('internal/errors');

const errors = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError };
const { isDate, isRegExp, isMap, isSet, isArrayBuffer, isSharedArrayBuffer, isNativeError, isBoxedPrimitive } =
  require('util/types');

function refuse(value) {
  const { DOMException } = require('internal/event_target');
  const shown = typeof value === 'symbol' ? value.toString() : typeof value === 'function'
    ? Function.prototype.toString.call(value) : `#<${value?.constructor?.name ?? 'Object'}>`;
  throw new DOMException(`${shown} could not be cloned.`, 'DataCloneError');
}

function clone(value, seen) {
  if (typeof value === 'symbol' || typeof value === 'function') refuse(value);
  if (value === null || typeof value !== 'object') return value;
  const known = seen.get(value);
  if (known !== undefined) return known;
  const remember = (copy) => {
    seen.set(value, copy);
    return copy;
  };

  if (isBoxedPrimitive(value)) {
    if (typeof value.valueOf() === 'symbol') refuse(value);
    return remember(Object(value.valueOf()));
  }
  if (isDate(value)) return remember(new Date(value.getTime()));
  if (isRegExp(value)) return remember(new RegExp(value.source, value.flags));
  if (isSharedArrayBuffer(value)) return value;
  if (isArrayBuffer(value)) return remember(value.slice(0));
  if (ArrayBuffer.isView(value)) {
    const buffer = clone(value.buffer, seen);
    const name = value instanceof DataView ? 'DataView' : value[Symbol.toStringTag];
    const length = name === 'DataView' ? value.byteLength : value.length;
    return remember(new globalThis[name](buffer, value.byteOffset, length));
  }
  if (isMap(value)) {
    const copy = remember(new Map());
    for (const [key, each] of [...value]) copy.set(clone(key, seen), clone(each, seen));
    return copy;
  }
  if (isSet(value)) {
    const copy = remember(new Set());
    for (const each of [...value]) copy.add(clone(each, seen));
    return copy;
  }
  if (isNativeError(value)) {
    const { prototype } = errors[value.name] ?? Error;
    const copy = remember(Object.setPrototypeOf(new Error(), prototype));
    for (const name of ['stack', 'message', 'cause']) {
      if (!Object.hasOwn(value, name)) continue;
      const each = name === 'cause' ? clone(value.cause, seen) : String(value[name]);
      Object.defineProperty(copy, name, { configurable: true, enumerable: false, writable: true, value: each });
    }
    return copy;
  }
  for (const Class of [Promise, WeakMap, WeakSet, WeakRef]) if (value instanceof Class) refuse(value);
  const copy = remember(Array.isArray(value) ? new Array(value.length) : {});
  for (const name of Object.keys(value)) {
    Object.defineProperty(copy, name, {
      configurable: true, enumerable: true, writable: true, value: clone(value[name], seen),
    });
  }
  return copy;
}

function structuredClone(value, options) {
  if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "value" argument must be specified');
  const seen = new Map();
  const moved = [...options?.transfer ?? []];
  for (const each of moved) if (!isArrayBuffer(each) || each.detached) refuse(each);
  const copy = clone(value, seen);
  for (const each of moved) {
    const target = seen.get(each);
    const bytes = each.transfer();
    if (target !== undefined) new Uint8Array(target).set(new Uint8Array(bytes));
  }
  return copy;
}

module.exports = { structuredClone };

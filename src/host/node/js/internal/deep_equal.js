// Deep equality, loose and strict, for `assert` and `util`.
'use strict';

const types = require('util/types');

function same(a, b, isStrict) {
  return isStrict ? Object.is(a, b) : a == b || (a !== a && b !== b); // eslint-disable-line eqeqeq
}

function keysOf(value) {
  return Reflect.ownKeys(value).filter((key) => Object.prototype.propertyIsEnumerable.call(value, key));
}

function isEqual(a, b, isStrict, seen = new Map()) {
  if (same(a, b, isStrict)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (isStrict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (Object.prototype.toString.call(a) !== Object.prototype.toString.call(b)) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  if (Array.isArray(a) && a.length !== b.length) return false;
  for (const [is, equals] of kinds) {
    if (is(a) !== is(b)) return false;
    if (is(a) && !equals(a, b, isStrict)) return false;
  }
  // What is being compared further out counts as equal, so that cycles end.
  const others = seen.get(a);
  if (others?.has(b)) return true;
  if (others !== undefined) others.add(b);
  else seen.set(a, new Set([b]));
  const isSame = contentsEqual(a, b, isStrict, seen);
  seen.get(a).delete(b);
  return isSame;
}

const bytesOf = (view) => new Uint8Array(view.buffer ?? view, view.byteOffset ?? 0, view.byteLength);
const bytesEqual = (a, b) => a.length === b.length && a.every((byte, index) => byte === b[index]);

const kinds = [
  [types.isDate, (a, b) => Object.is(a.getTime(), b.getTime())],
  [types.isRegExp, (a, b) => String(a) === String(b) && a.lastIndex === b.lastIndex],
  [types.isNativeError, (a, b) => a.message === b.message && a.name === b.name],
  [types.isTypedArray, (a, b, isStrict) => a.length === b.length && (/^Float/.test(a[Symbol.toStringTag])
    ? a.every((each, index) => same(each, b[index], isStrict)) : bytesEqual(bytesOf(a), bytesOf(b)))],
  [types.isDataView, (a, b) => bytesEqual(bytesOf(a), bytesOf(b))],
  [types.isAnyArrayBuffer, (a, b) => bytesEqual(bytesOf(a), bytesOf(b))],
  [types.isSet, (a, b) => a.size === b.size],
  [types.isMap, (a, b) => a.size === b.size],
  [types.isBoxedPrimitive, (a, b) => Object.is(a.valueOf(), b.valueOf())],
  [(value) => value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet, () => false],
];

function contentsEqual(a, b, isStrict, seen) {
  const isIndex = types.isTypedArray(a) ? (key) => typeof key === 'string' && /^\d+$/.test(key) : () => false;
  let keys = keysOf(a).filter((key) => !isIndex(key));
  let others = keysOf(b).filter((key) => !isIndex(key));
  if (!isStrict) {
    [keys, others] = [keys, others].map((list) => list.filter((key) => typeof key === 'string'));
  }
  if (keys.length !== others.length) return false;
  for (const key of keys) {
    if (!Object.prototype.propertyIsEnumerable.call(b, key)) return false;
    if (!isEqual(a[key], b[key], isStrict, seen)) return false;
  }
  if (types.isNativeError(a)) {
    for (const key of ['cause', 'errors']) {
      if (Object.hasOwn(a, key) !== Object.hasOwn(b, key) || !isEqual(a[key], b[key], isStrict, seen)) return false;
    }
  }
  if (types.isSet(a)) return setsEqual(a, b, isStrict, seen);
  if (types.isMap(a)) return mapsEqual(a, b, isStrict, seen);
  return true;
}

// Takes out of `rest` the first that `matches`; whether there was one.
function take(rest, matches) {
  for (const each of rest) {
    if (matches(each)) return rest.delete(each);
  }
  return false;
}

function setsEqual(a, b, isStrict, seen) {
  const rest = new Set(b);
  const left = [...a].filter((each) => !rest.delete(each));
  return left.every((each) => take(rest, (other) => isEqual(each, other, isStrict, seen)));
}

function mapsEqual(a, b, isStrict, seen) {
  const rest = new Set(b.keys());
  const left = [];
  for (const [key, value] of a) {
    if (!rest.has(key)) left.push([key, value]);
    else if (isEqual(value, b.get(key), isStrict, seen)) rest.delete(key);
    else return false;
  }
  return left.every(([key, value]) => take(rest, (other) => isEqual(key, other, isStrict, seen) &&
    isEqual(value, b.get(other), isStrict, seen)));
}

module.exports = { isEqual };

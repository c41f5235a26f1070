// What `util` has of functions around other functions.
'use strict';

const { coded, checkFunction } = require('internal/errors');

const custom = Symbol.for('nodejs.util.promisify.custom');

function promisify(original) {
  checkFunction(original, 'original');
  if (original[custom] !== undefined) {
    checkFunction(original[custom], 'util.promisify.custom');
    return Object.defineProperty(original[custom], custom, { configurable: true, value: original[custom] });
  }
  function promisified(...values) {
    return new Promise((resolve, reject) => {
      Reflect.apply(original, this, [...values, (error, value) => {
        if (error) reject(error);
        else resolve(value);
      }]);
    });
  }
  Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
  Object.defineProperty(promisified, custom, { configurable: true, value: promisified });
  return Object.defineProperties(promisified, Object.getOwnPropertyDescriptors(original));
}
promisify.custom = custom;

function callbackify(original) {
  checkFunction(original, 'original');
  function callbackified(...values) {
    const callback = values.pop();
    checkFunction(callback, 'last argument');
    Reflect.apply(original, this, values).then(
      (value) => process.nextTick(callback.bind(this), null, value),
      (reason) => {
        if (!reason) {
          reason = Object.assign(coded(Error, 'ERR_FALSY_VALUE_REJECTION', 'Promise was rejected with falsy value'), { reason });
        }
        process.nextTick(callback.bind(this), reason);
      });
  }
  Object.setPrototypeOf(callbackified, Object.getPrototypeOf(original));
  Object.defineProperty(callbackified, 'name', { configurable: true, value: `${original.name}Callbackified` });
  return Object.defineProperty(callbackified, 'length', { configurable: true, value: original.length + 1 });
}

const warned = new Set();

function deprecate(original, message, code) {
  let hasWarned = false;
  function deprecated(...values) {
    if (!hasWarned && !warned.has(code)) {
      hasWarned = true;
      if (code !== undefined) warned.add(code);
      process.emitWarning(message, 'DeprecationWarning', code);
    }
    return new.target ? Reflect.construct(original, values, new.target) : Reflect.apply(original, this, values);
  }
  Object.setPrototypeOf(deprecated, original);
  if (original.prototype) deprecated.prototype = original.prototype;
  return deprecated;
}

function debuglog(set) {
  const isEnabled = new RegExp(`^${(process.env.NODE_DEBUG ?? '').replace(/[|\\{}()[\]^$+?.]/g, '\\$&')
    .replaceAll('*', '.*').replaceAll(',', '$|^')}$`, 'i').test(set);
  const log = (...values) => {
    if (!isEnabled) return;
    process.stderr.write(`${set.toUpperCase()} ${process.pid}: ${require('internal/inspect').format(...values)}\n`);
  };
  return Object.defineProperty(log, 'enabled', { value: isEnabled });
}

async function aborted(signal) {
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

module.exports = { promisify, callbackify, deprecate, debuglog, aborted };

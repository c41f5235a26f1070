// The builtin `util`, as far as addons' loaders and tests ask for it.
'use strict';

const { inspect, format, received } = require('internal/inspect');

const custom = Symbol.for('nodejs.util.promisify.custom');

function promisify(original) {
  if (typeof original !== 'function') {
    const error = new TypeError('The "original" argument must be of type function. Received ' +
      received(original));
    error.code = 'ERR_INVALID_ARG_TYPE';
    throw error;
  }
  if (original[custom] !== undefined) return original[custom];
  function promisified(...values) {
    return new Promise((resolve, reject) => {
      original.call(this, ...values, (error, value) => {
        if (error) reject(error);
        else resolve(value);
      });
    });
  }
  return Object.setPrototypeOf(promisified, Object.getPrototypeOf(original));
}
promisify.custom = custom;

function inherits(constructor, base) {
  Object.defineProperty(constructor, 'super_', { configurable: true, writable: true, value: base });
  Object.setPrototypeOf(constructor.prototype, base.prototype);
}

function deprecate(original, message, code) {
  let hasWarned = false;
  return function deprecated(...values) {
    if (!hasWarned) {
      hasWarned = true;
      process.emitWarning(`${code === undefined ? '' : `[${code}] `}DeprecationWarning: ${message}`);
    }
    return new.target ? Reflect.construct(original, values, new.target) : original.apply(this, values);
  };
}

module.exports = { promisify, inspect, format, inherits, deprecate };

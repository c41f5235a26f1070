// The builtin `util`.
'use strict';

const { inspect, format, formatWithOptions, received } = require('internal/inspect');
const { coded, invalidArgType, outOfRange, checkFunction } = require('internal/errors');

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

function inherits(constructor, base) {
  checkFunction(constructor, 'ctor');
  checkFunction(base, 'superCtor');
  if (base.prototype === undefined) throw invalidArgType('superCtor.prototype', 'Object', base.prototype);
  Object.defineProperty(constructor, 'super_', { configurable: true, writable: true, value: base });
  Object.setPrototypeOf(constructor.prototype, base.prototype);
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
    if (isEnabled) process.stderr.write(`${set.toUpperCase()} ${process.pid}: ${format(...values)}\n`);
  };
  return Object.defineProperty(log, 'enabled', { value: isEnabled });
}

let byNumber;
// The name and the text of the error of a system call, of either sign.
function errorOf(errno) {
  byNumber ??= new Map(Object.entries(host.natives('system').errors())
    .map(([code, [number, text]]) => [number, { errno: -number, code, text }]));
  return byNumber.get(Math.abs(errno)) ?? { errno: -Math.abs(errno), code: `Unknown system error ${errno}`, text: '' };
}

function getSystemErrorName(errno) {
  if (typeof errno !== 'number') throw invalidArgType('err', 'number', errno);
  if (errno >= 0 || !Number.isSafeInteger(errno)) throw outOfRange('err', 'a negative integer', errno);
  return errorOf(errno).code;
}

const colors = {
  reset: [0, 0], bold: [1, 22], dim: [2, 22], italic: [3, 23], underline: [4, 24], inverse: [7, 27],
  black: [30, 39], red: [31, 39], green: [32, 39], yellow: [33, 39], blue: [34, 39], magenta: [35, 39],
  cyan: [36, 39], white: [37, 39], gray: [90, 39],
};

function styleText(style, text, { validateStream = true, stream = process.stdout } = {}) {
  const codes = [style].flat().map((name) => {
    if (!Object.hasOwn(colors, name)) throw require('internal/errors').invalidArgValue('format', name);
    return colors[name];
  });
  if (validateStream && (!stream.isTTY || process.env.NO_COLOR)) return text;
  return codes.reduce((inner, [open, close]) => `\u001b[${open}m${inner}\u001b[${close}m`, text);
}

module.exports = {
  promisify, callbackify, inspect, format, formatWithOptions, inherits, deprecate, debuglog, debug: debuglog,
  getSystemErrorName, styleText,
  getSystemErrorMap() {
    errorOf(0);
    return new Map([...byNumber.values()].map(({ errno, code, text }) => [errno, [code, text]]));
  },
  types: require('util/types'),
  isArray: Array.isArray,
  isDeepStrictEqual: (a, b) => require('internal/deep_equal').isEqual(a, b, true),
  // eslint-disable-next-line no-control-regex
  stripVTControlCharacters: (text) => text.replace(/\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007]*\u0007/g, ''),
  toUSVString: (text) => `${text}`.toWellFormed(),
  aborted: (signal) => new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  }),
};
for (const name of ['TextEncoder', 'TextDecoder']) {
  Object.defineProperty(module.exports, name, {
    configurable: true, enumerable: true, get: () => globalThis[name],
  });
}
Object.defineProperty(module.exports, host.internals, { value: { errorOf, received } });

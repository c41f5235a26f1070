// `util` and `util/types`.
'use strict';
const util = require('util');
const types = require('util/types');
const attempt = (run) => {
  try {
    console.log(run());
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};

console.log(util.types === types, util.isDeepStrictEqual({ a: [1, new Map([[1, 2]])] }, { a: [1, new Map([[1, 2]])] }), util.isDeepStrictEqual([1], ['1']));
const values = {
  date: new Date(0), pattern: /x/, map: new Map(), set: new Set(), weakMap: new WeakMap(), weakSet: new WeakSet(), promise: Promise.resolve(),
  buffer: new ArrayBuffer(1), shared: new SharedArrayBuffer(1), view: new DataView(new ArrayBuffer(1)), bytes: new Uint8Array(1), floats: new Float32Array(1),
  error: new TypeError('x'), number: Object(1), text: Object('t'), boolean: Object(true), symbol: Object(Symbol.iterator), big: Object(1n),
  generator: (function* () {})(), generatorFunction: function* () {}, asyncFunction: async () => {}, mapIterator: new Map().keys(), setIterator: new Set().values(),
  args: (function () { return arguments; })(), plain: {}, fake: Object.create(Date.prototype), nothing: null, primitive: 1,
};
for (const [name, value] of Object.entries(values)) {
  console.log(name, Object.keys(types).filter((each) => /^is/.test(each) && !/External|CryptoKey|KeyObject|EventTarget|Proxy|Module/.test(each) && types[each](value)).sort().join(' '));
}

const later = (value, callback) => setImmediate(callback, value < 0 ? new Error('negative') : null, value * 2);
const promised = util.promisify(later);
console.log(typeof promised[util.promisify.custom], promised.name, util.promisify(promised) === promised);
attempt(() => util.promisify(5));
promised(4).then((value) => console.log('promised', value));
promised(-1).catch(({ message }) => console.log('rejected', message));
util.callbackify(async (value) => value + 1)(5, (error, value) => console.log('callback', error, value));
util.callbackify(async () => { throw new Error('thrown'); })((error) => console.log('callback', error.message));
util.callbackify(() => Promise.reject(null))((error) => console.log('callback', error.code, error.reason));
attempt(() => util.callbackify(async () => {})(5));

function Base() {}
Base.prototype.hello = () => 'hello';
function Derived() {}
util.inherits(Derived, Base);
console.log(new Derived().hello(), Derived.super_ === Base);
attempt(() => util.inherits(null, Base));
console.log(util.getSystemErrorName(-2), util.getSystemErrorMap().get(-13));
attempt(() => util.getSystemErrorName(2));
console.log(util.stripVTControlCharacters('\u001b[31mred\u001b[39m'), JSON.stringify(util.styleText('red', 'x', { validateStream: false })), util.toUSVString('\ud800').length);
console.log(util.format('%s is %d and %i, %j %o%%', 'x', 1.5, 2.9, { a: 1 }, 'o'), util.format('a', 'b', 1), util.format('%s'));
console.log(util.TextEncoder === TextEncoder, util.inspect.custom);
process.on('warning', ({ name, message, code }) => console.log(name, message, code));
const old = util.deprecate((value) => value, 'is old', 'DEP9');
console.log(old(1), old(2));
console.log(util.debuglog('nothing').enabled);
attempt(() => JSON.stringify(util.styleText(['red', 'bold'], 'x', { validateStream: false })));
attempt(() => util.styleText('red', 5));
attempt(() => util.styleText('bgBlue', 'plain'));
attempt(() => util.stripVTControlCharacters(5));
attempt(() => util.stripVTControlCharacters('\u001b]8;;http://x\u0007link\u001b]8;;\u0007 \u001b[1;31mred\u001b[0m'));
attempt(() => util.getSystemErrorName('x'));
attempt(() => util.getSystemErrorName(-1.5));
attempt(() => util.inherits(class {}, () => {}));
attempt(() => [util.inspect.colors.red, util.inspect.styles.string]);
attempt(() => util.formatWithOptions({ colors: true }, '%s %O', 1, { a: 1 }, ['x']));
attempt(() => util.formatWithOptions(5, 'x'));
const namespace = require('fs');
import('fs').then((imported) => console.log(util.types.isModuleNamespaceObject(imported), util.types.isModuleNamespaceObject(namespace), util.types.isProxy(new Proxy({}, {}))));

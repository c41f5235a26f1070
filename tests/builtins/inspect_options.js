// Options of `util.inspect`, objects of all kinds, and functions of the program's own.
'use strict';
const { inspect, format } = require('util');
const { custom } = inspect;
const show = (...values) => console.log(...values);
const withoutFrames = (text) => text.replace(/\n +at .*/g, '');

const seen = [];
class Own { [custom](depth, options, self) { seen.push(depth, options.depth, options.extra, typeof options.stylize, self === inspect); return 'line 1\nline 2'; } }
show(inspect({ a: { b: [new Own()] } }, { depth: 5, extra: 7 }), seen, inspect(Own.prototype));
class Gives { [custom]() { return { x: 'a'.repeat(40), y: { z: { w: {} } }, q: 'b'.repeat(60) }; } }
show(inspect({ a: { b: new Gives() } }), inspect([{ [custom]: () => 5 }]), inspect({ [custom]: () => null }), inspect({ [custom]() { return this; } }).length > 50, inspect({ [custom]: () => 1 }, { customInspect: false }).length > 50);
show(inspect({ [custom]: (depth, options) => options.stylize('x', 'number') }, { colors: true }));

show(inspect({ $a: 1, _b: 2, 'é': 3, 'a b': 4, "it's": 5, __proto__: null }), inspect('\v\x07\x9f\ud83d \u2028'), inspect({ ['__proto__']: 1 }));
show(inspect("it's \"quoted\" `x`"), inspect("it's \"q\""), inspect("it's `x` \"\" ${"), inspect(`${'a'.repeat(20)}\n${'b'.repeat(80)}`), inspect('x\n'.repeat(3), { compact: true }));
show(inspect('abc', { maxStringLength: 0 }), inspect('abc', { maxStringLength: null }), inspect({ a: `${'x'.repeat(60)}\n${'y'.repeat(30)}` }, { maxStringLength: 65 }));
show(inspect({ b: 1, a: 2, c: [3, 1] }, { sorted: true }), inspect({ b: 1, a: 2 }, { sorted: (x, y) => (x < y ? 1 : -1) }), inspect({ a: 123456.789123, b: 1234567n, c: -1234 }, { numericSeparator: true }));
show(inspect({ get a() { return 1; }, set a(v) {}, get b() { return { x: 1 }; } }, { getters: true }), inspect({ get a() { return 1; }, set a(v) {}, get b() { return 2; } }, { getters: 'get' }));
show(inspect([1, [2]], { showHidden: true }), inspect(Object.assign([], { x: 1 }), { showHidden: true }), inspect(Object.create({}, { hidden: { value: 1 } }), { showHidden: true }), inspect(Object('ab'), { showHidden: true }));
show(inspect({ a: 1, b: 'x', c: [null, undefined, true, Symbol('s'), 1n, new Date(0), () => {}] }, { colors: true }));
show(inspect({ a: { b: 1 } }, { compact: true }), inspect({ a: { b: 'x'.repeat(100) }, c: [1, 2, 3] }, { compact: true }), inspect({ a: { b: { c: {} } } }, { compact: 1 }), inspect({ x: new Map([[{ a: 1 }, { b: 2 }]]) }, { compact: false }));
show(inspect({ a: [, 'x', , ,], b: Object.assign([1, , 3], { k: 1 }) }), inspect(new Array(5)), inspect([, , 1, ...Array(200).fill(0)], { maxArrayLength: 3 }), inspect(Array(300), { maxArrayLength: 3 }), inspect([1, 2, 3], { maxArrayLength: 0 }));
show(inspect(new Array(4e9)), inspect(new Set([1, 2, 3]), { maxArrayLength: 1 }), inspect(new Map([[1, 2], [3, 4]]), { maxArrayLength: 1 }), inspect([1, 2, 3], { maxArrayLength: 2 }));
show(inspect(['中文', '日本', '한국', 'a', 'b', 'c', 'dd', 'eee']), inspect(Object.assign([1, 2, 3, 4, 5, 6, 7], { k: 1 })), inspect([1, 2, 3, 4, 5, 6, 'x']), inspect(new BigInt64Array(7)), inspect(new Float64Array(10).fill(1.5)));
show(inspect({ a: { b: 1 } }, false, 0), inspect({ a: 1n }, true, null, true), inspect([], { depth: -1 }), inspect([1], { depth: -1 }), inspect({ a: 1 }, { depth: -1 }), inspect.length, inspect.name);

for (const [value, more] of [
  [new Map([[1, 2]])], [[1, 2]], [new Uint8Array(2)], [function foo() {}], [new Date(0)], [/a/g], [Object(1)], [class A {}],
]) show(inspect(Object.setPrototypeOf(value, null), more));
show(inspect(Object.create(Object.create(null))), inspect(Object.create({ constructor: {} })), inspect(Object.setPrototypeOf({ a: 1 }, Object.create(null))), inspect(Object.create(class Q {}.prototype)), inspect({ constructor: 5 }), inspect(Array.prototype), inspect(Map.prototype), inspect(Error.prototype));
show(inspect(new (class Foo extends Map {})([[1, { a: { b: { c: 1 } } }]]), { depth: 0 }), inspect(new (class extends Array {})(3)), inspect(class A extends null {}), inspect(Object.assign(class A {}, { x: 1 })), inspect(async function* g() {}), inspect(Object.assign(async () => {}, {})));
show(inspect(Promise.resolve({ a: 1 })), inspect(new Promise(() => {})), inspect(new WeakSet()), inspect(new WeakRef({ a: 1 })), inspect(Math), inspect(Object(Symbol('x'))), inspect(Object.assign(Object('abc'), { x: 1 })), inspect(Object(-0)));
show(inspect({ a: { b: { c: new Map([[1, 2]]), d: Object.create(null), e: new (class Foo {})(), f: new (class extends Array {})(3), g: [1], h: new Date(0), i: /x/, j() {}, k: Object.assign(() => {}, { a: 1 }), l: Object.assign(new Date(0), { a: 1 }), n: new Uint8Array(2), o: Object(1), p: Object.assign(Object(1), { x: 1 }), s: Promise.resolve(1), t: new WeakMap(), u: new Map(), v: [], w: {} } } }));
show(inspect(Object.assign(Object.create({ get [Symbol.toStringTag]() { return 'Tagged'; } }), { a: 1 })), inspect(new (class Z { get [Symbol.toStringTag]() { return 'Z'; } })()), inspect(Object.defineProperty({}, Symbol.toStringTag, { value: 'H' })), inspect(Object.create(null, { [Symbol.toStringTag]: { value: 'N' } })));
const cyclic = { a: {} };
cyclic.a.o = cyclic;
cyclic.a.a = cyclic.a;
show(inspect(cyclic), inspect(cyclic, { compact: true }), inspect([cyclic, cyclic.a], { depth: 0 }), inspect(new Map([[cyclic, new Set([cyclic])]])));

show(withoutFrames(inspect(new AggregateError([new Error('1')], 'both'))), withoutFrames(inspect(Object.assign(new Error('props'), { code: 'X', name: 'Foo' }))));
show(inspect(Object.assign(new Error('props'), { stack: 'custom' })), inspect(Object.assign(new Error('x'), { stack: '' })), inspect(Object.assign(new Error('x'), { stack: 'Error: x', a: { b: 1 } })), inspect({ in: [Object.assign(new Error('a\nb'), { stack: 'Error: a\nb\n    at x' })] }));
class Failure extends TypeError {}
class FooError extends Error {}
for (const error of [new Failure('m'), new FooError('m'), new Error('multi\nline'), new Error(''), new Error('x', { cause: 'text' }), Object.assign(new RangeError('a'), { message: 'b' })]) show(withoutFrames(inspect(error)));
const deep = {};
for (let inner = deep, level = 0; level < 100000; level++) inner = inner.a = {};
show(inspect(deep, { depth: Infinity }).match(/\[Object: .*]/)?.[0]);

show(format('%%'), format('%s%%', 'a'), format('100%', 'a'), format('%d%%'), format('%x', 'a'), format('%s', () => 1), format('%s', { a: { b: {} } }), format('%s', [1, [2, [3]]]), format('%s', new Date(0)));
show(format('%O', { a: { b: { c: { d: 1 } } } }), format('%o', [1, { f: 5 }]), format('%j', { toJSON() { return 1; } }), format('%s', 'a', 'b'), format(1, 2, '3'), format('%i %f %d', '12px', '1.5x', '0x10'), format('%d', 'a'), format('%i', Symbol('x')));
show(format('%s %s %s', null, undefined, true), format('%s', 1e21), format('%s', { toString() { return 'own'; } }), format('%s', new (class A { toString() { return 'of the class'; } })()), format('%s', Object.create(null)), format('%s', { [Symbol.toPrimitive]() { return 'primitive'; } }), format('%s', new (class D extends Date {})(0)), format('%s', Object('x')));
show(format('%j', undefined), format('%j', cyclic), format('%o', 5), format('%O', 's'), format('%c x', 'css'), format('%f', 'a'), format('%f', 5n), format('%i', 5n), format('%d', ''), format('%i', ''), format('%%%s%%', 'x', 'y'), format(null, '%s'), format('', 'x'), format(), format('\ud800%s', '\udc00').length);
try {
  format('%j', { toJSON() { throw new Error('thrown inside'); } });
} catch ({ message }) {
  show(message);
}
inspect.defaultOptions.depth = 0;
show(inspect({ a: { b: 1 } }), { a: { b: 1 } });
inspect.defaultOptions = { depth: 3, compact: false };
show(inspect({ a: { b: 1 } }));

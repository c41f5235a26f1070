// How values look.
'use strict';
const { inspect } = require('util');
class A extends Map {}
class B { get [Symbol.toStringTag]() { return 'tag'; } }
class Foo { constructor() { this.a = 1; } }
console.log([1.5, -0, 'a'.repeat(10)], new A([[1, 2]]), new B(), Object('x'), Object(5), [, 1, , 2], new Array(3), { a: { b: { c: { d: 1 } } } }, { a: { b: { c: {} } } });
console.log(Array.from({ length: 30 }, (_, i) => i * 7), Array.from({ length: 9 }, (_, i) => 'str' + i), Array.from({ length: 120 }, (_, i) => i));
console.log(Array.from({ length: 27 }, (_, i) => 'x'.repeat(i)), Array.from({ length: 7 }, (_, i) => ({ i })), new Uint8Array(30));
const cycle = { x: 1 };
cycle.self = cycle;
cycle.arr = [cycle];
console.log(cycle, [new Date(0)], Symbol('a'), [Symbol('a')]);
console.log([function foo() {}, class X {}, class Y extends A {}, () => {}, async () => {}, function* g() {}], Object.create(null), Object.create({ a: 1 }), new Foo(), [[[new Foo()]]], [[[[new Foo()]]]]);
console.log(new WeakMap(), new Set([[1, 2], { a: 1 }]), new Map([[{ a: 1 }, 'b']]), Buffer.from('abc'), new Uint8Array(2), [undefined, null, true, 1n], 'str', ['it\'s'], ['a\'b"c']);
console.log({ get a() { return 1; }, set b(v) {}, 'a-b': 1, 5: 2 }, (function () { return arguments; })(1, 2), new Boolean(false), [Object(Symbol('q'))], 'a\nb', ['a\nb', '\x01\x7f', '\ud800'], [new String('abc')]);
console.log(Object.assign(() => {}, { a: 1 }), Object.assign([1], { x: 2 }), Math, JSON, /x/g, [[[[1]]]], [[[]]], { a: [{ b: { c: 1 } }] });
console.log({ name: 'a rather long value', other: 'another rather long value', more: ['one', 'two', 'three'], deep: { x: { y: [1, 2] } } });
console.log(inspect({ a: { b: { c: { d: {} } } } }, { depth: 0 }), inspect({ a: { b: { c: { d: {} } } } }, { depth: null }), inspect({ a: 1, b: [2] }, { compact: false }), inspect('x'.repeat(3), { breakLength: 3 }));
console.log({ [inspect.custom](depth, options, same) { return `custom ${depth} ${same === inspect}`; } }, [{ [inspect.custom]: () => ({ shown: 1 }) }]);
console.log([new Error('text')].length, Object.keys(inspect.defaultOptions).length);
console.log({ code: 'one line\nanother line\n'.repeat(4), short: 'a\nb' }, ['x'.repeat(90)], { deep: { text: `${'word '.repeat(20)}\n'quoted'` } });
console.log(inspect('long enough to be cut\n'.repeat(8)), inspect('abcdef', { maxStringLength: 2 }));

// What the errors of failed assertions say, and which values are deeply equal.
'use strict';
const assert = require('assert');
const util = require('util');
const attempt = (run) => {
  try {
    run();
    console.log('holds');
  } catch ({ name, code, operator, generatedMessage, message }) {
    console.log(name, code, operator, generatedMessage);
    console.log(message.trimEnd().replace(/^/gm, ' |'));
  }
};
const thrower = (thrown) => () => { throw thrown; };
const list = (at) => Array.from({ length: 40 }, (_, index) => (index === at ? 'x' : `line ${index}`));

// Versions of Node.js fold what is the same in other ways.
const changes = (actual, expected) => {
  try {
    assert.deepStrictEqual(actual, expected);
  } catch ({ message }) {
    console.log(message.split('\n').filter((line) => /^[+-] (?!actual)/.test(line)));
  }
};
changes(list(3), list(35));
changes([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]);
changes(list(-1), [...list(-1).slice(0, 20), 'more', ...list(-1).slice(20)]);
changes(new Error('a'), new Error('b'));
attempt(() => assert.deepStrictEqual(new Map([[1, { a: 1 }]]), new Map([[1, { a: 2 }]])));
attempt(() => assert.deepStrictEqual({}, []));
attempt(() => assert.deepStrictEqual({ a: 1 }, { a: 2 }, 'with words'));
attempt(() => assert.strictEqual('a\nb', 'a\nc'));
attempt(() => assert.strictEqual([1], [1]));
attempt(() => assert.strictEqual(1, { a: 1 }));
attempt(() => assert.strictEqual(0, -0));
attempt(() => assert.strictEqual(1, 2, new RangeError('own')));
attempt(() => assert.deepEqual({ a: 1 }, { a: 2 }));
attempt(() => assert.notDeepEqual([1, 2, 3], [1, 2, 3]));
attempt(() => assert.notDeepStrictEqual({ a: 1, b: [1] }, { a: 1, b: [1] }));
attempt(() => assert.equal({ a: 1 }, { a: 1 }));
attempt(() => assert.throws(thrower(new Error('x')), TypeError));
attempt(() => assert.throws(thrower(5), TypeError));
attempt(() => assert.throws(thrower(new Error('x')), () => false));
attempt(() => assert.throws(thrower(new Error('x')), 'x'));
attempt(() => assert.throws(thrower('x'), 'x'));
attempt(() => assert.throws(thrower(new Error('x')), 'y'));
attempt(() => assert.throws(thrower(new Error('x')), {}));
attempt(() => assert.throws(thrower(new Error('x')), 5));
attempt(() => assert.throws(thrower(new Error('x')), null));
attempt(() => assert.throws(thrower(new Error('foo')), /bar/, 'own'));
attempt(() => assert.throws(thrower(Object.assign(new Error('m'), { code: 1 })), { code: 2, message: /m/ }));
attempt(() => assert.doesNotThrow(thrower(new Error('x')), TypeError));
attempt(() => assert.doesNotThrow(thrower(5), 'm'));
attempt(() => assert.ifError({ a: 1 }));
attempt(() => new assert.AssertionError('x'));
console.log(new assert.AssertionError({ actual: 1, expected: 2, operator: 'custom' }).message);

class Point { constructor(x) { this.x = x; } }
const symbol = Symbol('s');
const cycle = () => {
  const made = { a: 1 };
  made.self = made;
  return made;
};
const make = () => [
  1, '1', true, 1n, null, undefined, NaN, 0, -0, '', symbol, {}, [], { a: 1 }, { a: '1' }, { a: 1, b: undefined }, [1], ['1'], [1, , 2], [1, undefined, 2],
  new Date(0), /a/, /a/g, new Point(1), { x: 1 }, Object.assign(Object.create(null), { x: 1 }), new Map(), new Map([[1, 2]]), new Map([['1', 2]]), new Map([[{ k: 1 }, 1]]), new Map([[{ k: '1' }, 1]]),
  new Map([[{ k: 1 }, { v: 1 }], [{ k: 1 }, { v: 2 }]]), new Map([[{ k: 1 }, { v: 2 }], [{ k: 1 }, { v: 1 }]]), new Set([1, 2]), new Set([2, 1]), new Set(['1', 2]), new Set([{ a: 1 }, { a: 1 }]), new Set([{ a: 1 }, { a: 2 }]), new Set([{ a: 1 }, { a: '1' }]), new Set([NaN]),
  new Uint8Array([1, 2]), new Uint8Array([1, 3]), new Int8Array([1, 2]), new Float32Array([0]), new Float32Array([-0]), new DataView(new ArrayBuffer(2)), new ArrayBuffer(3),
  new Error('a'), new TypeError('a'), Object.assign(new Error('a'), { code: 1 }), new Error('a', { cause: 1 }), new Error('a', { cause: 2 }), new AggregateError([1], 'a'), new AggregateError([2], 'a'),
  Object(1), Object('1'), Object(symbol), { [symbol]: 1 }, { [symbol]: 2 }, Object.defineProperty({}, 'h', { value: 1 }), cycle(), (function () { return arguments; })(1), Object.assign([1], { k: 1 }), { 0: 1, length: 1 }, (() => 1), { get a() { return 1; } },
];
const others = make();
make().forEach((a, row) => {
  const equal = [];
  others.forEach((b, column) => {
    const strictly = util.isDeepStrictEqual(a, b);
    let loosely = true;
    try {
      assert.deepEqual(a, b);
    } catch {
      loosely = false;
    }
    if (strictly || loosely) equal.push(`${column}${strictly ? '' : ' loosely'}${loosely ? '' : ' strictly'}`);
  });
  console.log(row, equal.join(', '));
});

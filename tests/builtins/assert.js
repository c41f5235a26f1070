// Assertions, and the errors of those that fail.
'use strict';
const assert = require('assert');
const attempt = (label, run) => {
  try {
    run();
    console.log(label, 'holds');
  } catch (error) {
    const { name, code, operator, generatedMessage, message } = error;
    console.log(label, name, code, operator, generatedMessage, error instanceof assert.AssertionError);
    if (!/falsy/.test(message)) console.log(message.trimEnd().replace(/^/gm, '  |'));
  }
};

attempt('ok', () => assert(true));
attempt('not ok', () => assert(0));
attempt('message', () => assert.ok(null, 'the message'));
attempt('error', () => assert.ok(false, new RangeError('mine')));
attempt('equal', () => assert.equal(1, '1'));
attempt('NaN', () => assert.equal(NaN, NaN));
attempt('unequal', () => assert.equal(1, 2));
attempt('notEqual', () => assert.notEqual(1, '1'));
attempt('strictEqual', () => assert.strictEqual(1, 2));
attempt('strictEqual text', () => assert.strictEqual('a', 'a'));
attempt('notStrictEqual', () => assert.notStrictEqual(5, 5));
attempt('too few', () => assert.strictEqual(1));

const deep = (a, b) => ['deepEqual', 'deepStrictEqual'].map((name) => {
  try {
    assert[name](a, b);
    return true;
  } catch ({ code }) {
    return code === 'ERR_ASSERTION' ? false : code;
  }
});
class Point { constructor(x) { this.x = x; } }
const cycle = { a: 1 };
cycle.self = cycle;
const other = { a: 1 };
other.self = other;
for (const [a, b] of [
  [{ a: 1, b: [1, 2] }, { b: [1, 2], a: 1 }], [{ a: 1 }, { a: '1' }], [{ a: 1 }, { a: 1, b: undefined }], [[1, 2], [1, 2, 3]],
  [new Date(1), new Date(1)], [new Date(1), new Date(2)], [/a/g, /a/g], [/a/g, /a/i], [new Point(1), { x: 1 }], [new Point(1), new Point(1)],
  [new Map([[1, { a: 1 }]]), new Map([[1, { a: 1 }]])], [new Map([[{ k: 1 }, 1]]), new Map([[{ k: 1 }, 1]])], [new Map([[1, 2]]), new Map([[1, 3]])],
  [new Set([1, { a: 1 }]), new Set([{ a: 1 }, 1])], [new Set([1]), new Set([2])], [Uint8Array.of(1, 2), Uint8Array.of(1, 2)],
  [Uint8Array.of(1), Uint8Array.of(2)], [Buffer.from('a'), Uint8Array.of(97)], [new Error('a'), new Error('a')], [new Error('a'), new Error('b')],
  [cycle, other], [NaN, NaN], [0, -0], [null, undefined], [[undefined], [null]], [[1, , 3], [1, undefined, 3]], [Object(1), Object(1)],
  [{ [Symbol.for('s')]: 1 }, { [Symbol.for('s')]: 2 }], [new ArrayBuffer(2), new ArrayBuffer(2)], ['a', 'a'], [1n, 1n], [[], {}],
]) console.log(deep(a, b));
attempt('deepStrictEqual', () => assert.deepStrictEqual({ a: 1, b: { c: 2 } }, { a: 1, b: { c: 3 } }));
attempt('notDeepStrictEqual', () => assert.notDeepStrictEqual({ a: 1 }, { a: 1 }));
attempt('deepStrictEqual message', () => assert.deepStrictEqual({ a: 1 }, { a: 2 }, 'with words'));
attempt('strictEqual long', () => assert.strictEqual('a long text here', 'another long text'));
attempt('strictEqual objects', () => assert.strictEqual({ a: 1 }, { a: 1 }));
attempt('strictEqual mixed', () => assert.strictEqual(undefined, { a: 1 }));
attempt('notDeepEqual', () => assert.notDeepEqual({ a: 1 }, { a: 2 }));

const thrower = (error) => () => { throw error; };
attempt('throws', () => assert.throws(thrower(new TypeError('bad'))));
attempt('throws nothing', () => assert.throws(() => {}));
attempt('throws class', () => assert.throws(thrower(new TypeError('bad')), TypeError));
attempt('throws pattern', () => assert.throws(thrower(new TypeError('bad')), /^TypeError: bad$/));
attempt('throws other pattern', () => assert.throws(thrower(new TypeError('bad')), /good/));
attempt('throws object', () => assert.throws(thrower(Object.assign(new Error('m'), { code: 'C' })), { code: 'C', message: /m/ }));
attempt('throws function', () => assert.throws(thrower(new Error('x')), (error) => error.message === 'x'));
attempt('throws missing', () => assert.throws(() => {}, TypeError, 'hint'));
attempt('no function', () => assert.throws('x'));
attempt('doesNotThrow', () => assert.doesNotThrow(() => {}));
attempt('does throw', () => assert.doesNotThrow(thrower(new Error('x')), 'hint'));
attempt('match', () => assert.match('abc', /b/));
attempt('no match', () => assert.match('abc', /x/));
attempt('doesNotMatch', () => assert.doesNotMatch('abc', /b/));
attempt('match number', () => assert.match(5, /5/));
attempt('fail', () => assert.fail());
attempt('fail message', () => assert.fail('so'));
attempt('ifError', () => assert.ifError(null));
attempt('ifError error', () => assert.ifError(new Error('inner')));
attempt('strict', () => assert.strict.equal(1, '1', 'strictly'));
console.log(require('assert/strict') === assert.strict);
const made = new assert.AssertionError({ actual: 1, expected: 2, operator: 'strictEqual' });
console.log(made.actual, made.expected, made.code, Object.keys(made).filter((key) => key !== 'diff').sort());

(async () => {
  await assert.rejects(Promise.reject(new Error('x')), /x/);
  await assert.rejects(async () => { throw new TypeError('y'); }, { name: 'TypeError' });
  await assert.rejects(Promise.resolve(1)).catch(({ message }) => console.log(message));
  await assert.doesNotReject(Promise.resolve(1));
  await assert.doesNotReject(Promise.reject(new Error('z'))).catch(({ message }) => console.log(message));
  await assert.rejects(() => 5).catch(({ code, message }) => console.log(code, message));
})();

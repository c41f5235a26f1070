// Values that are made again: `structuredClone`, and messages.
'use strict';
const { inspect } = require('util');
const { MessageChannel, receiveMessageOnPort, markAsUntransferable } = require('worker_threads');
const clone = structuredClone;
const attempt = (run) => {
  try {
    console.log(inspect(run(), { depth: 6 }));
  } catch (error) {
    console.log(error.name, error.code, error.message.split('\n')[0], error.constructor.name);
  }
};

for (const value of [undefined, null, true, 0, -0, NaN, Infinity, 1.5, 2 ** 40, '', 'a\u00e9\uD800\u{1F600}', '\uFFFD', 10n, -(2n ** 200n), 0n,
  Object(false), Object(-0), Object('xy'), Object(5n)]) attempt(() => clone(value));
attempt(() => Object.is(clone(-0), -0));

// What cannot be.
for (const value of [Symbol('x'), () => 1, function f(a) { return a; }, class A {}, { a: { b: () => 2 } }, Promise.resolve(1), new WeakMap(), new WeakSet(),
  new WeakRef({}), new FinalizationRegistry(() => {}), (function* () {})(), new Proxy({}, {}), new Proxy([], {}),
  (function () { return arguments; })(1, 2), { get a() { throw new RangeError('mine'); } }, new Error('x', { cause: () => {} })]) attempt(() => clone(value));
for (const value of [[].values(), new Map().entries(), new Set().values(), 'a'.matchAll(/a/g), Object(Symbol('q'))]) {
  try {
    clone(value);
  } catch (error) {
    console.log(error.name);
  }
}

// Objects are plain afterwards, but for what is built in.
class Foo {
  #hidden = 1;
  x = 1;
  get y() { return this.#hidden; }
}
for (const value of [Math, JSON, new Foo(), Object.create(null), Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 2 } }),
  new (class extends Map {})([[1, 2]]), new (class extends Array {})(3), new (class extends Date {})(5), new (class extends Uint8Array {})(2),
  new Date(NaN), /a\/b/giy, { get a() { return 5; } }, { [Symbol('s')]: 1, z: 1 }, { b: 1, a: 2, 1: 3, 0: 4, 4294967295: 5, '-1': 6 }]) attempt(() => clone(value));
attempt(() => clone(Object.assign(/a/g, { lastIndex: 3 })).lastIndex);
attempt(() => clone(new Map([[{ a: 1 }, new Set([1, { b: 2 }])], ['k', new Map()]])));
attempt(() => Object.keys(clone(JSON.parse('{"__proto__":1,"a":2}'))));

// The same is the same.
attempt(() => {
  const object = {};
  Object.assign(object, { object, list: [object], map: new Map([[object, object]]), set: new Set([object]) });
  const copy = clone(object);
  return [copy, copy.object === copy, copy.map.get(copy) === copy, copy.set.has(copy)];
});
attempt(() => {
  const map = new Map();
  return clone(map.set(map, map));
});
attempt(() => {
  const date = new Date(1);
  const [a, b, { c }] = clone([date, date, { c: date }]);
  return [a === b, b === c];
});
attempt(() => {
  let reads = 0;
  const object = { get a() { return ++reads; } };
  return [clone([object, object]), reads];
});

// Arrays, with holes and names.
attempt(() => clone([1, , 3]));
attempt(() => clone(Object.assign([1, 2], { x: 5, '-1': 2 })));
attempt(() => clone(Object.assign([], { length: 5, 2: 1, y: undefined })));
attempt(() => clone(Object.assign([1], { length: 4000000000 })).length);
attempt(() => clone([[], [[]], [undefined], [null], new Array(2)]));
attempt(() => clone({ get a() { delete this.b; return 1; }, b: 2, c: undefined }));
attempt(() => {
  const list = [1, 2, 3];
  Object.defineProperty(list, 0, { enumerable: true, get() { list.length = 1; return 9; } });
  return clone(list);
});
attempt(() => clone(Array.from({ length: 3000 }, (_, i) => ({ i, text: `n${i}`, list: [i, [i]] }))).reduce((sum, { i, text, list }) => sum + i + text.length + list[1][0], 0));
attempt(() => {
  let inner = {};
  const outer = inner;
  for (let i = 0; i < 500; i++) inner = inner.next = {};
  let count = 0;
  for (let each = clone(outer); each.next; each = each.next) count++;
  return count;
});

// Errors.
for (const Class of [Error, TypeError, RangeError, SyntaxError, ReferenceError, EvalError, URIError]) {
  attempt(() => {
    const error = clone(Object.assign(new Class('message'), { lost: 1 }));
    return [error.constructor === Class, error instanceof Class, error.message, error.name, error.lost, typeof error.stack, Object.keys(error)];
  });
}
attempt(() => {
  const original = new Error('where');
  return clone(original).stack === original.stack;
});
attempt(() => {
  class My extends TypeError { name = 'My'; }
  const error = clone(new My('m'));
  return [error.name, error.message, error.constructor.name, Object.prototype.toString.call(error)];
});
attempt(() => Object.getOwnPropertyDescriptor(clone(new Error('m', { cause: { a: [1] } })), 'cause'));
attempt(() => clone(Object.assign(new Error('m'), { name: 'TypeError' })).constructor.name);
attempt(() => clone(Object.assign(new Error('m'), { message: 5 })).message);
attempt(() => Object.hasOwn(clone(new Error()), 'message'));
attempt(() => {
  const error = clone(new AggregateError([new Error('a')], 'all'));
  return [error.constructor.name, error.message, error.errors];
});

// Memory.
const { buffer } = new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8]);
for (const value of [new Uint8Array(buffer, 2, 3), new Float64Array(buffer), Buffer.from('hi'), new BigInt64Array(2), new Uint8ClampedArray([300])]) {
  attempt(() => clone(value));
}
attempt(() => {
  const view = clone(new DataView(buffer, 1, 4));
  return [view instanceof DataView, view.byteOffset, view.byteLength, view.getUint8(0)];
});
attempt(() => {
  const [bytes, words, all] = clone([new Uint8Array(buffer), new Uint16Array(buffer), buffer]);
  return [bytes.buffer === words.buffer, bytes.buffer === all, bytes];
});
attempt(() => {
  const shared = new SharedArrayBuffer(4);
  const copy = clone({ shared }).shared;
  new Uint8Array(shared)[0] = 9;
  return [new Uint8Array(copy)[0], copy instanceof SharedArrayBuffer];
});
attempt(() => {
  const moved = new Uint8Array([7, 8]);
  const copy = clone({ moved }, { transfer: [moved.buffer] });
  return [moved.length, copy];
});
attempt(() => {
  const moved = new ArrayBuffer(8);
  clone(1, { transfer: new Set([moved]) });
  return clone(moved);
});
attempt(() => {
  const moved = new ArrayBuffer(8);
  return clone(1, { transfer: [moved, moved] });
});
attempt(() => {
  const kept = new ArrayBuffer(8);
  try {
    clone(() => {}, { transfer: [kept] });
  } catch {}
  return kept.byteLength;
});
attempt(() => clone(1, {}));
attempt(() => clone(1, null));

// Ports.
attempt(() => clone(1, { transfer: [new MessageChannel().port1] }));
const post = (...values) => new MessageChannel().port1.postMessage(...values);
attempt(() => {
  const { port1 } = new MessageChannel();
  return port1.postMessage(1, [port1]);
});
attempt(() => {
  const { port1, port2 } = new MessageChannel();
  return port1.postMessage(1, [port2, port2]);
});
attempt(() => post(() => {}));
attempt(() => post());
attempt(() => post(1, 5));
attempt(() => post(1, 'x'));
attempt(() => post(1, { transfer: 5 }));
attempt(() => post(1, { transfer: null }));
attempt(() => post(1, new Set([new ArrayBuffer(1)])));
attempt(() => {
  const { port1, port2 } = new MessageChannel();
  port1.postMessage(1, null);
  port1.postMessage(undefined, { transfer: [] });
  port1.postMessage(3, []);
  return [1, 2, 3, 4].map(() => receiveMessageOnPort(port2));
});
attempt(() => {
  const marked = new ArrayBuffer(2);
  markAsUntransferable(marked);
  return clone(marked).byteLength;
});
attempt(() => {
  const [{ port1, port2 }, other] = [new MessageChannel(), new MessageChannel()];
  port1.postMessage({ port: other.port1, more: [1] }, [other.port1]);
  const { message } = receiveMessageOnPort(port2);
  other.port2.postMessage('through');
  return [receiveMessageOnPort(message.port), message.more];
});
attempt(() => {
  const [{ port1 }, other] = [new MessageChannel(), new MessageChannel()];
  port1.postMessage(1, [other.port1]);
  return port1.postMessage(1, [other.port1]);
});
attempt(() => receiveMessageOnPort({}));
attempt(() => receiveMessageOnPort(new MessageChannel().port1));
process.exit();

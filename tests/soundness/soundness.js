// Does to the addon what breaks memory elsewhere, and prints what came of it: the same in every host.
'use strict';

const addon = require(process.cwd() + '/soundness.node');

const show = (name, value) => console.log(name + ': ' + JSON.stringify(value));
const fails = (name, f) => {
  try {
    show(name, f());
  } catch (error) {
    show(name, error.name + ': ' + error.message);
  }
};

for (const line of addon.kinds()) console.log(line);

// Exclusive access, and who comes back in.
const list = new addon.List([1, 2, 3]);
fails('each', () => list.each(() => list.push(4)));
fails('each, looked at', () => list.each(() => list.look(() => {})));
fails('look', () => list.look(() => list.push(4)));
fails('look twice', () => list.look(() => list.look(() => {})));
fails('itself', () => list.takeFrom(list));
fails('another', () => list.takeFrom(new addon.List([4])));
fails('arguments first', () => list.pushAll({ get length() { return 0; } }));
fails('getter in arguments', () => list.pushAll([{ valueOf: () => list.push(9) }]));
fails('after all', () => list.push(5));
fails('taken', () => list.intoItems());
fails('taken already', () => list.push(6));
fails('each, thrown', () => new addon.List([1]).each(() => { throw new RangeError('enough'); }));

// Buffers that change under one's hands.
const detach = (buffer) => structuredClone(buffer, { transfer: [buffer] });
const bytes = new Uint8Array([1, 2, 3, 4]);
fails('sum', () => addon.sumFrom(bytes, { from: 1 }));
fails('detached by a getter', () => addon.sumFrom(bytes, { get from() { detach(bytes.buffer); return 0; } }));
const more = new Uint8Array(4);
fails('filled', () => addon.fillFrom(more, { from: 3 }));
fails('detached before it is filled', () =>
  addon.fillFrom(more, { from: 1, get label() { detach(more.buffer); return 'x'; } }));
const same = new Uint8Array([1, 2]);
fails('same', () => addon.same(same, same));
fails('write and read', () => addon.writeAndRead(same, same.subarray(1)));
const around = new ArrayBuffer(8);
fails('around', () => addon.around(around, () => detach(around)));
const numbers = new Float64Array([1, 2]);
addon.scale(numbers, 2);
show('scaled', Array.from(numbers));
fails('shared', () => addon.same(new Uint8Array(new SharedArrayBuffer(2)), same));
const resizable = new ArrayBuffer(8, { maxByteLength: 16 });
if (resizable.resize) {
  const tracking = new Uint8Array(resizable);
  fails('shrunk by a getter', () => addon.sumFrom(tracking, { get from() { resizable.resize(0); return 0; } }));
} else {
  show('shrunk by a getter', 0);
}

// Arrays that change.
const items = ['a', 'b', 'c'];
fails('walk', () => addon.walk(items, (index) => { if (index === 0) items.length = 1; }));
fails('walk on', () => addon.walk(['x', 'y'], () => items.push('z')));

// Objects that nobody else has.
fails('guard', () => {
  let only = new addon.List([1, 2]);
  return addon.guard(only, () => { only = undefined; if (globalThis.gc) gc(); });
});
for (let n = 0; n < 3; n++) addon.keep({ n });
if (globalThis.gc) gc();
show('kept', addon.kept());
const count = Number(process.argv[2]);
show('many', addon.many(count / 10) === count / 10);
const before = process.memoryUsage().rss;
addon.many(count);
show('flat', process.memoryUsage().rss - before < 48 * 1024 * 1024);

// Panics.
const panics = new addon.Panics(false);
fails('panic in a function', () => addon.panics());
fails('panic in a constructor', () => new addon.Panics(true));
fails('panic in a method', () => panics.method());
fails('panic in an exclusive method', () => panics.exclusive());
fails('and again', () => panics.exclusive());
fails('panic in a static method', () => addon.Panics.fixed());
fails('panic in a getter', () => panics.value);
fails('panic in a setter', () => { panics.value = 1; });
fails('panic in an iterator', () => [...panics]);
fails('panic after a callback', () => addon.panicsWithCallback(() => {}));
fails('panic in a closure', () => addon.panickingClosure()());
fails('panic in a scope', () => addon.panickingScope());
for (let i = 0; i < 10; i++) new addon.Panics(false);
if (globalThis.gc) gc();

// Inheritance.
const dog = new addon.Dog('Rex');
dog.rename('Max');
show('dog', [dog.name, dog.age, addon.nameOf(dog), dog instanceof addon.Animal]);
fails('no dog', () => Object.getOwnPropertyDescriptor(addon.Dog.prototype, 'age').get.call(new addon.Animal('x')));
fails('a list', () => addon.Animal.prototype.rename.call(new addon.List([]), 'x'));
fails('a proxy', () => addon.nameOf(new Proxy(dog, {})));
fails('an heir', () => addon.nameOf(Object.create(dog)));
class Puppy extends addon.Dog {}
show('puppy', [addon.nameOf(new Puppy('Pip')), new Puppy('x') instanceof addon.Animal]);
const limit = new addon.LimitError(5);
show('error', [limit instanceof Error, limit.message, limit.limit, limit instanceof addon.LimitError]);
const ticker = new addon.Ticker();
const ticks = [];
ticker.on('tick', (n) => { ticks.push(n); if (n < 3) ticker.tick(); });
show('ticker', [ticker.tick(), ticks, ticker instanceof require('events').EventEmitter]);

// Other threads.
show('kept elsewhere', addon.keepElsewhere(Array.from({ length: 50 }, (_, n) => ({ n }))));
if (globalThis.gc) gc();
show('opened', addon.openKept().length === 50 && addon.openKept()[49]);
show('dropped elsewhere', addon.dropElsewhere());
addon.hold();
(async () => {
  show('computed', await addon.compute(10));
  for (const n of [0, 1]) await addon.compute(n).catch((error) => show('not computed', error.message));
  await addon.panicLater().catch((error) => show('panic later', error.message));
  let calls = 0;
  await new Promise((resolve) => {
    addon.countInThreads(4, 100, () => { if (++calls === 400) resolve(); });
  });
  show('calls', calls);
})();

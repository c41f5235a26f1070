// Event emitters.
'use strict';
const EventEmitter = require('events');
const emitter = new EventEmitter();
const log = (name) => (...values) => console.log(name, ...values);
const first = log('first');
emitter.on('newListener', (name) => name !== 'removeListener' && console.log('new', name));
emitter.on('removeListener', (name) => console.log('removed', name));
console.log(emitter.on('x', first).once('x', log('once')).prependListener('x', log('before')) === emitter);
console.log(emitter.emit('x', 1, 2), emitter.emit('x', 3), emitter.emit('none'));
console.log(emitter.listenerCount('x'), emitter.listeners('x').length, emitter.eventNames(), emitter.getMaxListeners());
emitter.off('x', first);
console.log(emitter.emit('x'));
emitter.removeAllListeners('x');
console.log(emitter.listenerCount('x'));
for (const value of [new Error('thrown'), 'text']) {
  try {
    emitter.emit('error', value);
  } catch ({ message, code }) {
    console.log(message, code);
  }
}
try {
  emitter.on('x', 5);
} catch ({ code, message }) {
  console.log(code, message);
}
class Sub extends EventEmitter {}
console.log(new Sub() instanceof EventEmitter, EventEmitter.EventEmitter === EventEmitter, EventEmitter.defaultMaxListeners);
function Old() { EventEmitter.call(this); }
Object.setPrototypeOf(Old.prototype, EventEmitter.prototype);
new Old().on('y', log('y')).emit('y', 5);
EventEmitter.once(emitter, 'z').then(log('awaited'));
EventEmitter.once(emitter, 'w').catch(({ message }) => console.log('rejected', message));
emitter.emit('z', 7, 8);
emitter.on('error', () => {});
emitter.emit('error', new Error('while waiting'));

// `once` goes by way of `on`, which classes replace.
class Counting extends EventEmitter {
  on(name, listener) {
    console.log('on', name);
    return super.on(name, listener);
  }
  prependListener(name, listener) {
    console.log('prepend', name);
    return super.prependListener(name, listener);
  }
}
const counting = new Counting().once('a', log('a')).prependOnceListener('a', log('first a')).addListener('b', log('b'));
console.log(counting.emit('a', 1), counting.emit('a', 2), EventEmitter.listenerCount(counting, 'b'));
console.log(counting.setMaxListeners(3).getMaxListeners(), new Sub().getMaxListeners());
counting.on(EventEmitter.errorMonitor, (error) => console.log('monitored', error.message));
try {
  counting.emit('error', new Error('seen and thrown'));
} catch ({ message }) {
  console.log(message);
}

// Events as promises, and as iterators.
const { once, on, addAbortListener } = require('events');
const flat = (result) => ('done' in Object(result) ? [result.done, result.value] : result);
const told = async (label, promise) => console.log(label, flat(await promise.catch(({ name, code, message }) => [name, code, message])));
(async () => {
  const source = new EventEmitter();
  const first = once(source, 'a');
  console.log(source.listenerCount('a'), source.listenerCount('error'), source.emit('a', 1, 2), source.listenerCount('a'), source.listenerCount('error'));
  await told('once', first);
  const controller = new AbortController();
  const stopped = once(source, 'b', { signal: controller.signal });
  controller.abort();
  await told('aborted', stopped);
  await told('aborted before', once(source, 'b', { signal: AbortSignal.abort('why') }));
  await told('no signal', once(source, 'b', { signal: 5 }));
  await told('no emitter', once({}, 'b'));
  const target = new EventTarget();
  const seen = once(target, 'x');
  target.dispatchEvent(new Event('x'));
  console.log((await seen)[0].type, source.eventNames());

  const iterator = on(source, 'item', { close: ['end'] });
  source.emit('item', 1);
  source.emit('item', 2, 'more');
  console.log(flat(await iterator.next()), flat(await iterator.next()), iterator[Symbol.asyncIterator]() === iterator);
  const later = iterator.next();
  source.emit('item', 3);
  console.log(flat(await later));
  const last = [iterator.next(), iterator.next()];
  source.emit('end');
  console.log((await Promise.all(last)).map(flat), flat(await iterator.next()), source.eventNames());
  source.emit('item', 4);
  for await (const values of on(target, 'x', { signal: (setImmediate(() => target.dispatchEvent(new Event('x'))), undefined) })) {
    console.log(values.length, values[0].type);
    break;
  }
  const failing = on(source, 'item');
  source.emit('item', 'before');
  source.emit('error', new Error('broken'));
  await told('left', failing.next());
  await told('failed', failing.next());
  await told('over', failing.next());
  const signal = AbortSignal.timeout(1);
  setTimeout(() => {}, 50);
  await told('in time', (async () => { for await (const each of on(source, 'never', { signal })) console.log(each); })());
  const thrown = on(source, 'item');
  await told('thrown', (async () => thrown.throw(5))());
  thrown.throw(new Error('from outside'));
  await told('then', thrown.next());
  console.log(flat(await thrown.return()), source.eventNames());

  const ending = new AbortController();
  const disposable = addAbortListener(ending.signal, () => console.log('not told'));
  disposable[Symbol.dispose]();
  addAbortListener(ending.signal, () => console.log('told'));
  ending.abort();
  addAbortListener(ending.signal, () => console.log('told late'));
})();

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

// Timers.
'use strict';
const order = [];
const mark = (name) => () => order.push(name);
setTimeout(mark('timeout'), 1);
setImmediate(mark('immediate'));
process.nextTick(mark('tick'));
queueMicrotask(mark('microtask'));
Promise.resolve().then(mark('promise'));
clearTimeout(setTimeout(mark('never'), 1));
clearImmediate(setImmediate(mark('never')));
let count = 0;
const interval = setInterval((value) => {
  if (++count === 3) clearInterval(interval);
  order.push(value);
}, 2, 'interval');
const timer = setTimeout(() => {}, 1e9);
console.log(timer.hasRef(), timer.unref().hasRef(), typeof timer[Symbol.toPrimitive](), timer.ref() === timer, timer.unref() === timer);
const idle = setTimeout(mark('refreshed'), 5);
setTimeout(() => idle.refresh(), 2);
setTimeout(() => {
  console.log(order.slice(0, 3), order.filter((name) => name === 'interval').length, order.includes('never'), order.includes('refreshed'));
}, 60);
for (const run of [() => setTimeout('x'), () => setImmediate(), () => process.nextTick(5)]) {
  try {
    run();
  } catch ({ code, message }) {
    console.log(code, message);
  }
}
clearTimeout(undefined);
clearTimeout('nothing');

// As promises.
const { promisify } = require('util');
const timersPromises = require('timers/promises');
console.log([setTimeout, setImmediate].map((each) => promisify(each) === timersPromises[each.name]), require('timers').promises === timersPromises);
promisify(setTimeout)(30, 'a value').then((value) => console.log('promisified', value));

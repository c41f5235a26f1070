// Errors, and the domain that they come to.
'use strict';
const domain = require('domain');
const EventEmitter = require('events');
console.log(process.domain, domain.active, domain._stack.length, Object.keys(domain).includes('create'));

process.once('SIGWINCH', () => {});
const made = (name) => {
  const its = domain.create();
  its.on('error', (error) => console.log(name, error.message, error.domain === its, error.domainThrown, process.domain === its));
  return its;
};
const after = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

const outer = made('outer');
const inner = made('inner');
console.log(outer.run(function (...values) {
  console.log(this === outer, process.domain === outer, ...values);
  inner.run(() => console.log(process.domain === inner, domain._stack.length));
  return process.domain === outer;
}, 1, 2), process.domain ?? null);

// Emitters.
const emitter = new EventEmitter();
outer.add(emitter);
console.log(emitter.domain === outer, outer.members.length);
emitter.on('event', () => console.log('event', process.domain === outer));
emitter.emit('event');
console.log(emitter.emit('error', new Error('emitted')), process.domain ?? null);
const implicit = inner.run(() => new EventEmitter());
implicit.emit('error', new Error('emitted implicitly'));
outer.remove(emitter);
try { emitter.emit('error', new Error('nobody listens')); } catch (error) { console.log(error.message); }

// Callbacks.
console.log(outer.bind((...values) => [process.domain === outer, ...values])(1, 2), process.domain ?? null);
outer.intercept((value) => console.log('intercepted', value))(null, 'value');
outer.intercept(() => console.log('not called'))(new Error('given'));

(async () => {
  outer.run(() => {
    setTimeout(() => { throw new Error('timeout'); }, 1);
    setTimeout(() => inner.run(() => { throw new Error('inner timeout'); }), 5);
    Promise.resolve().then(() => console.log('then', process.domain === outer));
    (async () => {
      await null;
      console.log('await', process.domain === outer);
    })();
  });
  await after(15);
  inner.run(() => process.nextTick(() => { throw new Error('tick'); }));
  await after(5);
  inner.run(() => setImmediate(() => { throw new Error('immediate'); }));
  await after(5);
  console.log(process.domain ?? null, domain._stack.length);
  process.on('uncaughtException', (error) => console.log('uncaught', error.message));
  domain.create().run(() => setTimeout(() => { throw new Error('without listener'); }, 1));
  await after(5);
  setTimeout(() => { throw new Error('without domain'); }, 1);
  await after(5);
  console.log('end');
})();

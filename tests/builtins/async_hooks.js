// Ids, hooks and resources.
'use strict';
const hooks = require('async_hooks');
const { AsyncLocalStorage, AsyncResource, createHook, executionAsyncId, executionAsyncResource, triggerAsyncId } = hooks;
console.log(Object.keys(hooks).includes('createHook'), executionAsyncId(), triggerAsyncId(), typeof executionAsyncResource());

// Stores where nothing is asynchronous.
const storage = new AsyncLocalStorage();
console.log(storage.getStore());
storage.run({ id: 1 }, () => {
  console.log(storage.getStore());
  storage.run(2, () => console.log(storage.getStore()));
  storage.exit(() => console.log(storage.getStore()));
  console.log(storage.getStore());
});
const bound = storage.run('kept', () => AsyncLocalStorage.bind(() => storage.getStore()));
const snapshot = storage.run('snap', () => AsyncLocalStorage.snapshot());
console.log(storage.getStore(), bound(), snapshot(() => storage.getStore()));
const resource = storage.run('resource', () => new AsyncResource('TEST'));
console.log(resource.runInAsyncScope(function (...values) { return [this.x, storage.getStore(), ...values]; }, { x: 1 }, 2, 3));
console.log(resource.bind(() => storage.getStore())(), resource.emitDestroy() === resource);
try {
  storage.run('thrown', () => { throw new Error('x'); });
} catch {
  console.log(storage.getStore());
}

// Resources.
const made = new AsyncResource('MADE', { triggerAsyncId: 7 });
console.log(made.asyncId() > 1, made.triggerAsyncId(), new AsyncResource('MADE', 8).triggerAsyncId());
console.log(made.runInAsyncScope(() => [executionAsyncId() === made.asyncId(), triggerAsyncId(), executionAsyncResource() === made]));
console.log(executionAsyncId(), made.bind((a, b) => a + b).length, AsyncResource.bind(function () { return this.x; }).call({ x: 'this' }));
for (const wrong of [
  () => new AsyncResource(), () => new AsyncResource('X', { triggerAsyncId: -2 }), () => new AsyncResource('X', { triggerAsyncId: 'x' }),
  () => createHook({ init: 1 }), () => createHook({ after: null }), () => made.bind(1), () => queueMicrotask(1),
]) {
  try {
    wrong();
    console.log('nothing thrown');
  } catch (error) {
    console.log(error.name, error.code, error.message.split('. Received')[0]);
  }
}
try { made.runInAsyncScope(() => { throw new Error('in scope'); }); } catch (error) { console.log(error.message, executionAsyncId()); }

// What hooks are told; contexts are named by type and order.
const names = new Map([[0, 'none'], [1, 'main']]);
const events = [];
const destroyed = [];
const name = (id) => names.get(id) ?? 'unknown';
// Node.js has made some of its own before.
const log = (...values) => values[1] !== 'unknown' && events.push(values.join(' '));
const hook = createHook({
  init(id, type, trigger, about) {
    names.set(id, `${type}${names.size}`);
    log('init', name(id), 'by', name(trigger), 'in', name(executionAsyncId()), typeof about);
  },
  before(id) { log('before', name(id), executionAsyncId() === id, name(triggerAsyncId())); },
  after(id) { log('after', name(id), executionAsyncId() === id); },
  destroy(id) { if (!name(id).startsWith('PROMISE')) destroyed.push(name(id)); },
  promiseResolve(id) { log('resolve', name(id)); },
});
console.log(hook.enable() === hook, hook.enable() === hook);

const scope = new AsyncResource('RESOURCE', { requireManualDestroy: true });
scope.runInAsyncScope(() => {
  log('in scope');
  process.nextTick(() => log('tick', executionAsyncResource() === undefined));
});
clearTimeout(setTimeout(() => {}, 100000));
clearImmediate(setImmediate(() => {}));
// One after the other: what is due first depends on nothing but this.
const immediate = setImmediate(() => {
  log('immediate', executionAsyncResource() === immediate);
  queueMicrotask(() => log('microtask'));
  scope.emitDestroy();
  setImmediate(promises);
});

function promises() {
  const promise = new Promise((resolve) => setTimeout(resolve, 1, 1));
  promise.then(() => log('then', executionAsyncResource() instanceof Promise)).catch(() => {});
  promise.then((value) => value + 1, () => {}).then(() => {
    log('then');
    setTimeout(intervals, 1);
  });
}

function intervals() {
  let turns = 0;
  const interval = setInterval(() => {
    log('interval', executionAsyncResource() === interval);
    if (++turns < 2) return;
    clearInterval(interval);
    setImmediate(() => setImmediate(end));
  }, 1);
}

function end() {
  console.log(hook.disable() === hook);
  setTimeout(() => {}, 1);
  console.log(events.join('\n'));
  // The loop's turns have no fixed place among timers.
  console.log(destroyed.sort().filter((each) => each !== 'unknown').join());
}

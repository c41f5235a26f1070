// Contexts, where callbacks are wrapped.
'use strict';
const { AsyncLocalStorage, AsyncResource, createHook } = require('async_hooks');
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
const hook = createHook({ init() {} });
console.log(hook.enable() === hook, hook.disable() === hook);

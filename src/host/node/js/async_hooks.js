// The builtin `async_hooks`, without ids: contexts are kept where callbacks are wrapped, in
// `AsyncLocalStorage.run` and `AsyncResource`; hooks are never called.
'use strict';

const { checkFunction, checkString } = require('internal/errors');

// All stores at once: a map that is replaced, never changed.
let stores = new Map();

function inStores(those, run, receiver, values) {
  const before = stores;
  stores = those;
  try {
    return Reflect.apply(run, receiver, values);
  } finally {
    stores = before;
  }
}

class AsyncLocalStorage {
  #default;
  constructor({ defaultValue, name = '' } = {}) {
    this.#default = defaultValue;
    this.name = name;
  }
  getStore() { return stores.has(this) ? stores.get(this) : this.#default; }
  run(store, callback, ...values) {
    return inStores(new Map(stores).set(this, store), callback, undefined, values);
  }
  exit(callback, ...values) { return this.run(undefined, callback, ...values); }
  enterWith(store) { stores = new Map(stores).set(this, store); }
  disable() {
    stores = new Map(stores);
    stores.delete(this);
  }
  static bind(callback) {
    checkFunction(callback, 'fn');
    const those = stores;
    return function bound(...values) { return inStores(those, callback, this, values); };
  }
  static snapshot() { return AsyncLocalStorage.bind((run, ...values) => run(...values)); }
}

class AsyncResource {
  #stores = stores;
  constructor(type) { checkString(type, 'type'); }
  runInAsyncScope(callback, receiver, ...values) {
    checkFunction(callback, 'fn');
    return inStores(this.#stores, callback, receiver, values);
  }
  bind(callback, receiver) {
    const resource = this;
    return function bound(...values) { return resource.runInAsyncScope(callback, receiver ?? this, ...values); };
  }
  emitDestroy() { return this; }
  asyncId() { return 0; }
  triggerAsyncId() { return 0; }
  static bind(callback, type, receiver) {
    return new AsyncResource(type ?? callback.name ?? 'bound-anonymous-fn').bind(callback, receiver);
  }
}

module.exports = {
  AsyncLocalStorage, AsyncResource,
  createHook() {
    const hook = { enable: () => hook, disable: () => hook };
    return hook;
  },
  executionAsyncId: () => 0,
  triggerAsyncId: () => 0,
  executionAsyncResource: () => ({}),
  asyncWrapProviders: Object.freeze(Object.create(null)),
};

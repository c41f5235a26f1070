// The builtin `async_hooks`.
'use strict';

const { coded, checkFunction, checkString } = require('internal/errors');
const context = require('internal/async_context');
const { watch } = require('internal/async_promises');

const names = ['init', 'before', 'after', 'destroy', 'promiseResolve'];

class AsyncHook {
  #hook;
  constructor(callbacks) {
    const functions = {};
    for (const name of names) {
      functions[name] = callbacks[name];
      if (functions[name] !== undefined && typeof functions[name] !== 'function') {
        throw coded(TypeError, 'ERR_ASYNC_CALLBACK', `hook.${name} must be a function`);
      }
    }
    this.#hook = { functions, self: this };
  }
  enable() {
    context.addHook(this.#hook);
    return this;
  }
  disable() {
    context.removeHook(this.#hook);
    return this;
  }
}

const registry = new FinalizationRegistry((state) => {
  if (!state.isDestroyed) context.destroy(state.id);
});

class AsyncResource {
  #context;
  #state;
  constructor(type, options = {}) {
    checkString(type, 'type');
    const { triggerAsyncId = context.now.context.id, requireManualDestroy = false } =
      typeof options === 'number' ? { triggerAsyncId: options } : options ?? {};
    if (!Number.isSafeInteger(triggerAsyncId) || triggerAsyncId < -1) {
      throw coded(RangeError, 'ERR_INVALID_ASYNC_ID', `Invalid triggerAsyncId value: ${triggerAsyncId}`);
    }
    if (type === '' && context.hasInits()) {
      throw coded(TypeError, 'ERR_ASYNC_TYPE', `Invalid name for async "type": ${type}`);
    }
    this.#context = context.init(type, this, triggerAsyncId);
    if (!requireManualDestroy && context.hasDestroys()) {
      this.#state = { id: this.#context.id, isDestroyed: false };
      registry.register(this, this.#state);
    }
  }
  runInAsyncScope(callback, receiver, ...values) {
    const depth = context.enter(this.#context);
    try {
      return Reflect.apply(callback, receiver, values);
    } finally {
      context.leave(depth);
    }
  }
  emitDestroy() {
    if (this.#state !== undefined) this.#state.isDestroyed = true;
    context.destroy(this.#context.id);
    return this;
  }
  asyncId() { return this.#context.id; }
  triggerAsyncId() { return this.#context.trigger; }
  bind(callback, receiver) {
    checkFunction(callback, 'fn');
    const resource = this;
    const bound = receiver === undefined
      ? function (...values) { return resource.runInAsyncScope(callback, this, ...values); }
      : this.runInAsyncScope.bind(this, callback, receiver);
    return Object.defineProperty(bound, 'length', { configurable: true, value: callback.length });
  }
  static bind(callback, type, receiver) {
    type ||= callback.name;
    return new AsyncResource(type || 'bound-anonymous-fn').bind(callback, receiver);
  }
}

class AsyncLocalStorage {
  #default;
  constructor({ defaultValue, name = '' } = {}) {
    this.#default = defaultValue;
    this.name = name;
  }
  getStore() { return context.now.stores.has(this) ? context.now.stores.get(this) : this.#default; }
  run(store, callback, ...values) {
    watch(true);
    return context.withStores(new Map(context.now.stores).set(this, store), callback, undefined, values);
  }
  exit(callback, ...values) { return this.run(undefined, callback, ...values); }
  enterWith(store) {
    watch(true);
    context.now.stores = new Map(context.now.stores).set(this, store);
  }
  disable() {
    context.now.stores = new Map(context.now.stores);
    context.now.stores.delete(this);
  }
  static bind(callback) { return AsyncResource.bind(callback); }
  static snapshot() { return AsyncLocalStorage.bind((run, ...values) => run(...values)); }
}

module.exports = {
  AsyncLocalStorage, AsyncResource,
  createHook: (callbacks) => new AsyncHook(callbacks),
  executionAsyncId: () => context.now.context.id,
  triggerAsyncId: () => context.now.context.trigger,
  executionAsyncResource: () => context.now.resource,
  asyncWrapProviders: Object.freeze(Object.create(null)),
};

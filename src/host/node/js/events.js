// The builtin `events`.
'use strict';

function EventEmitter() {
  if (this._events === undefined || this._events === Object.getPrototypeOf(this)._events) {
    this._events = Object.create(null);
  }
  EventEmitter.init?.call(this);
}

const errorMonitor = Symbol('events.errorMonitor');

EventEmitter.prototype._events = undefined;
EventEmitter.prototype._maxListeners = undefined;
EventEmitter.defaultMaxListeners = 10;
EventEmitter.EventEmitter = EventEmitter;

const methods = {
  on(name, listener) { return add(this, name, listener, false); },
  addListener(name, listener) { return add(this, name, listener, false); },
  prependListener(name, listener) { return add(this, name, listener, true); },
  // By way of `on`, which classes replace.
  once(name, listener) { return this.on(name, onceWrapper(this, name, listener)); },
  prependOnceListener(name, listener) { return this.prependListener(name, onceWrapper(this, name, listener)); },

  off(name, listener) { return this.removeListener(name, listener); },

  removeListener(name, listener) {
    check(listener);
    const list = this._events?.[name];
    if (list === undefined) return this;
    const index = list.findLastIndex((other) => other === listener || other.listener === listener);
    if (index < 0) return this;
    // A copy: the list may be in the middle of being called.
    const rest = list.toSpliced(index, 1);
    if (rest.length > 0) this._events[name] = rest;
    else delete this._events[name];
    if (this._events.removeListener !== undefined) this.emit('removeListener', name, listener);
    return this;
  },

  removeAllListeners(name) {
    if (this._events?.removeListener !== undefined && name !== 'removeListener') {
      for (const each of name === undefined ? this.eventNames().filter((other) => other !== 'removeListener') : [name]) {
        for (const listener of this.listeners(each).reverse()) this.removeListener(each, listener);
      }
    }
    if (name === undefined) this._events = Object.create(null);
    else if (this._events !== undefined) delete this._events[name];
    return this;
  },

  emit(name, ...values) {
    if (name === 'error' && this._events?.[errorMonitor] !== undefined) this.emit(errorMonitor, ...values);
    const list = this._events?.[name];
    if (list === undefined) {
      if (name !== 'error') return false;
      if (values[0] instanceof Error) throw values[0];
      const error = new Error(`Unhandled error. (${require('internal/inspect').inspect(values[0])})`);
      error.code = 'ERR_UNHANDLED_ERROR';
      error.context = values[0];
      throw error;
    }
    for (const listener of list) listener.apply(this, values);
    return true;
  },

  listeners(name) { return (this._events?.[name] ?? []).map((each) => each.listener ?? each); },
  rawListeners(name) { return [...(this._events?.[name] ?? [])]; },
  listenerCount(name) { return this._events?.[name]?.length ?? 0; },
  eventNames() { return this._events === undefined ? [] : Reflect.ownKeys(this._events); },
  setMaxListeners(count) {
    this._maxListeners = count;
    return this;
  },
  getMaxListeners() { return this._maxListeners ?? EventEmitter.defaultMaxListeners; },
};

for (const [name, value] of Object.entries(methods)) {
  Object.defineProperty(EventEmitter.prototype, name, {
    configurable: true, enumerable: true, writable: true, value,
  });
}

function check(listener) {
  if (typeof listener === 'function') return;
  const error = new TypeError('The "listener" argument must be of type function. Received ' +
    require('internal/inspect').received(listener));
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

function add(emitter, name, listener, first) {
  check(listener);
  if (emitter._events === undefined) emitter._events = Object.create(null);
  if (emitter._events.newListener !== undefined) {
    emitter.emit('newListener', name, listener.listener ?? listener);
  }
  const list = emitter._events[name] ?? [];
  emitter._events[name] = first ? [listener, ...list] : [...list, listener];
  return emitter;
}

function onceWrapper(emitter, name, listener) {
  check(listener);
  function wrapper(...values) {
    emitter.removeListener(name, wrapper);
    return listener.apply(this, values);
  }
  wrapper.listener = listener;
  return wrapper;
}

// Loaded when one of them is first used.
for (const name of ['once', 'on', 'addAbortListener']) {
  EventEmitter[name] = { [name](...values) { return require('internal/events_async')[name](...values); } }[name];
}

Object.assign(EventEmitter, {
  errorMonitor,
  listenerCount: (emitter, name) => emitter.listenerCount(name),
  captureRejectionSymbol: Symbol.for('nodejs.rejection'),
  // Of many listeners nobody is warned here.
  setMaxListeners(most = EventEmitter.defaultMaxListeners, ...targets) {
    for (const each of targets) each.setMaxListeners?.(most);
    if (targets.length === 0) EventEmitter.defaultMaxListeners = most;
  },
  getMaxListeners: (emitter) => emitter.getMaxListeners?.() ?? 0,
  getEventListeners: (emitter, name) => emitter.listeners?.(name) ?? [],
});

module.exports = EventEmitter;

// `MessageChannel` and `MessagePort`: values from one thread to another, or to oneself.
'use strict';

const { coded, invalidArgType } = require('internal/errors');
const { Event, EventTarget } = require('internal/event_target');
const { pack, unpack, dataCloneError } = require('internal/structured_clone');
const native = host.natives('worker_threads');

const secret = Symbol('made here');
const marked = new WeakSet();

const isUntransferable = (object) => marked.has(object) || native.isExternal(object);

// Sends a value to the other end of a port that the host holds.
function post(handle, value, transfer = []) {
  // The host copies what it is given.
  native.post(handle, ...pack(value, transfer, isUntransferable, (buffer) => buffer));
}

// The next value that has come; undefined where there is none, null where there will be none.
function take(handle) {
  const packed = native.take(handle);
  return packed ? { value: unpack(packed, toPort) } : packed;
}

class MessageEvent extends Event {
  constructor(type, { data = null, ports = [], origin = '', lastEventId = '', source = null, ...options } = {}) {
    super(type, options);
    for (const [name, value] of Object.entries({ data, ports, origin, lastEventId, source })) {
      Object.defineProperty(this, name, { configurable: true, enumerable: true, value });
    }
  }
}

// What a listener of `on` is given.
const valueOf = (event) => (event instanceof MessageEvent ? event.data : event);

class MessagePort extends EventTarget {
  #handle;
  #listeners = new Map();
  #messageListeners = 0;
  #isStarted = false;
  #isReferenced = false;
  #handlers = { message: null, messageerror: null };

  constructor(key, handle) {
    if (key !== secret) throw coded(TypeError, 'ERR_CONSTRUCT_CALL_INVALID', 'Constructor cannot be called');
    super();
    this.#handle = handle;
    const port = { handle: () => this.#handle, isDetached: () => this.#handle === undefined, detach: () => this.#detach() };
    Object.defineProperty(this, host.internals, { value: { port } });
  }

  // The host's end of it, which another port may be made of.
  #detach() {
    const handle = this.#handle;
    if (handle === undefined) return undefined;
    this.#handle = undefined;
    native.stop(handle);
    return handle;
  }

  postMessage(value, options) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    const transfer = transferOf(options);
    if (transfer.includes(this)) throw dataCloneError('Transfer list contains source port');
    if (this.#handle !== undefined) post(this.#handle, value, transfer);
  }

  start() {
    if (this.#isStarted || this.#handle === undefined) return;
    this.#isStarted = true;
    native.start(this.#handle, () => this.#wake());
    native.setRef(this.#handle, this.#isReferenced);
  }

  // Something has come, or the other end has closed.
  #wake() {
    if (this.#handle === undefined) return;
    let taken;
    try {
      taken = take(this.#handle);
    } catch (error) {
      this.dispatchEvent(new MessageEvent('messageerror', { data: error }));
      return;
    }
    if (taken === null) {
      this.#detach();
      this.dispatchEvent(new Event('close'));
    } else if (taken !== undefined) {
      this.dispatchEvent(new MessageEvent('message', { data: taken.value }));
    }
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    if (this.#handle === undefined) return;
    // The host tells this end too that it is closed, once the loop turns.
    this.start();
    native.close(this.#handle);
    native.setRef(this.#handle, true);
  }

  ref() { this.#setRef(true); }
  unref() { this.#setRef(false); }
  hasRef() { return this.#isReferenced && this.#handle !== undefined; }
  #setRef(isReferenced) {
    this.#isReferenced = isReferenced;
    if (this.#isStarted && this.#handle !== undefined) native.setRef(this.#handle, isReferenced);
  }

  addEventListener(type, listener, options) {
    super.addEventListener(type, listener, options);
    if (type === 'message' && listener && this.#messageListeners++ === 0) {
      this.ref();
      this.start();
    }
  }

  removeEventListener(type, listener, options) {
    super.removeEventListener(type, listener, options);
    if (type === 'message' && listener && this.#messageListeners > 0 && --this.#messageListeners === 0) this.unref();
  }

  on(type, listener, options) {
    const wrapped = (event) => listener.call(this, valueOf(event));
    this.#listeners.set(listener, [...this.#listeners.get(listener) ?? [], [`${type}`, wrapped]]);
    this.addEventListener(type, wrapped, options);
    return this;
  }

  once(type, listener) { return this.on(type, listener, { once: true }); }

  off(type, listener) {
    const all = this.#listeners.get(listener) ?? [];
    const found = all.find(([name]) => name === type);
    if (found !== undefined) {
      this.#listeners.set(listener, all.filter((each) => each !== found));
      this.removeEventListener(type, found[1]);
    }
    return this;
  }

  emit(type, value) { return this.dispatchEvent(new MessageEvent(type, { data: value })); }
  addListener(type, listener) { return this.on(type, listener); }
  removeListener(type, listener) { return this.off(type, listener); }

  get onmessage() { return this.#handlers.message; }
  set onmessage(listener) { this.#listen('message', listener); }
  get onmessageerror() { return this.#handlers.messageerror; }
  set onmessageerror(listener) { this.#listen('messageerror', listener); }
  #listen(type, listener) {
    if (this.#handlers[type] !== null) this.removeEventListener(type, this.#handlers[type]);
    this.#handlers[type] = typeof listener === 'function' ? listener : null;
    if (this.#handlers[type] !== null) this.addEventListener(type, listener);
  }
}
Object.defineProperty(MessagePort.prototype, Symbol.toStringTag, { configurable: true, value: 'MessagePort' });

const toPort = (handle) => new MessagePort(secret, handle);

class MessageChannel {
  constructor() { [this.port1, this.port2] = native.channel().map(toPort); }
}

// The second argument of `postMessage`: a list, or an object with one.
function transferOf(options) {
  if (options === undefined || options === null) return [];
  if (typeof options !== 'object') throw invalidArgType('options', 'Object', options);
  const list = Symbol.iterator in options ? options : options.transfer ?? [];
  if (list[Symbol.iterator] === undefined) {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Optional options.transfer argument must be an iterable');
  }
  return [...list];
}

function receiveMessageOnPort(port) {
  const known = port?.[host.internals]?.port;
  if (known === undefined) throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "port" argument must be a MessagePort instance');
  const handle = known.handle();
  const taken = handle === undefined ? undefined : take(handle);
  return taken ? { message: taken.value } : undefined;
}

function markAsUntransferable(object) {
  if ((typeof object === 'object' && object !== null) || typeof object === 'function') marked.add(object);
}

module.exports = {
  MessageChannel, MessageEvent, MessagePort, receiveMessageOnPort, markAsUntransferable,
  isMarkedAsUntransferable: (object) => marked.has(object), post, take, toPort, transferOf,
};

// `MessageChannel` and `MessagePort`: values from one thread to another, or to oneself.
'use strict';

const { coded } = require('internal/errors');
const { Event, EventTarget } = require('internal/event_target');
const native = host.natives('worker_threads');

const secret = Symbol('made here');

class MessageEvent extends Event {
  #init;

  constructor(type, init = {}) {
    super(type, init);
    this.#init = init;
  }
  get data() { return 'data' in this.#init ? this.#init.data : null; }
  get origin() { return this.#init.origin ?? ''; }
  get lastEventId() { return this.#init.lastEventId ?? ''; }
  get source() { return this.#init.source ?? null; }
  get ports() { return this.#init.ports ?? []; }
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
    // By this, the host knows it; who moves it empties the handle.
    Object.defineProperty(this, Symbol.for('nodeapi.port'), { value: handle });
  }

  postMessage(value, options) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'Not enough arguments to MessagePort.postMessage');
    return native.post(this.#handle, value, options);
  }

  start() {
    if (this.#isStarted) return;
    this.#isStarted = true;
    native.start(this.#handle, () => this.#wake());
    native.setRef(this.#handle, this.#isReferenced);
  }

  // Something has come, or the other end has closed.
  #wake() {
    let taken;
    try {
      taken = native.take(this.#handle);
    } catch (error) {
      this.dispatchEvent(new MessageEvent('messageerror', { data: error }));
      return;
    }
    if (taken === null) {
      native.detach(this.#handle);
      this.dispatchEvent(new Event('close'));
    } else if (taken !== undefined) {
      this.dispatchEvent(new MessageEvent('message', { data: taken.message }));
    }
  }

  close(callback) {
    if (typeof callback === 'function') this.once('close', callback);
    // The host tells this end too that it is closed, once the loop turns.
    this.start();
    native.close(this.#handle);
    native.setRef(this.#handle, true);
  }

  ref() { this.#setRef(true); }
  unref() { this.#setRef(false); }
  hasRef() { return this.#isReferenced && !native.isDetached(this.#handle); }
  #setRef(isReferenced) {
    this.#isReferenced = isReferenced;
    if (this.#isStarted) native.setRef(this.#handle, isReferenced);
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

module.exports = { MessageChannel, MessageEvent, MessagePort, toPort };

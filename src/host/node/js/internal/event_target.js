// The globals `Event`, `EventTarget`, `AbortController`, `AbortSignal` and `DOMException`.
'use strict';

const { coded, invalidArgType } = require('internal/errors');

const codes = {
  IndexSizeError: 1, InvalidCharacterError: 5, NotFoundError: 8, NotSupportedError: 9, InvalidStateError: 11, SyntaxError: 12,
  InvalidAccessError: 15, TypeMismatchError: 17, QuotaExceededError: 22, TimeoutError: 23, AbortError: 20, DataCloneError: 25,
};

class DOMException extends Error {
  constructor(message = '', options = 'Error') {
    super(message);
    const name = typeof options === 'object' ? options?.name ?? 'Error' : `${options}`;
    Object.defineProperty(this, 'name', { configurable: true, enumerable: false, writable: true, value: name });
    if (typeof options === 'object' && options !== null && 'cause' in options) {
      Object.defineProperty(this, 'cause', { configurable: true, enumerable: false, writable: true, value: options.cause });
    }
  }
  get code() { return codes[this.name] ?? 0; }
}
Object.defineProperty(DOMException.prototype, Symbol.toStringTag, { configurable: true, value: 'DOMException' });

class Event {
  #type;
  #options;
  #state = { target: null, isDispatched: false, isStopped: false, isPrevented: false };

  constructor(type, options = {}) {
    if (arguments.length === 0) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "type" argument must be specified');
    this.#type = `${type}`;
    this.#options = { bubbles: false, cancelable: false, composed: false, ...options };
    this.timeStamp = host.hrtime() / 1e6;
  }
  static stateOf(event) { return event.#state; }
  get type() { return this.#type; }
  get target() { return this.#state.target; }
  get currentTarget() { return this.#state.isDispatched ? this.#state.target : null; }
  get srcElement() { return this.#state.target; }
  get bubbles() { return Boolean(this.#options.bubbles); }
  get cancelable() { return Boolean(this.#options.cancelable); }
  get composed() { return Boolean(this.#options.composed); }
  get defaultPrevented() { return this.cancelable && this.#state.isPrevented; }
  get eventPhase() { return this.#state.isDispatched ? 2 : 0; }
  get isTrusted() { return false; }
  composedPath() { return this.#state.isDispatched ? [this.#state.target] : []; }
  preventDefault() { this.#state.isPrevented = true; }
  stopPropagation() {}
  stopImmediatePropagation() { this.#state.isStopped = true; }
}
const { stateOf } = Event;
delete Event.stateOf;

class CustomEvent extends Event {
  #detail;
  constructor(type, options) {
    super(type, options);
    this.#detail = options?.detail ?? null;
  }
  get detail() { return this.#detail; }
}

class EventTarget {
  #listeners = new Map();

  addEventListener(type, listener, options) {
    if (listener === null || listener === undefined) return;
    if (typeof listener !== 'function' && typeof listener !== 'object') throw invalidArgType('listener', ['function', 'Object'], listener);
    const { capture = false, once = false, signal } = typeof options === 'object' && options !== null ? options : { capture: options };
    if (signal?.aborted) return;
    const list = this.#listeners.get(`${type}`) ?? [];
    if (list.some((each) => each.listener === listener && each.capture === Boolean(capture))) return;
    this.#listeners.set(`${type}`, [...list, { listener, once: Boolean(once), capture: Boolean(capture) }]);
    signal?.addEventListener('abort', () => this.removeEventListener(type, listener, options), { once: true });
  }

  removeEventListener(type, listener, options) {
    const capture = Boolean(typeof options === 'object' ? options?.capture : options);
    const list = this.#listeners.get(`${type}`) ?? [];
    this.#listeners.set(`${type}`, list.filter((each) => each.listener !== listener || each.capture !== capture));
  }

  dispatchEvent(event) {
    if (!(event instanceof Event)) throw invalidArgType('event', 'Event', event);
    const state = stateOf(event);
    if (state.isDispatched) throw coded(Error, 'ERR_EVENT_RECURSION', `The event "${event.type}" is already being dispatched`);
    Object.assign(state, { target: this, isDispatched: true });
    const list = [...this.#listeners.get(event.type) ?? []];
    for (const { listener, once, capture } of list) {
      if (once) this.removeEventListener(event.type, listener, capture);
      try {
        if (typeof listener === 'function') listener.call(this, event);
        else listener.handleEvent?.(event);
      } catch (error) {
        process.nextTick(() => { throw error; });
      }
      if (state.isStopped) break;
    }
    state.isDispatched = false;
    return !event.defaultPrevented;
  }
}

const key = Symbol('made here');

class AbortSignal extends EventTarget {
  #aborted = false;
  #reason;
  #onabort = null;

  constructor(secret) {
    if (secret !== key) throw coded(TypeError, 'ERR_ILLEGAL_CONSTRUCTOR', 'Illegal constructor');
    super();
  }
  get onabort() { return this.#onabort; }
  set onabort(listener) {
    this.removeEventListener('abort', this.#onabort);
    this.#onabort = typeof listener === 'function' ? listener : null;
    this.addEventListener('abort', this.#onabort);
  }
  static abortNow(signal, reason = new DOMException('This operation was aborted', 'AbortError')) {
    if (signal.#aborted) return;
    signal.#aborted = true;
    signal.#reason = reason;
    signal.dispatchEvent(new Event('abort'));
  }
  static abort(reason) {
    const signal = new AbortSignal(key);
    abortNow(signal, reason);
    return signal;
  }
  static timeout(delay) {
    const signal = new AbortSignal(key);
    setTimeout(() => abortNow(signal, new DOMException('The operation was aborted due to timeout', 'TimeoutError')), delay).unref();
    return signal;
  }
  static any(signals) {
    const all = new AbortSignal(key);
    for (const each of signals) {
      if (each.aborted) abortNow(all, each.reason);
      else each.addEventListener('abort', () => abortNow(all, each.reason), { once: true });
    }
    return all;
  }
  get aborted() { return this.#aborted; }
  get reason() { return this.#reason; }
  throwIfAborted() { if (this.#aborted) throw this.#reason; }
  [Symbol.for('nodejs.util.inspect.custom')]() { return `AbortSignal { aborted: ${this.aborted} }`; }
}
const { abortNow } = AbortSignal;
delete AbortSignal.abortNow;

class AbortController {
  #signal = new AbortSignal(key);
  get signal() { return this.#signal; }
  abort(reason) { abortNow(this.#signal, reason); }
  [Symbol.for('nodejs.util.inspect.custom')]() { return `AbortController { signal: AbortSignal { aborted: ${this.signal.aborted} } }`; }
}

for (const Class of [Event, EventTarget, AbortSignal, AbortController]) {
  Object.defineProperty(Class.prototype, Symbol.toStringTag, { configurable: true, value: Class.name });
}

module.exports = { DOMException, Event, CustomEvent, EventTarget, AbortSignal, AbortController };

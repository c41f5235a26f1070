// The builtin `timers`.
'use strict';

const native = host.natives('timers');
const byNumber = new Map();

class Timeout {
  #callback;
  #values;
  #delay;
  #repeat;
  #context;
  #id;
  #hasRef = true;

  constructor(callback, delay, values, repeat) {
    check(callback);
    this.#callback = callback;
    this.#values = values;
    // As Node.js has it: whole milliseconds, at least one, and at most 2^31 - 1.
    delay = Math.trunc(Number(delay));
    this.#delay = delay >= 1 && delay <= 2147483647 ? delay : 1;
    this.#repeat = repeat;
    this.#context = host.context?.init('Timeout', this);
    this.#start();
  }

  #start() {
    this.#id = native.startTimer(() => {
      if (!this.#repeat) this.#forget();
      if (this.#context === undefined) this.#callback.apply(this, this.#values);
      else this.#callInContext();
    }, this.#delay, this.#repeat);
    byNumber.set(this.#id, this);
    if (!this.#hasRef) native.setTimerRef(this.#id, false);
  }

  #callInContext() {
    const { enterFromLoop, leave } = host.context;
    const depth = enterFromLoop(this.#context);
    try {
      this.#callback.apply(this, this.#values);
    } finally {
      if (this.#id === undefined) this.#destroy();
    }
    // Not after an exception: who deals with that is still in the context.
    leave(depth);
  }

  #destroy() {
    if (this.#context !== undefined) host.context.destroy(this.#context.id);
    this.#context = undefined;
  }

  #forget() {
    byNumber.delete(this.#id);
    this.#id = undefined;
  }

  ref() { return this.#setRef(true); }
  unref() { return this.#setRef(false); }
  hasRef() { return this.#hasRef; }

  #setRef(hasRef) {
    this.#hasRef = hasRef;
    if (this.#id !== undefined) native.setTimerRef(this.#id, hasRef);
    return this;
  }

  refresh() {
    if (this.#id !== undefined) native.stopTimer(this.#id);
    else this.#context ??= host.context?.init('Timeout', this);
    this.#start();
    return this;
  }

  close() {
    if (this.#id !== undefined) {
      native.stopTimer(this.#id);
      this.#forget();
      this.#destroy();
    }
    return this;
  }

  [Symbol.toPrimitive]() { return this.#id ?? 0; }
  [Symbol.dispose]() { this.close(); }
}

class Immediate {
  #id;
  #context;
  #hasRef = true;

  constructor(callback, values) {
    check(callback);
    this.#context = host.context?.init('Immediate', this);
    this.#id = native.startImmediate(() => {
      this.#id = undefined;
      if (this.#context === undefined) return void callback.apply(this, values);
      const { enterFromLoop, leave, destroy } = host.context;
      const depth = enterFromLoop(this.#context);
      try {
        callback.apply(this, values);
      } finally {
        destroy(this.#context.id);
      }
      leave(depth);
    });
  }

  ref() { return this.#setRef(true); }
  unref() { return this.#setRef(false); }
  hasRef() { return this.#hasRef; }

  #setRef(hasRef) {
    this.#hasRef = hasRef;
    if (this.#id !== undefined) native.setImmediateRef(this.#id, hasRef);
    return this;
  }

  static clear(immediate) {
    if (immediate === null || typeof immediate !== 'object' || !(#id in immediate)) return;
    if (immediate.#id === undefined) return;
    native.stopImmediate(immediate.#id);
    immediate.#id = undefined;
    if (immediate.#context !== undefined) host.context.destroy(immediate.#context.id);
  }

  [Symbol.dispose]() { Immediate.clear(this); }
}

function check(callback) {
  if (typeof callback === 'function') return;
  const error = new TypeError('The "callback" argument must be of type function. Received ' +
    require('internal/inspect').received(callback));
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

function clear(timer) {
  if (timer instanceof Timeout) timer.close();
  else if (typeof timer === 'number' || typeof timer === 'string') byNumber.get(Number(timer))?.close();
}

module.exports = {
  setTimeout(callback, delay, ...values) { return new Timeout(callback, delay, values, false); },
  setInterval(callback, delay, ...values) { return new Timeout(callback, delay, values, true); },
  setImmediate(callback, ...values) { return new Immediate(callback, values); },
  clearTimeout: clear,
  clearInterval: clear,
  clearImmediate: Immediate.clear,
};

// The builtin `timers`.
'use strict';

const native = host.natives('timers');
const byNumber = new Map();
// The asynchronous context, once there are any; asking whether there are is quicker for a property that is there.
host.context ??= undefined;
const context = Symbol('async context');

class Timeout {
  #callback;
  #values;
  #delay;
  #repeat;
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
    if (host.context) host.context.attach(this, context, 'Timeout');
    this.#start();
  }

  #start() {
    this.#id = native.startTimer(() => {
      if (!this.#repeat) this.#forget();
      if (!host.context) this.#callback.apply(this, this.#values);
      else host.context.callFromLoop(this[context], this, this.#callback, this.#values, () => this.#id === undefined && this.#end());
    }, this.#delay, this.#repeat);
    byNumber.set(this.#id, this);
    if (!this.#hasRef) native.setTimerRef(this.#id, false);
  }

  #end() {
    host.context?.detach(this, context);
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
    else host.context?.attach(this, context, 'Timeout');
    this.#start();
    return this;
  }

  close() {
    if (this.#id !== undefined) {
      native.stopTimer(this.#id);
      this.#forget();
      this.#end();
    }
    return this;
  }

  [Symbol.toPrimitive]() { return this.#id ?? 0; }
  [Symbol.dispose]() { this.close(); }
}

class Immediate {
  #id;
  #hasRef = true;

  constructor(callback, values) {
    check(callback);
    if (host.context) host.context.attach(this, context, 'Immediate');
    this.#id = native.startImmediate(() => {
      this.#id = undefined;
      if (!host.context) callback.apply(this, values);
      else host.context.callFromLoop(this[context], this, callback, values, () => host.context.detach(this, context));
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
    host.context?.detach(immediate, context);
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

// What `util.promisify` makes of them.
for (const name of ['setTimeout', 'setImmediate']) {
  Object.defineProperty(module.exports[name], Symbol.for('nodejs.util.promisify.custom'), {
    enumerable: true, get: () => require('timers/promises')[name],
  });
}
Object.defineProperty(module.exports, 'promises', { configurable: true, enumerable: true, get: () => require('timers/promises') });

// The builtin `domain`: which error handler is responsible follows asynchronous contexts, by hooks.
'use strict';

const EventEmitter = require('events');
const context = require('internal/async_context');
const { createHook } = require('async_hooks');
const { checkFunction } = require('internal/errors');

// The domains that are entered, innermost last.
const stack = [];
let current = null;

function setCurrent(domain) {
  current = domain;
  module.exports.active = domain;
}

Object.defineProperty(process, 'domain', {
  configurable: true, enumerable: true,
  get: () => current,
  set: setCurrent,
});

// Says of an error which domain it came to, and how.
function describe(error, facts) {
  if ((typeof error !== 'object' && typeof error !== 'function') || error === null) return;
  for (const [name, value] of Object.entries(facts)) {
    Object.defineProperty(error, name, { configurable: true, enumerable: name === 'domainThrown', writable: true, value });
  }
}

class Domain extends EventEmitter {
  members = [];

  add(emitter) {
    if (emitter.domain === this) return;
    emitter.domain?.remove(emitter);
    // Not in a circle.
    for (let domain = this.domain; emitter instanceof Domain && domain; domain = domain.domain) {
      if (domain === emitter) return;
    }
    Object.defineProperty(emitter, 'domain', { configurable: true, enumerable: false, writable: true, value: this });
    this.members.push(emitter);
  }

  remove(emitter) {
    emitter.domain = null;
    const index = this.members.indexOf(emitter);
    if (index >= 0) this.members.splice(index, 1);
  }

  enter() {
    stack.push(this);
    setCurrent(this);
  }

  exit() {
    const index = stack.lastIndexOf(this);
    if (index < 0) return;
    stack.splice(index);
    setCurrent(stack.at(-1));
  }

  // Not left where the function throws: who deals with that asks for the domain.
  run(callback, ...values) {
    this.enter();
    const answer = Reflect.apply(callback, this, values);
    this.exit();
    return answer;
  }

  bind(callback) {
    checkFunction(callback, 'callback');
    const domain = this;
    return this.#mark(function (...values) {
      domain.enter();
      const answer = Reflect.apply(callback, this, values);
      domain.exit();
      return answer;
    });
  }

  intercept(callback) {
    const domain = this;
    const bound = this.bind(callback);
    return this.#mark(function (error, ...values) {
      if (!(error instanceof Error)) return Reflect.apply(bound, this, values);
      describe(error, { domainBound: callback, domainThrown: false, domain });
      domain.emit('error', error);
    });
  }

  #mark(bound) {
    return Object.defineProperty(bound, 'domain', { configurable: true, enumerable: false, writable: true, value: this });
  }

  // An uncaught exception; whether there was a listener, here or around.
  _errorHandler(error) {
    describe(error, { domain: this, domainThrown: true });
    while (current === this) this.exit();
    if (this.listenerCount('error') === 0) return false;
    if (stack.length === 0) return this.emit('error', error);
    try {
      return this.emit('error', error);
    } catch (another) {
      if (stack.length === 0) throw another;
      setCurrent(stack.at(-1));
      return current._errorHandler(another);
    }
  }
}

context.domainOf = (receiver) => receiver?.domain ?? undefined;

// Before listeners of `uncaughtException`.
context.captures.push((error) => {
  if (!current || stack.every((domain) => domain.listenerCount('error') === 0)) return false;
  try {
    return current._errorHandler(error);
  } finally {
    stack.length = 0;
    setCurrent(null);
  }
});

const domains = new Map();
const follower = {
  before(id) { domains.get(id)?.enter(); },
  after(id) { domains.get(id)?.exit(); },
};
context.followers.push(follower);
createHook({
  ...follower,
  init(id, type, trigger, resource) {
    if (!current) return;
    domains.set(id, current);
    if (Object.isExtensible(resource)) {
      Object.defineProperty(resource, 'domain', { configurable: true, enumerable: false, writable: true, value: current });
    }
  },
  destroy(id) { domains.delete(id); },
}).enable();

// Emitters belong to the domain in which they are made.
EventEmitter.usingDomains = true;
EventEmitter.init = function () {
  if (this === process) return;
  const value = current && !(this instanceof Domain) ? current : null;
  Object.defineProperty(this, 'domain', { configurable: true, enumerable: false, writable: true, value });
};

const { emit } = EventEmitter.prototype;
EventEmitter.prototype.emit = function (...values) {
  const { domain } = this;
  const [name, error] = values;
  const isHandled = name === 'error' && this.listenerCount(name) > 0;
  if (!domain || this === process || isHandled) return Reflect.apply(emit, this, values);
  if (name === 'error') {
    const given = values.length > 1 && error ? error : new Error('Unhandled error.');
    describe(given, { domainEmitter: this, domain, domainThrown: false });
    // The listener runs outside of the domain.
    const outer = [...stack];
    stack.length = Math.max(stack.lastIndexOf(domain), 0);
    setCurrent(stack.at(-1) ?? null);
    domain.emit('error', given);
    stack.splice(0, Infinity, ...outer);
    setCurrent(stack.at(-1) ?? null);
    return false;
  }
  domain.enter();
  const answer = Reflect.apply(emit, this, values);
  domain.exit();
  return answer;
};

const create = () => new Domain();
module.exports = { Domain, create, createDomain: create, active: null, _stack: stack };

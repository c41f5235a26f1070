// Asynchronous contexts of promises, from the moment that somebody wants to know them.
//
// Of microtasks the engine tells nothing; the host has markers for that, which run one in the context
// in which it was registered. That one is about to be registered shows for `then` by the promise that
// it makes, and for `await` by the engine's reading `constructor` of what it awaits.
//
// What differs from Node.js: the promise that `await` makes for itself is told to hooks when the
// function goes on, and not at all where no promise is awaited; `promiseResolve` does not tell of
// rejections; and where a thenable that stands on no promise rejects, what awaits it loses its context.
'use strict';

const context = require('internal/async_context');
const { now, newId, emitInit, emitResolve, enterSilently, followers } = context;
const native = host.natives('async_context');

const INIT = 0, BEFORE = 1, AFTER = 2, RESOLVE = 3, ENTER = 4;

let isWatching = false;
let isPatched = false;
let hasStores = false;
// While `constructor` is read by what registers nothing.
let isReading = false;
// The promise whose `constructor` was read last, and the context of the marker that it got.
let read;
let readContext;
// The promise that was made last; what is fulfilled at once may be awaited.
let last;
// What `BEFORE` has entered: the context, and what `leave` needs.
const thenables = [];
// What is registered for it comes at once.
const settled = Promise.resolve();

// The context of a promise, where only this file sees it, and a collection sees through it.
class Contexts extends function (promise) { return promise; } {
  #context;
  constructor(promise, its) {
    super(promise);
    this.#context = its;
  }
  static get(promise) { return #context in promise ? promise.#context : undefined; }
  static replace(promise, its) { promise.#context = its; }
}

function contextOf(promise) {
  return promise !== null && typeof promise === 'object' ? Contexts.get(promise) : undefined;
}

function set(promise, its) {
  if (Contexts.get(promise) !== undefined) Contexts.replace(promise, its);
  // One that was frozen before anybody watched is told anew each time.
  else if (Object.isExtensible(promise)) new Contexts(promise, its);
  return its;
}

// What a context of a promise is: of `then`; of a promise that was made otherwise; the same, of an
// object with a `then`; of `await`; of `await` of what is no promise, which hooks are not told; and of
// one after all that nobody meant.
const THEN = 0, FIRST = 1, THENABLE = 2, AWAIT = 3, SILENT = 4, ORPHAN = 5;

function make(resource, id, trigger, kind) {
  // `settles`: the context of a thenable that this may reject.
  return { id, trigger, resource, stores: now.stores, kind, settles: undefined };
}

function silent({ id, trigger, resource, stores }) {
  return { id, trigger, resource, stores, kind: SILENT, settles: undefined };
}

function idOf(promise) { return (Contexts.get(promise) ?? set(promise, make(promise, newId(), 0, FIRST))).id; }

function onPromise(event, first, second) {
  switch (event) {
    case INIT: return onInit(first, second);
    case RESOLVE: return onResolve(first);
    case ENTER: return enter(first);
    case BEFORE: return before(first);
    case AFTER: return void context.leave(thenables.pop().depth);
    default: return leave(first, second);
  }
}

// Gives the context of the microtask that is about to be registered for the parent.
function onInit(promise, parent) {
  let its;
  let marker;
  if (parent === undefined) {
    its = set(promise, make(promise, newId(), now.context.id, FIRST));
    last = promise;
  } else {
    const trigger = idOf(parent);
    if (parent === read) {
      // Its marker is there.
      its = set(promise, readContext);
      its.id = newId();
      its.trigger = trigger;
      its.resource = promise;
      its.kind = THEN;
    } else {
      marker = its = set(promise, make(promise, newId(), trigger, THEN));
    }
    last = undefined;
    if (thenables.length > 0) its.settles = thenables.at(-1).its;
  }
  read = readContext = undefined;
  emitInit('PROMISE', its);
  if (context.hasDestroys()) registry.register(promise, its.id);
  return marker;
}

// Gives the context of the microtask that may be registered next: what `await` makes of a value, and
// of an object with a `then`.
function onResolve(promise) {
  const its = Contexts.get(promise);
  if (its === undefined) return undefined;
  emitResolve(its.id);
  const isAwaited = !isReading && (its.kind === THENABLE || (its.kind === FIRST && promise === last));
  last = undefined;
  return isAwaited ? silent(its) : undefined;
}

function before(promise) {
  const its = Contexts.get(promise);
  if (its?.kind === FIRST) its.kind = THENABLE;
  thenables.push({ its, depth: its === undefined ? Infinity : context.enter(its) });
}

function enter(its) {
  read = undefined;
  if (its.kind === ORPHAN) return Infinity;
  if (its.kind === SILENT) {
    if (followers.length > 0) followers.forEach((follower) => follower.before(its.id));
    return enterSilently(its);
  }
  if (its.id === undefined) {
    // Not by `then`: what was awaited continues. Only now is that sure.
    its.id = newId();
    its.trigger = idOf(its.resource);
    its.resource = {};
    emitInit('PROMISE', its);
  }
  const depth = context.enter(its);
  // Where this rejects what `await` has made of a thenable, nothing tells; a marker goes ahead.
  if (its.settles !== undefined) native.mark(settled, silent(its.settles));
  return depth;
}

function leave(its, depth) {
  if (its.kind === AWAIT) emitResolve(its.id);
  if (its.kind === SILENT && followers.length > 0) followers.forEach((follower) => follower.after(its.id));
  context.leave(depth, its.kind === SILENT);
}

const registry = new FinalizationRegistry((id) => context.destroy(id));

// Whoever reads `constructor` of a promise is about to register something: the engine, mostly.
function seeConstructor(Class, prototype, resolve) {
  Object.defineProperty(prototype, 'constructor', {
    configurable: true, enumerable: false,
    get() {
      if (isWatching && !isReading && this !== prototype) {
        // Read twice: once for its class, and once by the `then` that was meant.
        if (read === this) readContext.kind = ORPHAN;
        const its = make(this, undefined, 0, AWAIT);
        if (native.mark(this, its)) {
          read = this;
          readContext = its;
        }
      }
      return Class;
    },
    set(value) {
      Object.defineProperty(this, 'constructor', { configurable: true, enumerable: true, writable: true, value });
    },
  });
  // It reads `constructor`, and registers nothing.
  Object.defineProperty(Class, 'resolve', {
    configurable: true, enumerable: false, writable: true,
    value: {
      resolve(value) {
        const outer = isReading;
        isReading = true;
        try {
          return Reflect.apply(resolve, this, [value]);
        } finally {
          isReading = outer;
        }
      },
    }.resolve,
  });
}

// Watches promises while there are hooks, and for good once there are stores.
function watch(isForStores = false) {
  hasStores ||= isForStores;
  const isWanted = hasStores || context.hasHooks();
  if (isWanted === isWatching) return;
  isWatching = isWanted;
  native.watchPromises(isWanted ? onPromise : undefined);
  if (!isPatched) seeConstructor(Promise, Promise.prototype, Promise.resolve);
  isPatched = true;
}

module.exports = { watch, contextOf };

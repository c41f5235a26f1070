// Asynchronous contexts of promises, from the moment that somebody wants to know them.
//
// The engine tells when a promise is made and when one is fulfilled, but not when a microtask runs,
// and of `await` nothing at all. So before a microtask is registered, a *marker* is: it is settled
// first, runs directly before it, and runs it in the context in which it was registered. That one
// is about to be registered shows for `then` by the promise that it makes, and for `await` by the
// engine's reading `constructor` of what it awaits.
'use strict';

const context = require('internal/async_context');
const native = host.natives('async_context');

const key = Symbol('async context');
const INIT = 0, BEFORE = 1, AFTER = 2;

let isWatching = false;
let hasStores = false;
let isPatched = false;
// While markers are made, and while `constructor` is read for another reason.
let isMarking = false;
let isReading = false;
// The promise whose `constructor` was read last, and the context of the marker that it got.
let read;
let readContext;
// The promise that was made last; what is fulfilled at once may be awaited.
let last;
// What `BEFORE` has entered: the context, and what `leave` needs.
const thenables = [];

function contextOf(promise) { return promise?.[key]; }

function idOf(promise) { return (promise[key] ?? set(promise, make(promise, 0))).id; }

function make(promise, trigger) {
  return { id: context.newId(), trigger, resource: promise, stores: context.stores };
}

function set(promise, its) {
  Object.defineProperty(promise, key, { configurable: true, value: its });
  return its;
}

const enterMarked = (its) => {
  read = undefined;
  if (its.isOrphan) return Infinity;
  if (its.isSilent) {
    const depth = context.enterSilently(its);
    for (const { before } of context.followers) before(its.id);
    return depth;
  }
  if (its.id === undefined) {
    // Not by `then`: what was awaited continues. Only now is that sure.
    its.id = context.newId();
    its.trigger = idOf(its.resource);
    its.resource = {};
    context.emitInit('PROMISE', its);
  }
  const depth = context.enter(its);
  // Where this rejects what `await` has made of a thenable, nothing tells; a marker goes ahead.
  if (its.settles !== undefined) context.queueMicrotask(marker({ ...its.settles, isSilent: true }));
  return depth;
};
const leaveMarked = (depth, its) => {
  if (its.isAwait && !its.isOrphan) context.emitResolve(its.id);
  if (its.isSilent) for (const { after } of context.followers) after(its.id);
  context.leave(depth, its.isSilent);
};

function marker(its) { return native.marker.bind(undefined, enterMarked, leaveMarked, its); }

// Has the next microtask that is registered for the promise run in a context.
function mark(promise, its) {
  isMarking = true;
  const isPromise = native.onSettled(promise, marker(its));
  isMarking = false;
  return isPromise;
}

function onPromise(event, promise, parent) {
  if (isMarking) return;
  if (event === INIT) onInit(promise, parent);
  else if (event === BEFORE) {
    const its = contextOf(promise);
    if (its !== undefined) its.isThenable = true;
    thenables.push({ its, depth: its === undefined ? Infinity : context.enter(its) });
  } else if (event === AFTER) context.leave(thenables.pop().depth);
  else onResolve(promise);
}

function onInit(promise, parent) {
  if (parent === undefined) {
    set(promise, make(promise, context.current.id)).isFirst = true;
    last = promise;
  } else {
    const trigger = idOf(parent);
    if (parent === read) {
      // Its marker is there.
      Object.assign(set(promise, readContext), { id: context.newId(), trigger, resource: promise, isAwait: false });
    } else mark(parent, set(promise, make(promise, trigger)));
    last = undefined;
  }
  read = readContext = undefined;
  const its = promise[key];
  if (parent !== undefined && thenables.length > 0) its.settles = thenables.at(-1).its;
  context.emitInit('PROMISE', its);
  if (context.hasDestroys()) registry.register(promise, its.id);
}

function onResolve(promise) {
  const its = contextOf(promise);
  if (its === undefined) return;
  context.emitResolve(its.id);
  // What `await` makes of a value, and of an object with a `then`.
  if (its.isFirst && !isReading && (promise === last || its.isThenable)) mark(promise, { ...its, isSilent: true });
  last = undefined;
}

const registry = new FinalizationRegistry((id) => context.destroy(id));

// Whoever reads `constructor` of a promise is about to register something: the engine, mostly.
function seeConstructor(Class, prototype, resolve) {
  Object.defineProperty(prototype, 'constructor', {
    configurable: true, enumerable: false,
    get() {
      if (isWatching && !isMarking && !isReading && this !== prototype) {
        // Read twice: once for its class, and once by the `then` that was meant.
        if (read === this) readContext.isOrphan = true;
        const its = { id: undefined, trigger: 0, resource: this, stores: context.stores, isAwait: true };
        if (mark(this, its)) [read, readContext] = [this, its];
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
    value: Object.defineProperty({
      resolve(value) {
        const outer = isReading;
        isReading = true;
        try {
          return Reflect.apply(resolve, this, [value]);
        } finally {
          isReading = outer;
        }
      },
    }.resolve, 'length', { configurable: true, value: 1 }),
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

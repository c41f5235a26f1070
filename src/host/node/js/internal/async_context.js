// The asynchronous context that runs: its ids, its resource, and the stores of all
// `AsyncLocalStorage`s. Loaded when a program asks for `async_hooks`; from then on it is
// `host.context`, and whatever calls back later makes a context for that.
'use strict';

const native = host.natives('async_context');

// A context is { id, trigger, resource, stores }; stores are a map that is replaced, never changed.
const noStores = new Map();
const none = { id: 0, trigger: 0, resource: {}, stores: noStores };
const main = { id: 1, trigger: 0, resource: {}, stores: noStores };
let lastId = main.id;

// What is current. A resource that a context does not hold is not the context's.
const now = { context: main, resource: main.resource, stores: noStores };

// What was current before each of the running callbacks: context, resource, stores.
const before = [];

// The functions of the enabled hooks: lists that are replaced, never changed.
let hooks = [];
let inits = [];
let befores = [];
let afters = [];
let destroys = [];
let resolves = [];

function setHooks(list) {
  hooks = list;
  const of = (name) => list.filter((hook) => hook.functions[name] !== undefined)
    .map((hook) => hook.functions[name].bind(hook.self));
  inits = of('init');
  befores = of('before');
  afters = of('after');
  destroys = of('destroy');
  resolves = of('promiseResolve');
  require('internal/async_promises').watch();
}

function addHook(hook) {
  if (!hooks.includes(hook)) setHooks([...hooks, hook]);
}

function removeHook(hook) {
  if (hooks.includes(hook)) setHooks(hooks.filter((other) => other !== hook));
}

// As in Node.js, a hook that throws ends the program.
function emit(list, ...values) {
  try {
    for (const hook of list) hook(...values);
  } catch (error) {
    host.write(2, `${require('internal/inspect').describeError(error)}\n`, false);
    process.exit(1);
  }
}

function newId() { return ++lastId; }

// A new context, made in the current one.
function init(type, its, trigger = now.context.id) {
  const context = { id: newId(), trigger, resource: its, stores: now.stores };
  if (inits.length > 0) emit(inits, context.id, type, trigger, its);
  return context;
}

function emitInit(type, context) {
  if (inits.length > 0) emit(inits, context.id, type, context.trigger, context.resource);
}

// Begins a callback; gives what `leave` needs.
function enter(context, its = context.resource) {
  const depth = enterSilently(context, its);
  if (befores.length > 0 && context.id > 0) emit(befores, context.id);
  return depth;
}

function enterSilently(context, its = context.resource) {
  const depth = before.length;
  before[depth] = now.context;
  before[depth + 1] = now.resource;
  before[depth + 2] = now.stores;
  now.context = context;
  now.resource = its;
  now.stores = context.stores;
  return depth;
}

// Ends a callback, and those in it that an exception has ended.
function leave(depth, isSilent = false) {
  // An uncaught exception has ended all.
  if (depth >= before.length) return;
  if (!isSilent && afters.length > 0 && now.context.id > 0) emit(afters, now.context.id);
  now.context = before[depth];
  now.resource = before[depth + 1];
  now.stores = before[depth + 2];
  before.length = depth;
}

function reset() {
  now.context = none;
  now.resource = none.resource;
  now.stores = noStores;
}

// An uncaught exception has ended all callbacks; it may have been dealt with.
function unwind(isHandled) {
  while (isHandled && before.length > 0) leave(before.length - 3);
  before.length = 0;
  reset();
}

const destroyNatively = native.connect({
  // A context of native code; it holds its resource, if it is to.
  init(type, given, isWeak) {
    const context = init(type, given ?? {});
    if (isWeak) context.resource = undefined;
    natives.set(context.id, context);
    return context.id;
  },

  enter(id, given) {
    if (id === 0) return enterDomain(enter({ ...none, resource: given ?? none.resource }), given);
    const context = natives.get(id) ?? none;
    // A resource that is gone is made up for.
    if (given === undefined) context.resource ??= {};
    return enter(context, context.resource ?? given);
  },

  leave(depth, failed) {
    if (!failed) domains.get(depth)?.exit();
    domains.delete(depth);
    leave(depth, failed);
  },

  destroyed(ids) {
    for (const id of ids) {
      natives.delete(id);
      if (destroys.length > 0) emit(destroys, id);
    }
  },
});

const natives = new Map();

// The domains of receivers of `napi_make_callback` without a context, by depth.
const domains = new Map();

function enterDomain(depth, receiver) {
  const domain = context.domainOf?.(receiver);
  if (domain !== undefined) {
    domains.set(depth, domain);
    domain.enter();
  }
  return depth;
}

// Calls back in a context, and says when that is over.
function call(context, receiver, callback, values, over) {
  const depth = enter(context);
  try {
    Reflect.apply(callback, receiver, values);
  } finally {
    over();
  }
  // Not after an exception: who deals with that is still in the context.
  leave(depth);
}

// As `call`, for what the event loop calls; what was made before there were contexts has none.
function callFromLoop(context, receiver, callback, values, over) {
  if (before.length === 0) reset();
  call(context ?? none, receiver, callback, values, over);
}

// What `process.nextTick` calls, and with what.
function tick(callback, args) {
  const made = init('TickObject', { callback, args });
  return [() => call(made, undefined, callback, args, () => destroy(made.id)), []];
}

// Gives an object a context, unless it has one, and ends that.
function attach(object, key, type) {
  if (object[key] !== undefined) return;
  Object.defineProperty(object, key, { configurable: true, enumerable: false, writable: true, value: init(type, object) });
}

function detach(object, key) {
  if (object[key] === undefined) return;
  destroy(object[key].id);
  object[key] = undefined;
}

// Has `destroy` hooks called, later.
function destroy(id) {
  if (destroys.length > 0) destroyNatively(id);
}

// Runs a function with other stores.
function withStores(those, run, receiver, values) {
  const outer = now.stores;
  now.stores = those;
  try {
    return Reflect.apply(run, receiver, values);
  } finally {
    now.stores = outer;
  }
}

const { queueMicrotask } = globalThis;
Object.defineProperty(globalThis, 'queueMicrotask', {
  configurable: true, enumerable: true, writable: true,
  value: Object.defineProperty(function (callback) {
    require('internal/errors').checkFunction(callback, 'callback');
    const made = init('Microtask', { callback });
    queueMicrotask(() => call(made, undefined, callback, [], () => destroy(made.id)));
  }, 'name', { configurable: true, value: 'queueMicrotask' }),
});

const context = {
  now, addHook, removeHook, newId, init, emitInit, enter, enterSilently, leave, callFromLoop, tick, attach, detach,
  destroy, withStores,
  // Whom markers tell what no hook is told: the functions `before` and `after`.
  followers: [],
  // Who is given uncaught exceptions before listeners are; whether that took it.
  captures: [],
  // Gives the domain that a receiver is in, once there are domains.
  domainOf: undefined,
  // Emits an event of `process` in the context that it is about; whether anybody listened.
  emitUncaught(isUsed, name, values) {
    const its = name === 'unhandledRejection' ? require('internal/async_promises').contextOf(values[1]) : undefined;
    const depth = its === undefined ? Infinity : enterSilently(its);
    const isCaptured = name === 'uncaughtException' && context.captures.some((capture) => capture(values[0]));
    const isHandled = isCaptured || (isUsed && process.emit(name, ...values));
    leave(depth, true);
    if (name === 'uncaughtException') unwind(isHandled);
    return isHandled;
  },
  emitResolve(id) { if (resolves.length > 0) emit(resolves, id); },
  hasHooks: () => hooks.length > 0,
  hasInits: () => inits.length > 0,
  hasDestroys: () => destroys.length > 0,
};
host.context = context;
module.exports = context;

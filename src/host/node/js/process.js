// The builtin `process`.
'use strict';

const native = host.natives('process');
const ticks = [];
// Asking whether there are contexts is quicker for a property that is there.
host.context ??= undefined;
let isExiting = false;

const process = {
  title: 'nodeapi',
  version: `v${native.nodeVersion}`,
  // What is no part of this program is what that version of Node.js has: some read it unasked.
  versions: {
    node: native.nodeVersion, napi: native.napiVersion, nodeapi: native.version, uv: native.uvVersion,
    v8: '12.4.254.21-node.35', openssl: '3.5.5',
  },
  release: { name: 'node' },
  platform: native.platform,
  arch: native.arch,
  pid: native.pid,
  argv: native.argv(),
  argv0: native.argv0,
  execPath: native.execPath,
  execArgv: native.execArgv,
  config: { target_defaults: {}, variables: {} },
  features: {},

  cwd() { return host.currentDirectory(); },

  exit(code) {
    process.reallyExit(exiting(native.exitCode(code) ?? exitCode ?? 0));
  },

  // Without telling anybody.
  reallyExit(code) { native.exit(code ?? 0); },

  abort() { native.abort(); },

  _rawDebug(...values) { host.write(2, `${require('internal/inspect').format(...values)}\n`, false); },

  nextTick(callback, ...values) {
    if (typeof callback !== 'function') {
      const error = new TypeError(
        `The "callback" argument must be of type function. Received ${require('internal/inspect').received(callback)}`);
      error.code = 'ERR_INVALID_ARG_TYPE';
      throw error;
    }
    if (host.context) [callback, values] = host.context.tick(callback, values);
    if (ticks.push({ callback, values }) === 1) native.ticksPending();
  },

  uptime() { return host.hrtime() / 1e9; },

  dlopen(module, filename) {
    if (arguments.length < 2) throw require('internal/errors').coded(TypeError, 'ERR_MISSING_ARGS', 'process.dlopen needs at least 2 arguments');
    module.exports = host.dlopen(filename, module.exports);
  },
};

let exitCode;
Object.defineProperty(process, 'exitCode', {
  configurable: true, enumerable: true,
  get: () => exitCode,
  set(value) { exitCode = native.exitCode(value); },
});

Object.defineProperty(process, Symbol.toStringTag, { configurable: true, value: 'process' });

// What few programs ask for is made when they do.
let members;
for (const name of ['hrtime', 'memoryUsage', 'availableMemory', 'constrainedMemory', 'cpuUsage', 'resourceUsage', 'umask', 'getuid',
  'geteuid', 'getgid', 'getegid', 'getgroups', 'ppid', 'kill', 'chdir']) {
  lazy(name, () => (members ??= host.natives('process_members'))[name]);
}
for (const name of ['report', 'stdin', 'setUncaughtExceptionCaptureCallback', 'hasUncaughtExceptionCaptureCallback', 'emitWarning',
  'binding', 'getBuiltinModule']) {
  lazy(name, () => require('internal/process')[name]);
}

lazy('env', () => require('internal/process').env());
lazy('stdout', () => stream(1));
lazy('stderr', () => stream(2));

// `process` is an event emitter from the moment that somebody wants one.
const emitterMethods = ['on', 'once', 'off', 'emit', 'addListener', 'removeListener',
  'removeAllListeners', 'listeners', 'rawListeners', 'listenerCount', 'prependListener',
  'prependOnceListener', 'eventNames', 'setMaxListeners', 'getMaxListeners'];
let isEmitter = false;
for (const name of emitterMethods) {
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: false,
    get() {
      becomeEmitter();
      return process[name];
    },
    set(value) {
      becomeEmitter();
      process[name] = value;
    },
  });
}

function becomeEmitter() {
  const { EventEmitter } = require('events');
  isEmitter = true;
  for (const name of emitterMethods) delete process[name];
  Object.setPrototypeOf(process, Object.create(EventEmitter.prototype));
  EventEmitter.call(process);
  if (host.isWorker) return;
  const isSignal = (name) => typeof name === 'string' && name.startsWith('SIG');
  process.on('newListener', (name) => { if (isSignal(name)) require('internal/signals').added(name); });
  process.on('removeListener', (name) => { if (isSignal(name)) require('internal/signals').removed(name); });
}

function emitIfUsed(name, ...values) {
  if (host.context) return host.context.emitUncaught(isEmitter, name, values);
  return isEmitter && process.emit(name, ...values);
}

function lazy(name, make) {
  Object.defineProperty(process, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      set(name, value);
      return value;
    },
    set: (value) => set(name, value),
  });
}

function set(name, value) {
  Object.defineProperty(process, name, { configurable: true, enumerable: true, writable: true, value });
}

function stream(fd) {
  return require('internal/process').output(fd, {
    write(data, encoding, callback) {
      host.write(fd, typeof data === 'string' ? data : Buffer.from(data).toString('latin1'),
        typeof data !== 'string');
      const done = typeof encoding === 'function' ? encoding : callback;
      if (typeof done === 'function') process.nextTick(done);
      return true;
    },
  });
}

function runTicks() {
  while (ticks.length > 0) {
    const { callback, values } = ticks.shift();
    if (ticks.length > 0) native.ticksPending();
    callback(...values);
    // As Node.js does: microtasks when no tick is left, which they may add to.
    if (ticks.length === 0) host.runMicrotasks();
  }
}

// Emits `exit`, once; gives the code to exit with, which a listener may change.
function exiting(code) {
  if (isExiting) return code;
  isExiting = true;
  if (code !== undefined) exitCode = code;
  emitIfUsed('exit', exitCode ?? 0);
  return exitCode ?? 0;
}

Object.defineProperty(process, host.internals, { value: { emitIfUsed, runTicks, exiting } });

if (native.channel !== undefined && native.channel !== null) require('internal/channel').attachToParent(process, native.channel);

module.exports = process;

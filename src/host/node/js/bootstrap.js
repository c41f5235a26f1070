// The first thing that runs: globals, each made when it is first used, and what the host calls.
// `host` holds the natives; see the Rust files beside this folder.
(function (host) {
  'use strict';

  const loaded = new Map();

  // The exports of a builtin module; undefined where there is none of that name.
  function builtin(name) {
    const known = loaded.get(name);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    const compiled = host.builtin(name, module);
    if (compiled === undefined) return undefined;
    loaded.set(name, module);
    compiled?.(module.exports, builtin, module, host);
    return module.exports;
  }

  function define(name, value) {
    Object.defineProperty(globalThis, name, {
      configurable: true, enumerable: false, writable: true, value,
    });
    return value;
  }

  // Globals that a builtin makes when one of them is first used; without names, its exports are it.
  function lazy(source, ...names) {
    for (const name of names.length > 0 ? names : [source]) {
      Object.defineProperty(globalThis, name, {
        configurable: true,
        get: () => define(name, names.length > 0 ? builtin(source)[name] : builtin(source)),
        set: (value) => define(name, value),
      });
    }
  }

  // A thread that waits can be ended.
  const { wait, notify } = Atomics;
  Object.assign(Atomics, {
    wait(array, index, value, timeout) {
      return builtin('internal/atomics').wait(array, index, value, timeout) ?? wait(array, index, value, timeout);
    },
    notify(array, index, count) { return builtin('internal/atomics').notify(array, index, count) ?? notify(array, index, count); },
  });

  define('global', globalThis);
  lazy('process');
  lazy('console');
  lazy('buffer', 'Buffer', 'atob', 'btoa');
  lazy('timers', 'setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate');
  lazy('url', 'URL', 'URLSearchParams');
  lazy('internal/encoding', 'TextEncoder', 'TextDecoder');
  lazy('internal/event_target', 'AbortController', 'AbortSignal', 'Event', 'EventTarget', 'CustomEvent');
  lazy('internal/dom_exception', 'DOMException');
  lazy('internal/structured_clone', 'structuredClone');
  lazy('internal/message_port', 'MessageChannel', 'MessageEvent', 'MessagePort');
  lazy('perf_hooks', 'performance');
  lazy('internal/intl', 'Intl');
  lazy('internal/headers', 'Headers');
  lazy('stream/web', 'ReadableStream', 'WritableStream', 'TransformStream', 'ByteLengthQueuingStrategy',
    'CountQueuingStrategy', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream', 'DecompressionStream');
  lazy('internal/absent_globals', 'fetch', 'Request', 'Response', 'FormData', 'Blob', 'File', 'BroadcastChannel', 'WebSocket',
    'crypto', 'navigator');

  // A stack may be anything, as any property may.
  Object.defineProperty(Error.prototype, 'stack', {
    ...Object.getOwnPropertyDescriptor(Error.prototype, 'stack'),
    set(value) { Object.defineProperty(this, 'stack', { configurable: true, enumerable: false, writable: true, value }); },
  });

  // Who wants to see call sites finds what Node.js's have.
  const { get, set } = Object.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  Object.defineProperty(Error, 'prepareStackTrace', {
    configurable: true,
    get,
    set(value) {
      builtin('internal/call_sites')(get, set);
      Object.defineProperty(Error, 'prepareStackTrace', { configurable: true, get, set });
      set.call(Error, value);
    },
  });
  if (host.exposeGc) {
    define('gc', function gc(options) {
      host.collectGarbage();
      return options?.execution === 'async' ? Promise.resolve() : undefined;
    });
  }

  // Emits an event of `process`, if that has been used at all; whether anybody listened.
  function emit(name, ...values) {
    const { emitIfUsed } = loaded.get('process')?.exports[host.internals] ?? {};
    return emitIfUsed !== undefined && emitIfUsed(name, ...values);
  }

  return {
    // The exports of a builtin module.
    builtin,

    // A worker begins, before its main script.
    beginWorker() { builtin('internal/worker').begin(); },

    // A worker ends by an exception.
    workerFailed(error) { builtin('internal/worker').fail(error); },

    // Runs the main script.
    runMain(path) { builtin('module').runMain(path); },

    // What a file in the current directory would require or import.
    require(request) { return builtin('module').createRequire(embedder())(request); },
    importModule(request) { return host.importModule(embedder(), request); },

    // Runs source text as `-e` does; gives its completion value.
    runSource(name, source) { return builtin('module').runSource(name, source); },

    // What `import` finds where that is no ECMAScript module.
    loadForImport(name) {
      return name.startsWith('node:') ? builtin(name.slice(5)) : builtin('module')._load(name);
    },


    // Runs what `process.nextTick` queued.
    runTicks() { builtin('process')[host.internals].runTicks(); },

    // Offers an exception to `process.on('uncaughtException')`; whether that took it.
    uncaughtException(error, origin) { return emit('uncaughtException', error, origin); },

    // Offers a rejection to `process.on('unhandledRejection')`; whether that took it.
    unhandledRejection(reason, promise) {
      if (reason instanceof SyntaxError) builtin('internal/missing_export')(reason);
      return emit('unhandledRejection', reason, promise);
    },

    // The text that an uncaught exception is printed as.
    describe(error) { return builtin('internal/inspect').describeError(error); },

    // Nothing is left to do; listeners may start more.
    beforeExit() { emit('beforeExit', exitCode() ?? 0); },

    // The end: gives the exit code.
    exit(code) {
      const { unfinished } = loaded.get('module')?.exports ?? {};
      if (code == null && unfinished !== undefined && exitCode() === undefined) {
        host.write(2, `Warning: Detected unsettled top-level await at file://${unfinished}\n`, false);
        code = 13;
      }
      const { exiting } = loaded.get('process')?.exports[host.internals] ?? {};
      return exiting === undefined ? code : exiting(code);
    },
  };

  function embedder() { return `${host.currentDirectory()}/[embedder]`; }

  function exitCode() {
    return loaded.get('process')?.exports.exitCode;
  }
})

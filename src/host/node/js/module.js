// The builtin `module`: CommonJS.
'use strict';

const path = require('path');
const native = host.natives('modules');

class Module {
  constructor(id, parent) {
    this.id = id;
    this.path = path.dirname(id);
    this.exports = {};
    this.filename = id;
    this.loaded = false;
    this.children = [];
    this.paths = Module._nodeModulePaths(this.path);
    Object.defineProperty(this, 'parent', { configurable: true, writable: true, value: parent });
    parent?.children.push(this);
  }

  require(request) { return Module._load(request, this); }

  // Runs source text as the body of this module.
  _compile(source, filename) {
    let compiled;
    try {
      compiled = host.compile(source, filename);
    } catch (error) {
      if (!(error instanceof SyntaxError) || !host.isModule(filename, source)) throw error;
      this.exports = requireModule(filename);
      return undefined;
    }
    return compiled.call(this.exports, this.exports, makeRequire(this), this, filename,
      filename === this.filename ? this.path : path.dirname(filename));
  }

  load(filename) {
    const extension = path.extname(filename);
    (Module._extensions[extension] ?? Module._extensions['.js'])(this, filename);
    this.loaded = true;
  }
}

Module.Module = Module;
Module._cache = Object.create(null);
let globalPaths;
Object.defineProperty(Module, 'globalPaths', { configurable: true, enumerable: true, get: () => globalPaths ??= native.globalPaths() });
Object.defineProperty(Module, 'builtinModules', { configurable: true, enumerable: true, get: host.builtinNames });
Module.isBuiltin = (name) => typeof name === 'string' && host.isBuiltin(name);

Module._extensions = {
  '.js'(module, filename) {
    if (host.isModule(filename)) module.exports = requireModule(filename);
    else module._compile(host.readText(filename), filename);
  },
  '.json'(module, filename) {
    try {
      module.exports = JSON.parse(host.readText(filename));
    } catch (error) {
      error.message = `${filename}: ${error.message}`;
      throw error;
    }
  },
  '.node'(module, filename) { module.exports = host.dlopen(filename, module.exports); },
};

// The namespace of an ECMAScript module, which must not wait for anything.
function requireModule(filename) {
  let outcome;
  host.importModule(filename, filename).then(
    (value) => { outcome = { value }; },
    (error) => { outcome = { error }; });
  host.runMicrotasks();
  if (outcome === undefined) {
    const { coded } = require('internal/errors');
    throw coded(Error, 'ERR_REQUIRE_ASYNC_MODULE', 'require() cannot be used on an ESM graph with top-level await. Use ' +
      `import() instead. To see where the top-level await comes from: ${filename}`);
  }
  if ('error' in outcome) {
    require('internal/missing_export')(outcome.error);
    throw outcome.error;
  }
  const { value } = outcome;
  if ('module.exports' in value) return value['module.exports'];
  if (!('default' in value) || '__esModule' in value) return value;
  // What compilers make of `import` asks for the mark of what was once an ECMAScript module.
  return Object.defineProperty(Object.assign(Object.create(null), { __esModule: true }, value), Symbol.toStringTag, { value: 'Module' });
}

Module._nodeModulePaths = (from) => native.nodeModulePaths(from);
Module._resolveFilename = (request, parent) => native.resolveFilename(request, parent);

Module._load = (request, parent, isMain = false) => {
  const filename = Module._resolveFilename(request, parent);
  if (host.isBuiltin(filename)) {
    return require(filename.startsWith('node:') ? filename.slice(5) : filename);
  }
  const cached = Module._cache[filename];
  if (cached !== undefined) {
    if (parent && !parent.children.includes(cached)) parent.children.push(cached);
    return cached.exports;
  }
  const module = new Module(filename, parent);
  if (isMain) {
    mainModule = module;
    module.id = '.';
  }
  Module._cache[filename] = module;
  let isDone = false;
  try {
    module.load(filename);
    isDone = true;
  } finally {
    if (!isDone) delete Module._cache[filename];
  }
  return module.exports;
};

let mainModule;

function makeRequire(module) {
  function require(request) { return module.require(request); }
  require.resolve = (request) => Module._resolveFilename(request, module);
  require.resolve.paths = (request) => {
    if (host.isBuiltin(request)) return null;
    return /^\.\.?(?:\/|$)/.test(request) ? [module.path] : [...module.paths, ...Module.globalPaths];
  };
  require.cache = Module._cache;
  require.main = mainModule;
  require.extensions = Module._extensions;
  return require;
}

Module.createRequire = (from) => makeRequire(new Module(native.pathOf(from)));

let unfinished;

// What the host calls; not enumerable, as Node.js has `Module.runMain` alone.
// The main module, if that is still waiting for something.
Object.defineProperty(Module, 'unfinished', { get: () => unfinished });

Module.runMain = (filename) => {
  const resolved = Module._resolveFilename(path.resolve(filename));
  // What a main module of that kind throws is a rejection that nobody handles.
  if (host.isModule(resolved)) {
    unfinished = resolved;
    host.importModule(resolved, resolved).finally(() => { unfinished = undefined; });
  } else {
    Module._load(resolved, null, true);
  }
};

Object.defineProperty(Module, 'runSource', {
  value(name, source) {
    const module = new Module(path.join(host.currentDirectory(), name));
    Object.assign(globalThis, {
      require: makeRequire(module), module, exports: module.exports,
      __filename: name, __dirname: '.',
    });
    // In such text, builtins need not be required.
    for (const builtin of Module.builtinModules) {
      // `crypto` is the module there, not the global.
      if (/[/:]/.test(builtin) || (builtin in globalThis && builtin !== 'crypto')) continue;
      const define = (value) => Object.defineProperty(globalThis, builtin, {
        configurable: true, enumerable: false, writable: true, value,
      });
      Object.defineProperty(globalThis, builtin, {
        configurable: true, enumerable: false, set: define,
        get() {
          define(require(builtin));
          return globalThis[builtin];
        },
      });
    }
    return host.runScript(source, name);
  },
});

module.exports = Module;

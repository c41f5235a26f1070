// The builtin `module`: CommonJS.
'use strict';

const path = require('path');

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
    throw withCode(new Error('require() cannot be used on an ESM graph with top-level await. Use ' +
      `import() instead. To see where the top-level await comes from: ${filename}`),
    'ERR_REQUIRE_ASYNC_MODULE');
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

Module._nodeModulePaths = (from) => {
  const paths = [];
  const resolved = path.resolve(from);
  const folder = resolved === '/' ? '' : resolved;
  for (let end = folder.length; ; end = folder.lastIndexOf('/', end - 1)) {
    const each = folder.slice(0, end);
    if (!each.endsWith('/node_modules')) paths.push(each + '/node_modules');
    if (end === 0) return paths;
  }
};

const isBuiltin = host.isBuiltin;

Module._resolveFilename = (request, parent) => {
  checkRequest(request);
  if (isBuiltin(request)) return request;
  if (request.startsWith('node:')) {
    throw withCode(new Error(`No such built-in module: ${request}`), 'ERR_UNKNOWN_BUILTIN_MODULE');
  }
  const resolved = host.resolve(request, parent?.path ?? host.currentDirectory());
  if (typeof resolved === 'string') return resolved;
  const stack = [];
  for (let each = parent; each?.filename; each = each.parent) stack.push(each.filename);
  let message = resolved.message ?? `Cannot find module '${request}'`;
  if (stack.length > 0) message += '\nRequire stack:\n- ' + stack.join('\n- ');
  throw Object.assign(withCode(new Error(message), resolved.code), { requireStack: stack });
};

Module._load = (request, parent, isMain = false) => {
  checkRequest(request);
  const filename = Module._resolveFilename(request, parent);
  if (isBuiltin(filename)) {
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
  require.resolve.paths = (request) => (isBuiltin(request) ? null : [...module.paths]);
  require.cache = Module._cache;
  require.main = mainModule;
  require.extensions = Module._extensions;
  return require;
}

Module.createRequire = (from) => {
  let filename = typeof from === 'string' ? from : String(from?.href ?? from);
  if (filename.startsWith('file://')) filename = decodeURIComponent(filename.slice(7));
  if (!path.isAbsolute(filename)) {
    throw withCode(new TypeError('The argument \'filename\' must be a file URL object, file URL ' +
      `string, or absolute path string. Received ${require('internal/inspect').inspect(from)}`),
    'ERR_INVALID_ARG_VALUE');
  }
  return makeRequire(new Module(filename));
};

function checkRequest(request) {
  if (typeof request !== 'string') {
    throw withCode(new TypeError('The "id" argument must be of type string. Received ' +
      require('internal/inspect').received(request)), 'ERR_INVALID_ARG_TYPE');
  }
  if (request === '') {
    throw withCode(new TypeError("The argument 'id' must be a non-empty string. Received ''"),
      'ERR_INVALID_ARG_VALUE');
  }
}

function withCode(error, code) {
  error.code = code;
  return error;
}

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

Object.defineProperty(Module, 'describe', {
  value(meta, filename) {
    const toUrl = (file) => 'file://' + file.split('/').map(encodeURIComponent).join('/');
    meta.dirname = path.dirname(filename);
    meta.filename = filename;
    meta.url = toUrl(filename);
    meta.resolve = (request) => {
      const resolved = host.resolveImport(filename, String(request));
      return resolved.startsWith('node:') ? resolved : toUrl(resolved);
    };
  },
});

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

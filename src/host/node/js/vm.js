// The builtin `vm`: scripts, in the program's context or in others with globals of their own. Without
// modules, and `import` in other contexts. Of what a script there
// deletes or defines on its global object, the object that it was made from hears at the script's end.
'use strict';

const { coded, invalidArgType, outOfRange, checkFunction, checkString } = require('internal/errors');
const native = host.natives('contexts');

// On the object that a context was made from; a collection sees through a property.
const key = Symbol('vm.context');
const frozen = new WeakMap();
const stateOf = (object) => (Object.hasOwn(object, key) ? object[key] : frozen.get(object));

// What the engine puts into every context, and Node.js into the program's alone.
const notInContexts = ['queueMicrotask', 'performance', 'atob', 'btoa', 'DOMException', 'navigator', 'gc'];

class Context {
  constructor(object) {
    this.object = object;
    this.context = native.make(object);
    this.global = native.globalOf(this.context);
    // Evaluates indirectly, where what it declares can be deleted again.
    this.evaluate = this.global.eval;
    for (const name of notInContexts) delete this.global[name];
    this.builtins = new Set(Reflect.ownKeys(this.global));
    // Functions that scripts have declared, as the object has them.
    this.functions = new Map();
  }

  // A property of the object as a variable of scripts.
  share(name) {
    const { object } = this;
    Object.defineProperty(this.global, name, {
      configurable: true, enumerable: true,
      get: () => object[name],
      set(value) { object[name] = value; },
    });
  }

  // Makes the object's properties variables; they go before builtins.
  before(source) {
    const { object, global } = this;
    for (const name of Reflect.ownKeys(global)) {
      const isShared = Object.getOwnPropertyDescriptor(global, name).get !== undefined && !this.builtins.has(name);
      if (isShared && !Object.hasOwn(object, name)) delete global[name];
    }
    for (const name of Reflect.ownKeys(object)) {
      if (name === key) continue;
      if (this.functions.has(name)) {
        if (object[name] !== this.functions.get(name)) global[name] = object[name];
      } else if (!Object.hasOwn(global, name) || (this.builtins.has(name) && delete global[name])) {
        this.builtins.delete(name);
        this.share(name);
      }
    }
    if (/\b(?:var|function|async)\b/.test(source)) this.declare(source);
  }

  // Makes the variables that a script declares properties of the object. The engine would make them
  // properties of the global object; which ones, it shows by declaring them and then doing nothing.
  declare(source) {
    const { object, global } = this;
    const known = new Set(Reflect.ownKeys(global));
    try {
      this.evaluate.call(undefined, `throw 0;${source}`);
    } catch {
      // As it should.
    }
    for (const name of Reflect.ownKeys(global)) {
      if (known.has(name) || !delete global[name]) continue;
      if (!Object.hasOwn(object, name)) object[name] = undefined;
      this.share(name);
    }
  }

  // What scripts have declared otherwise, functions mostly, becomes a property of the object.
  after() {
    const { object, global } = this;
    for (const name of Reflect.ownKeys(global)) {
      const descriptor = Object.getOwnPropertyDescriptor(global, name);
      if (this.builtins.has(name) || descriptor.get !== undefined) continue;
      if (!this.functions.has(name) || this.functions.get(name) !== descriptor.value) object[name] = descriptor.value;
      this.functions.set(name, descriptor.value);
    }
  }

  run(source, fileName, firstLine, timeout) {
    this.before(source);
    try {
      return native.run(source, fileName, firstLine, this.context, timeout);
    } finally {
      this.after();
    }
  }
}

function checkObject(value, name, isOptional) {
  if (isOptional && value === undefined) return;
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) throw invalidArgType(name, 'Object', value);
}

const constants = Object.freeze(Object.assign(Object.create(null), {
  USE_MAIN_CONTEXT_DEFAULT_LOADER: Symbol('vm_dynamic_import_main_context_default'),
  DONT_CONTEXTIFY: Symbol('vm_context_no_contextify'),
}));

function createContext(object = {}, options = {}) {
  checkObject(options, 'options');
  if (object === constants.DONT_CONTEXTIFY) object = {};
  checkObject(object, 'contextObject');
  if (stateOf(object) !== undefined) return object;
  const context = new Context(object);
  if (Object.isExtensible(object)) Object.defineProperty(object, key, { value: context });
  else frozen.set(object, context);
  return object;
}

function isContext(object) {
  checkObject(object, 'object');
  return stateOf(object) !== undefined;
}

function contextOf(object) {
  if (object === null || typeof object !== 'object' && typeof object !== 'function' || stateOf(object) === undefined) {
    throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "contextifiedObject" argument must be an vm.Context. ' +
      `Received ${require('internal/inspect').received(object)}`);
  }
  return stateOf(object);
}

// How long a script may run, in milliseconds.
function timeoutOf(options) {
  const timeout = typeof options === 'string' ? undefined : options?.timeout;
  if (timeout === undefined) return undefined;
  if (typeof timeout !== 'number') throw invalidArgType('options.timeout', 'number', timeout);
  if (!Number.isInteger(timeout)) throw outOfRange('options.timeout', 'an integer', timeout);
  if (timeout < 1 || timeout > 4294967295) throw outOfRange('options.timeout', '>= 1 && <= 4294967295', timeout);
  return timeout;
}

// `options` as functions of this module take them: a name, or several settings.
function settings(options, name = 'options') {
  if (typeof options === 'string') options = { filename: options };
  checkObject(options, name, true);
  const { filename = 'evalmachine.<anonymous>', lineOffset = 0 } = options ?? {};
  checkString(filename, `${name}.filename`);
  if (typeof lineOffset !== 'number') throw invalidArgType(`${name}.lineOffset`, 'number', lineOffset);
  return { filename, firstLine: lineOffset + 1 };
}

class Script {
  #source;
  #filename;
  #firstLine;
  // Where it is going to run tells whose errors it has.
  constructor(code, options, context) {
    const { filename, firstLine } = settings(options);
    this.#source = `${code}`;
    this.#filename = filename;
    this.#firstLine = firstLine;
    native.check(this.#source, filename, firstLine, context);
  }
  runInThisContext(options) {
    return native.run(this.#source, this.#filename, this.#firstLine, undefined, timeoutOf(options));
  }
  runInContext(object, options) {
    return contextOf(object).run(this.#source, this.#filename, this.#firstLine, timeoutOf(options));
  }
  runInNewContext(object, options) { return this.runInContext(createContext(object, options), options); }
}

function compileFunction(code, parameters = [], options = {}) {
  checkString(code, 'code');
  if (!Array.isArray(parameters)) throw invalidArgType('params', 'Array', parameters);
  for (const each of parameters) checkString(each, 'params');
  const { filename, firstLine } = settings(options);
  // What follows a function here may not follow it there: so the code does not end it.
  native.check(`function checked(${parameters}) {${code}\n}`, filename, firstLine);
  native.check(`({ checked(${parameters}) {${code}\n} })`, filename, firstLine);
  const source = `(function (${parameters}) {${code}\n})`;
  const context = options?.parsingContext === undefined ? undefined : contextOf(options.parsingContext).context;
  const compiled = native.run(source, filename === 'evalmachine.<anonymous>' ? '' : filename, firstLine, context);
  checkFunction(compiled, 'code');
  return compiled;
}

module.exports = {
  Script, createContext, isContext, compileFunction, constants,
  createScript: (code, options) => new Script(code, options),
  runInThisContext: (code, options) => new Script(code, options).runInThisContext(options),
  runInContext: (code, object, options) => new Script(code, options, contextOf(object).context).runInContext(object, options),
  runInNewContext(code, object, options) {
    object = createContext(object, typeof options === 'string' ? undefined : options);
    return module.exports.runInContext(code, object, options);
  },
};

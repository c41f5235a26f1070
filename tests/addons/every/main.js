// Runs chapters of the addon: main.js ADDON [CHAPTER…], all of them when none is named.
'use strict';
const addon = require(process.argv[2]);

const RealError = Error;
const builtins = new Set(Reflect.ownKeys(globalThis).map((name) => Reflect.get(globalThis, name)));
for (const it of [...builtins]) if (typeof it === 'function' && it.prototype) builtins.add(it.prototype);

// Texts that Node-API or this program has made are to be the same everywhere; the engine's are its own.
const message = (error) => (/^ERR_/.test(error.code) || /^mine/.test(error.message) ? ` '${error.message}'` : '');

const brief = (value) => {
  switch (typeof value) {
    case 'string': return /GMT\+/.test(value) ? 'text of a date' : value.length > 60 ? `text of ${value.length}` : JSON.stringify(value);
    case 'bigint': return value > 1n << 200n ? `bigint of ${value.toString(16).length} digits` : `${value}n`;
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    case 'function': return `function '${value.name}'`;
    case 'object': return value === null ? 'null' : Object.prototype.toString.call(value);
    default: return String(value);
  }
};

const flags = (property) =>
  ` ${property.writable ? 'w' : ''}${property.enumerable ? 'e' : ''}${property.configurable ? 'c' : ''}`;

// In an order that all engines have: which one they have is compared by what lists keys.
const ownKeys = (value) => Reflect.ownKeys(value).sort((a, b) => (String(a) < String(b) ? -1 : 1));

// What functions have of the engine's own is no matter of Node-API.
const OF_FUNCTIONS = ['stack', 'arguments', 'caller', 'length', 'name'];

const properties = (value) => ownKeys(value).filter((key) => typeof value !== 'function' || !OF_FUNCTIONS.includes(key)).map((key) => {
  const property = Reflect.getOwnPropertyDescriptor(value, key);
  const accessor = ['get', 'set'].filter((name) => property[name]).join('/');
  return `${String(key)}: ${accessor || brief(property.value)}${flags(property)}`;
}).join(', ');

function describe(value) {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return brief(value);
  if (value === globalThis) return 'the global object';
  if (builtins.has(value)) return value.constructor?.prototype === value ? `prototype of ${value.constructor.name}` : brief(value);
  if (value instanceof RealError) {
    const code = value.code === undefined ? '' : ` ${typeof value.code === 'symbol' ? 'symbol' : value.code}`;
    return `${value.constructor.name}${code}${message(value)}`;
  }
  if (value instanceof ArrayBuffer) return `ArrayBuffer of ${value.byteLength}`;
  if (Buffer.isBuffer(value)) return `Buffer of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} at ${value.byteOffset}`;
  if (value instanceof Date) return `Date ${value.getTime()}`;
  if (typeof value === 'function') return `${brief(value)} {${properties(value)}}`;
  if (Array.isArray(value)) {
    const items = Array.from({ length: Math.min(value.length, 12) }, (_, index) => index in value ? brief(value[index]) : 'hole');
    return `[${items.join(', ')}]${value.length > 12 ? ` of ${value.length}` : ''}`;
  }
  const prototype = Object.getPrototypeOf(value);
  const name = prototype === null ? 'null' : prototype === Object.prototype ? '' : `${prototype.constructor?.name} `;
  return `${name}{${properties(value)}}`;
}

// Of keys those that these programs have given: what else is inherited is the engine's.
globalThis.given = (keys) => keys.filter((key) => /^([xyp01]|Symbol\(s\))$/.test(String(key)));
globalThis.thrower = () => { throw new RangeError('mine'); };
// Not through the addon, whose exception is still pending in Node.js.
process.on('uncaughtException', (error) => { require('fs').writeSync(1, `uncaught: ${describe(error)}\n`); });
addon.start(describe);
const chapters = process.argv.slice(3);
for (const chapter of chapters.length > 0 ? chapters : addon.chapters) {
  if (chapter === 'worker') new (require('worker_threads').Worker)(__filename, { argv: [process.argv[2], 'stopped'] });
  else if (chapter === 'stopped') addon.stopped(() => process.exit(0));
  else addon[chapter]();
}

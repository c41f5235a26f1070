// The global `Headers`.
'use strict';

const { coded } = require('internal/errors');

function nameOf(name) {
  name = `${name}`;
  if (/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return name.toLowerCase();
  throw new TypeError(`Headers: ${JSON.stringify(name).slice(1, -1)} is an invalid header name.`);
}

function valueOf(value) {
  value = `${value}`.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '');
  if (!/[\0\r\n]/.test(value)) return value;
  throw new TypeError(`Headers: ${JSON.stringify(value).slice(1, -1)} is an invalid header value.`);
}

class Headers {
  // Names with all their values.
  #lists = new Map();

  constructor(init) {
    if (init === undefined) return;
    if (init === null || typeof init !== 'object') throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'Headers: init must be an object');
    const pairs = typeof init[Symbol.iterator] === 'function' ? init : Object.entries(init);
    for (const [name, value] of pairs) this.append(name, value);
  }

  append(name, value) {
    name = nameOf(name);
    this.#lists.set(name, [...this.#lists.get(name) ?? [], valueOf(value)]);
  }
  set(name, value) { this.#lists.set(nameOf(name), [valueOf(value)]); }
  delete(name) { this.#lists.delete(nameOf(name)); }
  get(name) { return this.#lists.get(nameOf(name))?.join(', ') ?? null; }
  has(name) { return this.#lists.has(nameOf(name)); }
  getSetCookie() { return [...this.#lists.get('set-cookie') ?? []]; }

  forEach(callback, receiver) {
    for (const [name, value] of this) callback.call(receiver, value, name, this);
  }

  *entries() {
    for (const name of [...this.#lists.keys()].sort()) {
      const list = this.#lists.get(name);
      for (const value of name === 'set-cookie' ? list : [list.join(', ')]) yield [name, value];
    }
  }
  *keys() { for (const [name] of this) yield name; }
  *values() { for (const [, value] of this) yield value; }
  [Symbol.iterator]() { return this.entries(); }

  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    return `Headers ${inspect(Object.fromEntries(this), options)}`;
  }
  get [Symbol.toStringTag]() { return 'Headers'; }
}

module.exports = { Headers };

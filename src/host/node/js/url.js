// The builtin `url`, and the globals `URL` and `URLSearchParams`.
'use strict';

const path = require('path');
const { coded, invalidArgType, checkString } = require('internal/errors');
const native = host.natives('url');

const parts = ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port',
  'pathname', 'search', 'hash'];

class URLSearchParams {
  #list;
  #url;

  constructor(init = '') {
    if (init === null || (typeof init !== 'object' && typeof init !== 'function')) {
      const text = String(init);
      this.#list = native.parseQuery(text.startsWith('?') ? text.slice(1) : text);
      return;
    }
    const pairs = typeof init[Symbol.iterator] === 'function' ? [...init] : Object.entries(init);
    this.#list = [];
    for (const pair of pairs) {
      if (pair === null || typeof pair !== 'object' || [...pair].length !== 2) {
        throw coded(TypeError, 'ERR_INVALID_TUPLE', 'Each query pair must be an iterable [name, value] tuple');
      }
      this.#list.push(...[...pair].map(String));
    }
  }

  // The parameters of a URL, which follows their changes.
  static of(url, search) {
    const params = new URLSearchParams(search);
    params.#url = url;
    return params;
  }
  static refresh(params, search) { params.#list = native.parseQuery(search.slice(1)); }

  #changed() { this.#url?.(native.formatQuery(this.#list)); }

  #filter(keep) {
    const list = [];
    for (const [name, value] of this) if (keep(name, value)) list.push(name, value);
    this.#list = list;
  }

  append(name, value) {
    this.#list.push(String(name), String(value));
    this.#changed();
  }
  delete(name, value) {
    this.#filter((each, other) => each !== String(name) || (value !== undefined && other !== String(value)));
    this.#changed();
  }
  get(name) {
    for (const [each, value] of this) if (each === String(name)) return value;
    return null;
  }
  getAll(name) { return [...this].filter(([each]) => each === String(name)).map(([, value]) => value); }
  has(name, value) {
    return [...this].some(([each, other]) => each === String(name) && (value === undefined || other === String(value)));
  }
  set(name, value) {
    let isSet = false;
    const list = [];
    for (const [each, other] of this) {
      if (each !== String(name)) list.push(each, other);
      else if (!isSet) {
        list.push(each, String(value));
        isSet = true;
      }
    }
    if (!isSet) list.push(String(name), String(value));
    this.#list = list;
    this.#changed();
  }
  sort() {
    this.#list = [...this].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).flat();
    this.#changed();
  }
  forEach(callback, receiver) { for (const [name, value] of this) callback.call(receiver, value, name, this); }
  * keys() { for (const [name] of this) yield name; }
  * values() { for (const [, value] of this) yield value; }
  * entries() {
    for (let index = 0; index < this.#list.length; index += 2) yield [this.#list[index], this.#list[index + 1]];
  }
  [Symbol.iterator]() { return this.entries(); }
  get size() { return this.#list.length / 2; }
  toString() { return native.formatQuery(this.#list); }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = [...this].map(([name, value]) => `${inspect(name)} => ${inspect(value)}`);
    return `URLSearchParams {${shown.length > 0 ? ` ${shown.join(', ')} ` : ''}}`;
  }
}
const { of: paramsOf, refresh } = URLSearchParams;
delete URLSearchParams.of;
delete URLSearchParams.refresh;
Object.defineProperty(URLSearchParams.prototype, Symbol.toStringTag, { configurable: true, value: 'URLSearchParams' });

class URL {
  #parts;
  #params;

  constructor(input, base) {
    input = `${input}`;
    this.#parts = native.parse(input, base === undefined ? undefined : `${base}`);
    if (this.#parts !== undefined) return;
    const error = coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL');
    error.input = input;
    if (base !== undefined) error.base = `${base}`;
    throw error;
  }

  static canParse(input, base) {
    return native.parse(`${input}`, base === undefined ? undefined : `${base}`) !== undefined;
  }
  static parse(input, base) { return URL.canParse(input, base) ? new URL(input, base) : null; }

  static part(url, index) { return url.#parts[index]; }
  static change(url, name, value) {
    url.#parts = native.set(url.#parts[0], name, String(value));
    if (url.#params !== undefined) refresh(url.#params, url.search);
  }

  get href() { return this.#parts[0]; }
  set href(value) {
    const changed = native.parse(`${value}`);
    if (changed === undefined) throw Object.assign(coded(TypeError, 'ERR_INVALID_URL', 'Invalid URL'), { input: `${value}` });
    this.#parts = changed;
    if (this.#params !== undefined) refresh(this.#params, this.search);
  }
  get origin() { return this.#parts[1]; }
  get searchParams() {
    this.#params ??= paramsOf((query) => {
      this.#parts = native.set(this.#parts[0], 'search', query);
    }, this.search);
    return this.#params;
  }
  toString() { return this.href; }
  toJSON() { return this.href; }
  [Symbol.for('nodejs.util.inspect.custom')](depth, options, inspect) {
    const shown = {};
    for (const name of ['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname', 'port',
      'pathname', 'search', 'searchParams', 'hash']) shown[name] = this[name];
    return `URL ${inspect(shown, options)}`;
  }
}
const { part, change } = URL;
delete URL.part;
delete URL.change;
for (const [index, name] of parts.entries()) {
  if (index > 1) {
    Object.defineProperty(URL.prototype, name, {
      configurable: true,
      enumerable: true,
      get() { return part(this, index); },
      set(value) { change(this, name, value); },
    });
  }
}
Object.defineProperty(URL.prototype, Symbol.toStringTag, { configurable: true, value: 'URL' });
for (const name of ['href', 'origin', 'searchParams', 'toString', 'toJSON']) {
  Object.defineProperty(URL.prototype, name, { enumerable: true });
}

function isUrl(value) { return Boolean(value?.href && value.protocol && value.auth === undefined && value.path === undefined); }

function fileURLToPath(value) {
  if (typeof value === 'string') value = new URL(value);
  else if (!isUrl(value)) throw invalidArgType('path', ['string', 'URL'], value);
  if (value.protocol !== 'file:') throw coded(TypeError, 'ERR_INVALID_URL_SCHEME', 'The URL must be of scheme file');
  if (value.hostname !== '') {
    throw coded(TypeError, 'ERR_INVALID_FILE_URL_HOST', `File URL host must be "localhost" or empty on ${process.platform}`);
  }
  if (/%2f/i.test(value.pathname)) {
    throw Object.assign(coded(TypeError, 'ERR_INVALID_FILE_URL_PATH', 'File URL path must not include encoded / characters'),
      { input: value });
  }
  return decodeURIComponent(value.pathname);
}

function pathToFileURL(file) {
  checkString(file, 'path');
  let resolved = path.resolve(file);
  if (file.endsWith('/') && !resolved.endsWith('/')) resolved += '/';
  const escapes = { '%': '%25', '\\': '%5C', '\n': '%0A', '\r': '%0D', '\t': '%09', '?': '%3F', '#': '%23' };
  return new URL(`file://${resolved.replace(/[%\\\n\r\t?#]/g, (character) => escapes[character])}`);
}

// The old interface, by the new parser where the text is a URL.

class Url {
  constructor() {
    for (const name of ['protocol', 'slashes', 'auth', 'host', 'port', 'hostname', 'hash', 'search', 'query',
      'pathname', 'path', 'href']) this[name] = null;
  }
}

function parse(text, parseQuery = false) {
  checkString(text, 'url');
  const url = new Url();
  const [, protocol, slashes, authority, pathname, search, hash] =
    /^([A-Za-z][A-Za-z0-9+.-]*:)?(?:(\/\/)([^/?#]*))?([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(text.trim());
  if (protocol !== undefined) url.protocol = protocol.toLowerCase();
  if (slashes !== undefined && protocol !== undefined) {
    url.slashes = true;
    const at = authority.lastIndexOf('@');
    if (at >= 0) url.auth = decodeURIComponent(authority.slice(0, at));
    const [, name, port] = /^(.*?)(?::(\d*))?$/.exec(authority.slice(at + 1).toLowerCase());
    url.hostname = name.replace(/^\[(.*)\]$/, '$1');
    if (port) url.port = port;
    url.host = name + (port ? `:${port}` : '');
  }
  const isWeb = /^(https?|ftp|wss?|file):$/.test(url.protocol ?? '');
  const rest = (slashes !== undefined && protocol === undefined ? `//${authority}` : '') + pathname;
  url.pathname = rest === '' ? (isWeb && url.slashes ? '/' : null) : rest;
  if (search !== undefined) url.search = search;
  url.query = parseQuery ? Object.assign(Object.create(null), Object.fromEntries(new URLSearchParams(search ?? ''))) : search?.slice(1) ?? null;
  if (hash !== undefined) url.hash = hash;
  if (url.pathname !== null || url.search !== null) url.path = (url.pathname ?? '') + (url.search ?? '');
  url.href = format(url);
  return url;
}

function format(url, options) {
  if (typeof url === 'string') return parse(url).href;
  if (url === null || typeof url !== 'object') throw invalidArgType('urlObject', ['Object', 'string'], url);
  if (url instanceof URL) {
    const copy = new URL(url.href);
    if (options?.fragment === false) copy.hash = '';
    if (options?.search === false) copy.search = '';
    if (options?.auth === false) copy.username = copy.password = '';
    return copy.href;
  }
  let { protocol = '', pathname = '', hash = '', search = '' } = url;
  if (protocol && !protocol.endsWith(':')) protocol += ':';
  let authority = url.host ?? (url.hostname ? url.hostname + (url.port ? `:${url.port}` : '') : '');
  if (url.auth && authority) authority = `${encodeURIComponent(url.auth).replaceAll('%3A', ':')}@${authority}`;
  if (!search && url.query !== null && typeof url.query === 'object') search = String(new URLSearchParams(url.query));
  if (search && !search.startsWith('?')) search = `?${search}`;
  if (hash && !hash.startsWith('#')) hash = `#${hash}`;
  const slashes = url.slashes || (/^(https?|ftp|wss?|file):$/.test(protocol ?? '') && authority) ? '//' : '';
  return `${protocol ?? ''}${slashes}${authority}${pathname ?? ''}${(search ?? '').replaceAll('#', '%23')}${hash ?? ''}`;
}

function resolve(from, to) {
  const base = new URL(from, 'resolve://host/');
  const resolved = new URL(to, base);
  if (resolved.protocol !== 'resolve:') return resolved.href;
  const text = resolved.pathname + resolved.search + resolved.hash;
  return from.startsWith('/') ? text : text.slice(1);
}

module.exports = {
  URL, URLSearchParams, Url, fileURLToPath, pathToFileURL, parse, format, resolve,
  resolveObject: (from, to) => parse(resolve(from, to)),
  fileURLToPathBuffer: (url) => Buffer.from(fileURLToPath(url)),
  domainToASCII: (domain) => native.domainToAscii(`${domain}`),
  domainToUnicode: (domain) => native.domainToUnicode(`${domain}`),
  urlToHttpOptions(url) {
    const { protocol, hash, search, pathname, href } = url;
    const options = { __proto__: null, protocol, hostname: url.hostname.replace(/^\[(.*)\]$/, '$1'), hash, search, pathname, path: pathname + search, href };
    if (url.port !== '') options.port = Number(url.port);
    if (url.username || url.password) options.auth = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return options;
  },
};

// URLs.
'use strict';
const url = require('url');
const show = (value) => console.log(JSON.stringify(value));
const attempt = (run) => {
  try {
    show(run());
  } catch ({ name, code, message, base }) {
    show({ name, code, message, base });
  }
};

const parts = (value) => Object.fromEntries(['href', 'origin', 'protocol', 'username', 'password', 'host', 'hostname',
  'port', 'pathname', 'search', 'hash'].map((name) => [name, value[name]]));
show(parts(new URL('https://user:pa%20ss@Example.com:8080/a/../b c?x=1&y=2#frag')));
show(parts(new URL('../d?q', 'file:///a/b/c')));
show(parts(new URL('mailto:someone@example.com')));
show(parts(new URL('http://müller.de:80')));
attempt(() => new URL('no url'));
attempt(() => new URL('x', 'no base'));
show([URL.canParse('a:b'), URL.canParse('b'), URL.parse('b'), URL.parse('b', 'c:/')?.href]);

const changing = new URL('http://host/path');
changing.searchParams.append('a', 'b c');
changing.searchParams.append('a', '&=');
show(changing.href);
changing.search = '?z=1';
show([...changing.searchParams]);
changing.port = '99';
changing.hash = 'x';
changing.pathname = 'new path';
changing.protocol = 'https';
changing.hostname = 'other';
changing.username = 'me';
show([changing.href, `${changing}`, JSON.stringify({ changing })]);
changing.href = 'http://again/';
show(changing.href);
attempt(() => { changing.href = 'bad'; });
show(Object.prototype.toString.call(changing));

const params = new URLSearchParams('?b=2&a=1&b=3&c=%20+');
show([params.get('b'), params.getAll('b'), params.get('none'), params.has('a'), params.has('a', '2'), params.size]);
params.set('b', '9');
params.delete('a');
params.append('d', 'ü&');
params.sort();
show([params.toString(), [...params.keys()], [...params.values()]]);
show(String(new URLSearchParams({ x: 1, y: 'two' })));
show(String(new URLSearchParams([['p', 'q'], ['p', 'r']])));
show(String(new URLSearchParams(new Map([['m', 'n']]))));
attempt(() => new URLSearchParams([['x']]));
params.forEach((value, name) => show([name, value]));

show([url.fileURLToPath('file:///a%20b/c'), url.fileURLToPath(new URL('file:///x#y'))]);
attempt(() => url.fileURLToPath('http://x/'));
attempt(() => url.fileURLToPath('file:///a%2Fb'));
attempt(() => url.fileURLToPath(5));
show(['/a b/c', '/a#b?c%d', '/tmp/', '/ü'].map((file) => url.pathToFileURL(file).href));
show(url.pathToFileURL('relative').href === `file://${process.cwd()}/relative`);

const { parse } = url;
show(parse('http://user:pass@host.com:8080/p/a/t/h?query=string#hash'));
show(parse('/a?b=c'));
show({ ...parse('http://x.com/?a=1&b=2', true).query });
show(url.format({ protocol: 'http', hostname: 'x.com', port: 1, pathname: '/y', query: { z: 1 } }));
show([url.resolve('/one/two/three', 'four'), url.resolve('http://example.com/one', '/two')]);
show([url.domainToASCII('español.com'), url.domainToUnicode('xn--espaol-zwa.com')]);
console.log(new URL('http://a.b/?c=d#e'));
console.log(new URLSearchParams('a=1&b=2'));

// The classes: what is refused, what is enumerable, what derived classes have.
const fail = (run) => {
  try {
    show(run());
  } catch ({ name, code, message, input }) {
    show({ name, code, message: code === undefined ? undefined : message, input: input?.href ?? input });
  }
};
const accessor = (Class, name) => Object.getOwnPropertyDescriptor(Class.prototype, name);
attempt(() => {
  try {
    return accessor(URL, 'href').get.call({});
  } catch (error) {
    return error instanceof TypeError;
  }
});
fail(() => accessor(URLSearchParams, 'size').get.call({}));
fail(() => URLSearchParams.prototype.get.call({}, 'a'));
fail(() => new URLSearchParams().append('a'));
fail(() => new URLSearchParams().get());
fail(() => new URLSearchParams().forEach(5));
for (const init of [[5], ['ab'], [['a', 'b', 'c']], { [Symbol.iterator]: 5 }, Symbol('x'), { [Symbol('x')]: 1 }]) {
  fail(() => new URLSearchParams(init).toString());
}
for (const init of [undefined, { [Symbol.iterator]: null, a: 1 }, 5, [new Set(['s', 't'])], new URLSearchParams('c=d'),
  [['\uD800', 'x\uDC00']]]) {
  fail(() => new URLSearchParams(init).toString());
}
fail(() => new URL());
fail(() => URL.canParse());
fail(() => URL('a:b'));
fail(() => URLSearchParams());
fail(() => new URL('x', null));
show(['href', 'origin', 'search', 'searchParams', 'toString', 'toJSON'].map((name) => {
  const { enumerable, configurable, get, set, writable } = accessor(URL, name);
  return [name, enumerable, configurable, typeof get, typeof set, writable];
}));
show(['size', 'append', 'entries', Symbol.iterator, Symbol.toStringTag].map((name) => {
  const { enumerable, configurable, get, set, writable } = accessor(URLSearchParams, name);
  return [String(name), enumerable, configurable, typeof get, typeof set, writable];
}));
show([URL.name, Object.keys(new URL('a:b')), Object.keys(URL.prototype).sort(), Object.keys(URLSearchParams.prototype).sort()]);
class Derived extends URL {
  #own = 7;
  constructor(text) {
    super(text);
    this.more = 1;
  }
  get own() { return this.#own; }
  get hostname() { return `<${super.hostname}>`; }
}
const derived = new Derived('http://d.e/f');
show([derived.own, derived.hostname, derived.more, derived instanceof URL, `${derived}`, derived.searchParams === derived.searchParams]);
console.log(derived, { a: { b: { c: derived } } }, { a: { b: { c: new URLSearchParams('x') } } });
const { get: before } = accessor(URL, 'pathname');
Object.defineProperty(URL.prototype, 'pathname', { configurable: true, enumerable: true, get() { return `patched ${before.call(this)}`; } });
show(new URL('http://a/b').pathname);
Object.defineProperty(URL.prototype, 'pathname', { configurable: true, enumerable: true, get: before });

// What iterates.
const walked = new URLSearchParams('a=1&b=2');
const iterator = walked.entries();
console.log(iterator, walked.keys(), walked.values());
show([iterator.next().value, Object.prototype.toString.call(iterator), iterator[Symbol.iterator]() === iterator]);
walked.append('c', '3');
console.log(iterator);
show([[...iterator], iterator.next().done, URLSearchParams.prototype.entries === URLSearchParams.prototype[Symbol.iterator]]);
const proto = Object.getPrototypeOf(iterator);
show([Object.keys(proto), Object.getPrototypeOf(proto) === Object.getPrototypeOf(Object.getPrototypeOf([].values()))]);
fail(() => proto.next.call({}));
for (const [name] of walked) {
  if (name === 'a') walked.delete('b');
  show(name);
}
console.log(new URLSearchParams({ long: 'x'.repeat(60), longer: 'y'.repeat(60) }));
const sorted = new URLSearchParams('\u{1F600}=1&\uFF5E=2&a=3&a=1');
sorted.sort();
show([...sorted.keys()]);
sorted.set('a', 'only');
show([sorted.getAll('a'), String(sorted)]);
const bound = new URL('http://x/?a=1');
bound.searchParams.delete('a');
show([bound.href, bound.search]);
bound.href = 'http://y/?z=26';
show(bound.searchParams.get('z'));

// Files and requests.
fail(() => url.fileURLToPath('file://host/a'));
fail(() => url.fileURLToPath({}));
fail(() => url.fileURLToPath({ href: 'x', protocol: 'file:', hostname: '', pathname: '/of%20another' }));
fail(() => url.pathToFileURL(5));
show(url.pathToFileURL('/a\u{1F600} é\\|^~`{}[]"<>\n!$&\'()*+,;=:@').href);
show([url.domainToASCII('xn--iñvalid.com'), url.domainToUnicode('xn--iñvalid.com')]);
fail(() => url.domainToASCII());
console.log(url.urlToHttpOptions(new URL('https://a%20:b@測試:99/x y?z#w')));
console.log(url.urlToHttpOptions(Object.assign(new URL('http://[::1]/'), { foo: 1 })));

// The old interface.
show(url.format(new URL('http://a:b@測試/x y?z#w'), { unicode: true, auth: false, fragment: false, search: false }));
for (const value of [5, null, undefined]) fail(() => url.format(value));
fail(() => url.format(new URL('a:b'), 5));
fail(() => url.parse(5));
fail(() => url.parse('http://user:%zz@c/d'));
for (const text of ['http://a b/', 'HTTP://A.B/%7f "<>`{}|\\^\' x', 'javascript:alert(1)', 'mailto:a@b.c?d', '//a/b', 'http://a@b@c/d',
  'http://测试.com/', 'http://[::1]:80/x', 'x?a=1#b', '  a\\b?c\\d ', 'http://a\tb/c\nd', `http://${'a.'.repeat(200)}`, 'file:///x',
  'HTTP:foo', 'http:foo', 'foo:bar', '/p?q=1 2', '']) {
  show([text, { ...url.parse(text) }]);
}
show([url.parse('//a/b', false, true), url.parse('x?a=1&a=2', true), url.parse('x', true)]);
show([url.parse('a') instanceof url.Url, Object.keys(new url.Url()), url.parse('http://x/').resolve('y'),
  url.parse('http://x/y').format()]);
for (const [from, to] of [['/one/two/three', '../../../four'], ['http://a.com/b/c/d', '../x?y#z'], ['http://a.com/b', '//c/d'],
  ['http://a.com/b', 'https:d'], ['mailto:a@b.c', 'd'], ['http://u:p@a/b', '/c'], ['http://a/b?c', '?d'], ['http://a/b?c', '#e'],
  ['', 'x'], ['a/b', './../c/.'], ['http://a/b', 'mailto:c@d'], ['file:///a/b', 'file:c'], ['foo:a/b', '../c'], ['http://a/b/', '']]) {
  show([from, to, url.resolve(from, to), url.resolveObject(from, to)]);
}
for (const parts of [{ protocol: 'http', host: 'h:1', pathname: 'p?q#r' }, { hostname: '::1', port: 0, slashes: true }, { query: { a: [1, 2] } },
  { auth: 'a b:c@', host: 'h' }, { protocol: 'file', pathname: '/x' }, { search: 'a#b', hash: 'c' }, { protocol: 'mailto', pathname: 'a@b' }, {}]) {
  show(url.format(parts));
}

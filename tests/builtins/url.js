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

'use strict';
const querystring = require('querystring');
const show = (...values) => console.log(...values);

for (const text of ['a=1&b=2&a=3', 'a', 'a=', '=b', '&&a=1&', 'a=b=c', 'x%20y=%C3%A4+z', 'bad=%zz%41', 'bytes=%FF%41', '']) show(querystring.parse(text));
show(querystring.parse('a:1;b:2', ';', ':'), querystring.parse('a=1&b=2&c=3', null, null, { maxKeys: 2 }), querystring.parse(7));
show(querystring.parse('a=%41', null, null, { decodeURIComponent: (text) => `<${text}>` }));
show(querystring.stringify({ a: [1, 'x y', true], b: 'ä&=', c: null, d: undefined, e: NaN, f: 5n, g: {} }));
show(querystring.stringify({ a: 1, b: 2 }, ';', ':'), querystring.stringify('text'), querystring.stringify({}), querystring.stringify({ a: '!\'()*~' }));
show(querystring.escape('a b/ä'), querystring.unescape('a%20b%'), querystring.unescapeBuffer('%41b'), querystring.decode === querystring.parse);
try { querystring.escape('\ud800'); } catch ({ name, code }) { show(name, code); }

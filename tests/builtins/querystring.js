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

// What stands for itself, what is malformed, and whom others' functions are asked.
const attempt = (run) => {
  try {
    show(run());
  } catch ({ constructor, name, code }) {
    show(constructor.name, name, code);
  }
};
for (const text of ['a&a&a=', '\u00E9=%c3', 'é=%c3%a9', '%', '%4=%41%', '1=a&0=b', '\u{1F600}=%F0%9F%98%80', '%ED%A0%80=x', '%2B=+']) show(querystring.parse(text));
for (const rest of [['&&'], [null, null, { maxKeys: 0 }], [null, null, { maxKeys: -1 }], [0, 1], [null, null, { decodeURIComponent: () => { throw 1; } }], [null, null, { decodeURIComponent }],
  [null, null, { decodeURIComponent: 5 }], [null, null, { decodeURIComponent: () => 5 }]]) show(querystring.parse('a=%41+x&&b%zz=2&c', ...rest));
for (const value of [['a', 'b'], null, { a: [] }, { a: [], b: 1 }, { a: [[1]] }, { '': '' }, { a: Infinity }, { a: -0 }, { a: new String('x') }, { [Symbol('x')]: 1, y: 2 }, Object.create({ z: 1 }), { a: 1e21 }]) {
  show(querystring.stringify(value));
}
attempt(() => querystring.stringify({ a: '\uD800' }));
show(querystring.stringify({ a: 1, b: 'z' }, null, null, { encodeURIComponent: (text) => `<${text}>` }), querystring.stringify({ a: 1, b: 2 }, 5, 6));
for (const value of [5, null, undefined, {}, [], true, { toString: () => 'text' }, Symbol('x')]) attempt(() => querystring.escape(value));
for (const value of ['%zz', '%c3%a9é', '%ffé', 5, '+', '%C0%80']) attempt(() => querystring.unescape(value));
show(querystring.unescapeBuffer('\u00E9%ff%4+'), querystring.unescapeBuffer('a+b', true), Object.keys(querystring), querystring.encode === querystring.stringify);
const { escape, unescape } = querystring;
querystring.escape = (text) => `[${text}]`;
querystring.unescape = (text) => `{${text}}`;
show(querystring.stringify({ a: 'b c' }), querystring.parse('a%20=b%20c'));
Object.assign(querystring, { escape, unescape });
show(querystring.stringify({ a: 'b c' }), querystring.parse('a%20=b%20c'));

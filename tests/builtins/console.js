// `console`.
'use strict';
console.log(require('console') === console, typeof console.Console);
console.log();
console.log('%s is %d years and %i, %f, %j, %O, %c%%', 'Ada', 36.5, 36.5, '1.5', { a: 1 }, { b: { c: {} } }, 'color: red', 'more', 1);
console.log('%s', Symbol('s'), 5n, '%s', null, undefined, -0);
console.info('info', [1, [2, [3, [4]]]]);
console.debug('debug', new Map([['k', new Set([1])]]));
console.dir({ a: { b: { c: { d: 1 } } } }, { depth: 0 });
console.assert(true, 'not shown');
console.group('outer');
console.log('indented\ntwice');
console.group();
console.log('more');
console.groupEnd();
console.groupEnd();
console.groupEnd();
console.log('back');
console.count();
console.count('label');
console.count();
console.countReset();
console.count();
const { log } = console;
log('taken off', this === module.exports);
for (const name of ['error', 'warn', 'trace', 'time', 'timeEnd', 'timeLog', 'table', 'assert', 'groupCollapsed']) {
  if (typeof console[name] !== 'function') console.log('missing', name);
}
console.table([{ a: 1, b: 'x' }, { a: 2, c: true }]);
console.table([[1, 2], [3, 4]]);
console.table(5);
console.table([1, 'two', { three: { deep: { deeper: 1 } } }]);
console.table(new Map([['k', 1]]));
console.table(new Set(['v']));
console.table({ row: { a: 1, b: 2 }, other: { a: 3 } }, ['a', 'c']);
console.table([]);

// Consoles of one's own.
const { Writable } = require('stream');
const into = (list) => new Writable({ write(data, _, done) { list.push(String(data)); done(); } });
const written = [];
const own = new console.Console(into(written));
own.log('a', { b: 1 });
own.error('without another stream, to the same');
own.group('g');
own.log('in');
console.log(written, own instanceof console.Console);
const [out, err] = [[], []];
const { log: toOut, warn: toErr } = console.Console({ stdout: into(out), stderr: into(err) });
toOut(1);
toErr(2);
console.log(out, err);
try {
  new console.Console({});
} catch ({ name, code, message }) {
  console.log(name, code, message);
}

// Consoles of one's own, derived ones, tables of all kinds, and methods that call each other.
'use strict';
const { Console } = console;
const { Writable } = require('stream');
const into = (list) => new Writable({ write(data, _, done) { list.push(String(data)); done(); } });
const attempt = (run) => {
  try {
    run();
  } catch ({ name, code, message }) {
    console.log(name, code, message);
  }
};

console.log(Object.prototype.toString.call(console), console.log.name, console.log.length, console instanceof Console, {} instanceof Console, Console.length);
console.log(Object.getOwnPropertyDescriptor(console, 'log'), Object.keys(console).includes('Console'));
const [out, err] = [[], []];
const own = new Console({ stdout: into(out), stderr: into(err), groupIndentation: 4, inspectOptions: { depth: 0 } });
own.log({ a: { b: 1 } });
own.group('G');
own.error('x\ny');
own.groupEnd();
own.dir({ a: { b: { c: { d: 1 } } } }, { depth: 9 });
own.dirxml({ a: 1 }, [2]);
own.count();
own.count('a');
own.count(null);
own.count(undefined);
own.assert(0);
own.assert(0, 'm %s', 'x');
own.assert(1, 'never');
own.table([{ a: 1 }], ['b']);
own.trace('traced %d', 1);
console.log(out, err.map((text) => text.split('\n')[0]));
attempt(() => own.table([1], 'x'));
attempt(() => new Console());
attempt(() => new Console({ stdout: {} }));
attempt(() => new Console({ stdout: into([]), stderr: 5 }));

const kept = [];
class Derived extends Console {
  constructor() { super(into(kept)); }
  warn(...values) { super.log('warned:', ...values); }
  hello() { this.log('hello'); }
}
const derived = new Derived();
derived.hello();
const { warn, log } = derived;
warn('taken off');
log('too');
derived.assert(false, 'by warn');
console.log(kept, derived instanceof Console, Object.keys(derived).includes('log'));

// What prints by another method shows what that has been replaced with.
const { log: original } = console;
const seen = [];
console.log = (...values) => seen.push(values);
console.count('counted');
console.group('grouped');
console.groupEnd();
console.table(5);
console.log = original;
console.log(seen);

for (const data of [
  [{ a: 1, b: 'x' }, { a: 2, c: true }], [], {}, { a: 1 }, [1, { a: 2 }], new Map([['k', { a: 1 }]]), new Set([{ a: 1 }, 2]), [[]], [{ a: { b: { c: 1 } } }], ['中文', { x: '中' }],
  [new Date(0)], new Map(), [null, undefined, Symbol('s'), () => {}], [[1, , 3]], 'text', null, new Uint8Array([1, 2]), [{ a: [1, 2, 3, 4, 5] }], [{ a: { x: 1, y: 2, z: 3 } }],
  [Object.create({ inherited: 1 })], new Map([[1, 2]]).values(), [new Map([[1, 2]])], ["a'b", 'x\ny'], { r: { c: 's' } },
]) console.table(data);
console.table([{ a: 1, b: 2 }], ['b', 'zz']);
console.table([{ a: 1 }], []);
console.table([5], ['a']);
console.table(new Map([['k', { a: 1 }]]), ['a']);
console.group('a');
console.group('b');
console.log('x\ny');
console.table([1]);
console.groupEnd();
console.groupEnd();
console.log('%s', 'plain', '%s', { a: 1 });

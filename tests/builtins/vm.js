// Scripts in other contexts.
'use strict';
const vm = require('vm');
const show = (run) => {
  try {
    console.log(run());
  } catch (error) {
    console.log(error?.name, error?.code, error instanceof Error, error?.message === undefined ? error : '');
  }
};

// The program's own context.
globalThis.shared = 1;
show(() => vm.runInThisContext('shared += 1; typeof require + shared'));
vm.runInThisContext('var declared = 3; function declaredToo() { return 4; }');
show(() => [declared, declaredToo(), vm.runInThisContext('[]') instanceof Array]);
delete globalThis.shared;

// Names, both ways.
const box = { x: 1, list: [], console: 'mine', get computed() { return this.x * 10; }, set written(value) { this.x = value; } };
vm.createContext(box);
show(() => [vm.isContext(box), vm.isContext({}), vm.createContext(box) === box]);
show(() => vm.runInContext('x', box));
show(() => vm.runInContext('x += 1; y = 5; var z = x + y; function f() { return x + (typeof late === "undefined" ? 0 : late); } z', box));
show(() => [box.x, box.y, box.z, typeof box.f, box.f()]);
box.late = 100;
box.x = 3;
show(() => [box.f(), vm.runInContext('late + x', box)]);
show(() => vm.runInContext('var x; x', box));
show(() => vm.runInContext('var z = z || "new"; z', box));
show(() => vm.runInContext('written = 7; [x, computed].join()', box));
show(() => vm.runInContext('let lexical = 1; const fixed = 2; class Kept {}', box));
show(() => vm.runInContext('[lexical, fixed, typeof Kept].join()', box) + [box.lexical, box.fixed]);
show(() => vm.runInContext('lexical = 5; lexical', box));
show(() => vm.runInContext('fixed = 5', box));
show(() => vm.runInContext('unknown', box));
show(() => vm.runInContext('typeof unknown', box));
show(() => vm.runInContext('"use strict"; undeclared = 1', box));
show(() => vm.runInContext('globalThis.set = 1; this.alsoSet = 2; set + alsoSet', box) + [box.set, box.alsoSet]);
show(() => vm.runInContext('"x" in globalThis && Object.keys(globalThis).includes("x")', box));
show(() => vm.runInContext('list.push(1); list', box) === box.list);
show(() => vm.runInContext('console', box));
delete box.late;
show(() => vm.runInContext('typeof late', box));
show(() => Object.keys(box).sort());

// Variables go on living.
const live = vm.createContext({});
vm.runInContext('var count = 0; function next() { return ++count; } function reset() { count = 0; }', live);
show(() => [live.next(), live.next(), live.count]);
live.count = 40;
show(() => [live.next(), live.reset(), live.count]);
live.next = () => 'replaced';
show(() => vm.runInContext('next()', live));
vm.runInContext('next = () => "again"', live);
show(() => live.next());

// Globals of its own.
show(() => vm.runInNewContext('Object') === Object);
show(() => vm.runInNewContext('[]') instanceof Array);
show(() => Array.isArray(vm.runInNewContext('[1]')));
show(() => vm.runInNewContext('typeof require + typeof process + typeof setTimeout + typeof Promise + typeof queueMicrotask'));
show(() => vm.runInNewContext('Object = 1; typeof Object') + typeof Object);
show(() => vm.runInNewContext('Date', { Date: 'fake' }));
show(() => vm.runInNewContext('value + 1', { value: 1 }));
show(() => vm.runInNewContext('(function () { return this === globalThis })()'));
show(() => vm.runInNewContext('new Function("return typeof local")()', { local: 1 }));
show(() => vm.runInNewContext('eval("var inEval = local; inEval")', { local: 1 }));
show(() => vm.runInNewContext('for (var i = 0; i < 3; i++); i'));
show(() => vm.runInNewContext('f(1)', { f: (value) => value instanceof Object }));
show(() => vm.runInNewContext('throw new TypeError("inner")'));
show(() => vm.runInNewContext('null.x'));
show(() => vm.runInNewContext('throw 5'));
show(() => vm.runInNewContext('not well formed'));
show(() => vm.runInNewContext('try { callback() } catch (error) { error instanceof Error }', { callback() { throw new Error('outer'); } }));

// Scripts, places and errors.
const script = new vm.Script('typeof n === "undefined" ? (n = 1) : ++n', 'count.vm');
const counted = vm.createContext({});
show(() => [script.runInContext(counted), script.runInContext(counted), script.runInNewContext({ n: 10 }), counted.n]);
for (const options of ['named.vm', { filename: 'named.vm', lineOffset: 10 }]) {
  try {
    vm.runInNewContext('\n\nthrow new Error("placed")', {}, options);
  } catch (error) {
    console.log(error.stack.match(/named\.vm:\d+/)[0]);
  }
}
show(() => new vm.Script('a b'));
show(() => vm.runInContext('1', {}));
show(() => vm.createContext(1));
show(() => vm.isContext(1));
show(() => vm.runInThisContext('1', 1));
show(() => vm.runInThisContext('1', { filename: 1 }));
show(() => vm.compileFunction('return a + b', ['a', 'b'])(1, 2));
show(() => vm.compileFunction('return x', [], { parsingContext: box })());
show(() => vm.compileFunction('}); (function () {'));

// Limits of time.
const code = (run) => {
  try {
    return run();
  } catch (error) {
    return `${error.code} ${error.message}`;
  }
};
show(() => code(() => vm.runInNewContext('for (;;);', {}, { timeout: 20 })));
show(() => vm.runInThisContext('try { for (;;); } catch { 1 } finally { 2 }', { timeout: 20 }));
show(() => new vm.Script('1 + 1', 'quick.vm').runInThisContext({ timeout: 10000 }));
show(() => vm.runInNewContext('try { again() } catch (error) { error.code }', {
  again: () => vm.runInNewContext('for (;;);', {}, { timeout: 20 }),
}, { timeout: 10000 }));
show(() => code(() => vm.runInNewContext('again()', {
  again: () => vm.runInNewContext('for (;;);', {}, { timeout: 10000 }),
}, { timeout: 20 })));
show(() => vm.runInThisContext('let sum = 0; for (let i = 0; i < 100000; i++) sum += i; sum'));
for (const timeout of [0, -1, 1.5, 'x', null]) show(() => vm.runInThisContext('1', { timeout }));

// What is asynchronous.
vm.runInNewContext('Promise.resolve(1).then((value) => log("inner then", value)); (async () => { await null; log("inner await"); })()',
  { log: (...values) => console.log(...values) });
(async () => {
  console.log(await vm.runInNewContext('Promise.resolve(2)'), await vm.runInNewContext('(async () => 3)()'));
  try { await vm.runInNewContext('Promise.reject(new Error("rejected"))'); } catch (error) { console.log(error.message); }
})();

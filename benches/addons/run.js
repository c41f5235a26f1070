// Times the eight functions of several addons in turn, and prints what each takes against C.
//
//   node --expose-gc run.js [--rounds N] [--only FUNCTION] NAME=FILE.node[#export] …
//
// With an export, that object's functions stand in for those of the same name beside it.
// The first is what the others are measured by. A round runs all of a function's contenders, in an
// order drawn anew, for some milliseconds each; a ratio is the median of the rounds' own.
'use strict';

const arguments_ = process.argv.slice(2);
const option = (name, otherwise) => {
  const at = arguments_.indexOf(name);
  return at < 0 ? otherwise : arguments_.splice(at, 2)[1];
};
const rounds = Number(option('--rounds', 60));
const only = option('--only');
const milliseconds = Number(option('--milliseconds', 4));

const contenders = arguments_.map((argument) => {
  const [name, place] = argument.split('=');
  const [file, inner] = place.split('#');
  const exports = require(require('node:path').resolve(file));
  return { name, addon: inner ? { ...exports, ...exports[inner] } : exports };
});

const short = 'sixteen letters!';
const long = 'abcdefghijklmnop'.repeat(64);
const record = { id: 7, name: 'a record', x: 1.5, y: 2.5, active: true };
const numbers = Array.from({ length: 1000 }, (_, index) => index + 0.5);
// Neon has no classes: its users write one in JavaScript, around functions on a box.
function classOf({ Counter, counter, counterAdd }) {
  if (Counter) return Counter;
  return class {
    #box;
    constructor(count) {
      this.#box = counter(count);
    }
    add(amount) {
      return counterAdd(this.#box, amount);
    }
  };
}

// Of each function: the code of one call, what it needs, and what must come out.
const benches = [
  { name: 'add(i32, i32)', code: 'add(3, 4)', setup: ({ add }) => ({ add }), expect: 7 },
  { name: 'echo 16 B', code: 'echo(short)', setup: ({ echo }) => ({ echo, short }), expect: short },
  { name: 'echo 1 KiB', code: 'echo(long)', setup: ({ echo }) => ({ echo, long }), expect: long },
  { name: 'make object', code: 'make()', setup: ({ make }) => ({ make }), expect: record },
  { name: 'read object', code: 'read(record)', setup: ({ read }) => ({ read, record }), expect: 20 },
  { name: '1000 numbers', code: 'sum(numbers)', setup: ({ sum }) => ({ sum, numbers }), expect: 500000 },
  {
    name: 'class method',
    code: 'counter.add(1)',
    setup: (addon) => ({ counter: new (classOf(addon))(0) }),
    expect: 1,
  },
  {
    name: 'callback',
    code: 'call(callback, 41)',
    setup: ({ call }) => ({ call, callback: (number) => number + 1 }),
    expect: 42,
  },
];

// A loop of its own for each contender, so that none sees the other's types.
function loopOf(bench, addon) {
  const { code } = bench;
  const values = bench.setup(addon);
  const found = new Function(...Object.keys(values), `return ${code};`)(...Object.values(values));
  require('node:assert').deepStrictEqual(found, bench.expect);
  const source = `return (count) => { let last; for (let i = 0; i < count; i++) last = ${code}; return last; };`;
  return new Function(...Object.keys(values), source)(...Object.values(values));
}

function time(loop, count) {
  const start = process.hrtime.bigint();
  loop(count);
  return Number(process.hrtime.bigint() - start) / count;
}

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

const rows = [];
const notes = [];
for (const bench of benches) {
  if (only && !bench.name.includes(only)) continue;
  const running = contenders.map(({ name, addon }) => ({ name, loop: loopOf(bench, addon), times: [] }));
  if (bench.name === 'class method') {
    const { addon } = contenders[0];
    if (addon.Tagged) {
      const tagged = { Counter: addon.Tagged };
      running.push({ name: 'with type tags', loop: loopOf(bench, tagged), times: [] });
    }
  }
  for (const { loop } of running) time(loop, 20_000);
  let count = 64;
  while (time(running[0].loop, count) * count < milliseconds * 1e6) count *= 2;
  for (let round = 0; round < rounds; round++) {
    globalThis.gc?.();
    const order = running.map((one) => [Math.random(), one]).sort(([a], [b]) => a - b);
    for (const [, one] of order) one.times.push(time(one.loop, count));
  }
  const base = [...running[0].times];
  const ratio = ({ times }) => median(times.map((time, round) => time / base[round]));
  for (const one of running.slice(contenders.length))
    notes.push(`${bench.name}, ${contenders[0].name} ${one.name}: ${ratio(one).toFixed(2)}×`);
  rows.push({
    name: bench.name,
    base: median([...base]),
    ratios: running.slice(1, contenders.length).map(ratio),
  });
}

const names = contenders.slice(1).map(({ name }) => name);
console.log(`| Node.js ${process.versions.node} | ${contenders[0].name} | ${names.join(' | ')} |`);
console.log(`|---|${'---:|'.repeat(names.length + 1)}`);
for (const { name, base, ratios } of rows) {
  const cells = ratios.map((ratio) => `${ratio.toFixed(2)}×`);
  console.log(`| ${name} | ${base.toFixed(0)} ns | ${cells.join(' | ')} |`);
}
for (const note of notes) console.log(`\n${note}`);

// Times the eight functions of each contender in turn, round by round, and prints each one's ratio to C:
//
//   node compare.js FOLDER
//
// with c.node and ours.node in the folder, and napi-rs.node and neon.node where they are to be compared.
'use strict';

const fs = require('fs');
const path = require('path');

const folder = path.resolve(process.argv[2]);
const load = (name) => {
  const file = path.join(folder, name + '.node');
  return fs.existsSync(file) ? require(file) : undefined;
};
const addons = { C: load('c'), ours: load('ours'), 'napi-rs': load('napi-rs'), neon: load('neon') };

const short = 'sixteen bytes ok';
const long = 'x'.repeat(1024);
const five = { a: 1, b: 2, c: 3, d: 4, e: 5 };
const numbers = Array.from({ length: 1000 }, (_, i) => i / 2);
const plus = (n) => n + 1;

// Each contender has a function of its own, so that the engine compiles it for that one.
const loop = (body) => new Function('addon', 'short', 'long', 'five', 'numbers', 'plus', `
  const { add, echo, echoCheap, object, sum, callback, callbackCheap, make, increment } = addon;
  const counter = addon.Counter ? new addon.Counter() : make();
  return (times) => { let last; for (let i = 0; i < times; i++) last = ${body}; return last; };`);

const cases = [
  ['add(i32, i32)', 'add(i, 2)'],
  ['echo, 16 bytes', 'echo(short)', 'echoCheap(short)'],
  ['echo, 1 KiB', 'echo(long)', 'echoCheap(long)'],
  ['object of 5 fields, read and made', 'object(five)'],
  ['1000 numbers to a Vec<f64>', 'sum(numbers)'],
  ['method of a class', 'counter.increment(i)'],
  ['callback', 'callback(plus, i)', 'callbackCheap(plus, i)'],
];

const median = (values) => values.sort((a, b) => a - b)[values.length >> 1];

for (const [title, body, cheap] of cases) {
  const contenders = [];
  for (const [name, addon] of Object.entries(addons)) {
    if (!addon) continue;
    const own = name === 'neon' ? body.replace('counter.increment(i)', 'increment(counter, i)') : body;
    const make = (body) => loop(body)(addon, short, long, five, numbers, plus);
    contenders.push({ name, run: make(own), times: [] });
    if (name === 'ours' && cheap) contenders.push({ name: 'ours, cheapest', run: make(cheap), times: [] });
  }
  let times = 64;
  const time = (run) => {
    const start = process.hrtime.bigint();
    run(times);
    return Number(process.hrtime.bigint() - start) / times;
  };
  while (time(contenders[0].run) * times < 4e6) times *= 2;
  for (const { run } of contenders) run(times);
  for (let round = 0; round < 61; round++) {
    for (const contender of contenders) contender.times.push(time(contender.run));
  }
  const base = contenders[0].times.slice();
  console.log(title);
  for (const { name, times } of contenders) {
    const ratios = times.map((time, round) => time / base[round]);
    const best = Math.min(...times);
    console.log(`  ${name.padEnd(16)} ${best.toFixed(1).padStart(9)} ns   ${median(ratios).toFixed(2)}×`);
  }
}

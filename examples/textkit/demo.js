// Prints what textkit does, the same in every host:
//
//   cargo build -p textkit
//   cp target/debug/libtextkit.so textkit.node
//   node examples/textkit/demo.js ./textkit.node
'use strict';

const path = process.argv[2];
const textkit = require(path.startsWith('/') ? path : process.cwd() + '/' + path);

function show(name, value) {
  console.log(name + ': ' + JSON.stringify(value));
}

function fails(name, f) {
  try {
    show(name, f());
  } catch (error) {
    const cause = error.cause === undefined ? undefined : error.cause.message;
    show(name, { name: error.name, message: error.message, code: error.code, cause });
  }
}

show('exports', Object.keys(textkit).sort());
show('MAX_LENGTH', textkit.MAX_LENGTH);
show('add', textkit.add(0.5, 2));
show('countOf', textkit.countOf('banana', 'a'));

show('greet', textkit.greet('Ann'));
show('greet with options', textkit.greet('Ann', { retries: 2, mark: '?' }));
fails('greet with -1', () => textkit.greet('Ann', { retries: -1, mark: '?' }));
fails('greet without mark', () => textkit.greet('Ann', {}));
fails('greet without name', () => textkit.greet());
fails('add of a string', () => textkit.add(1, '2'));

show('filterWords', textkit.filterWords('one two three four', (word, place) => place % 2 === 1));
fails('filterWords that throws', () =>
  textkit.filterWords('one two', () => {
    throw new RangeError('enough');
  })
);
fails('filterWords without a boolean', () => textkit.filterWords('one two', () => 1));

show('adults', textkit.adults([{ name: 'Ann', age: 40 }, { name: 'Bob' }, { name: 'Eve', age: 72 }]));
fails('adults with a number', () => textkit.adults([{ name: 'Ann', age: 40 }, { name: 7 }]));

show('checksum', textkit.checksum(new Uint8Array([1, 2, 3])));
const bytes = new Uint8Array([1, 255]);
textkit.incrementAll(bytes);
show('incrementAll', Array.from(bytes));
fails('checksum of an array', () => textkit.checksum([1, 2, 3]));

show('slug', textkit.slug('Hello wide World'));
fails('slug that is too long', () => textkit.slug('x'.repeat(81)));
fails('parse', () => textkit.parse('4x'));
fails('explode', () => textkit.explode('boom'));
show('tryCall', textkit.tryCall(() => textkit.explode('inside')));
show('tryCall of what throws a string', textkit.tryCall(() => { throw 'text'; }));
show('words.reverse', textkit.words.reverse('drawer'));

const { Counter } = textkit;
const counter = new Counter(5);
show('Counter', [counter instanceof Counter, counter.count, counter.add(), counter.add(10)]);
counter.count = 100;
const seen = [];
counter.onStep((self, count) => seen.push(count, self === counter, self.add()));
show('Counter.step', [counter.step(), counter.count, seen]);
show('Counter.STEP', Counter.STEP);
const made = Counter.fromText(' 42 ');
show('Counter.fromText', [made instanceof Counter, made.count]);
show('Counter.furthest', [Counter.furthest(counter, made), Counter.furthest(made, made)]);
fails('Counter.fromText of no number', () => Counter.fromText('x'));
fails('Counter without new', () => Counter(1));
fails('Counter.count set to a string', () => { counter.count = 'x'; });
fails('Counter.furthest of a plain object', () => Counter.furthest(counter, {}));
class Loud extends Counter {
  add(amount) {
    return super.add(amount) + '!';
  }
}
show('a subclass', [new Loud(1).add(2), new Loud() instanceof Counter]);

textkit
  .doubleLater(21)
  .then((number) => {
    show('doubleLater', number);
    return new Promise((resolve) => {
      const numbers = [];
      textkit.countInThread(3, (number) => {
        numbers.push(number);
        if (numbers.length === 3) resolve(numbers);
      });
    });
  })
  .then((numbers) => show('countInThread', numbers));

// Small things of the web's and of V8's that are read while a program loads.
'use strict';
const show = (...values) => console.log(...values);

const headers = new Headers([['B', ' two '], ['a', '1'], ['b', 'three']]);
headers.append('Set-Cookie', 'x=1');
headers.append('set-cookie', 'y=2');
show([...headers], headers.get('B'), headers.get('none'), headers.has('A'), headers.getSetCookie(), new Headers({ x: 1 }).get('x'));
headers.delete('b');
headers.set('A', 'other');
headers.forEach((value, name) => show(name, value));
for (const wrong of [() => headers.set('a b', ''), () => headers.set('a', 'x\ny'), () => new Headers(7)]) try { wrong(); } catch ({ name }) { show(name); }

// What `Headers` says of what is no header, and how it is walked through.
const attempt = (run) => {
  try {
    show(run());
  } catch ({ name, code, message }) {
    show(name, code, message);
  }
};
for (const init of [null, 5, [['a', 'b', 'c']], { a: 1, b: null }, { 'a b': 1 }, { a: '\u0100' }, new Headers({ q: 1 }), new Map([['m', 1]]), { a: ['x', 'y'] }]) {
  attempt(() => [...new Headers(init)]);
}
const some = () => new Headers([['B', ' two '], ['a', '1'], ['b', 'three'], ['set-cookie', 'x'], ['Set-Cookie', 'y']]);
for (const method of ['append', 'set', 'delete', 'get', 'has', 'forEach']) {
  for (const values of [[], ['a'], ['', 'x'], ['a b', 'x'], ['a', 'x\ny'], ['a', ' t \t'], [5, 5], ['\u0100', 'x'], ['b', '\u00FF'], [null, undefined], ['Set-Cookie', 'z']]) {
    attempt(() => {
      const object = some();
      return [method, object[method](...values), [...object].join()];
    });
  }
}
const walked = some();
const walk = walked.entries();
show(walk.next(), walked.set('aa', '0'), walk.next(), [...walk], walk.next(), walk[Symbol.iterator]() === walk, Object.prototype.toString.call(walked.keys()));
some().forEach(function (value, name, object) { show(value, name, this.receiver, object instanceof Headers); }, { receiver: 1 });
class Derived extends Headers {
  get(name) { return `<${super.get(name)}>`; }
}
show(some(), new Headers(), new Derived({ a: 1 }).get('a'), [...new Derived({ a: 1 }).keys()], Object.keys(Headers.prototype), Headers.prototype[Symbol.iterator] === Headers.prototype.entries);
attempt(() => Headers.prototype.get.call({}, 'a'));

// Text and bytes.
const encoder = new TextEncoder();
show(new TextDecoder(), encoder, encoder.encode(), encoder.encode(null), encoder.encode('a\uD800é'), encoder.encodeInto('aé😀b', new Uint8Array(6)), Object.keys(TextDecoder.prototype));
for (const run of [() => new TextDecoder('x'), () => new TextDecoder(' UTF8 ').encoding, () => new TextDecoder('latin1').encoding, () => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(255)),
  () => new TextDecoder().decode(5), () => encoder.encodeInto(5, new Uint8Array(1)), () => encoder.encodeInto('x', 5), () => new TextDecoder('utf-8', 5), () => new TextDecoder('utf-8', null).fatal,
  () => new TextDecoder().decode(new SharedArrayBuffer(2)).length, () => new TextDecoder().decode(Uint8Array.of(0xEF, 0xBB, 0xBF, 65)).length, () => new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.of(0xEF, 0xBB, 0xBF, 65)).length,
  () => new (class extends TextDecoder {})().decode(new DataView(Uint8Array.of(65, 66).buffer, 1)), () => Object.prototype.toString.call(new TextDecoder()), () => TextDecoder.prototype.fatal, () => TextDecoder.prototype.decode.call({})]) attempt(run);
const stream = new TextDecoder();
show([stream.decode(Uint8Array.of(0xE2, 0x82), { stream: true }), stream.decode(Uint8Array.of(0xAC), { stream: true }), stream.decode(Uint8Array.of(0xE2)), stream.decode()]);

show([1234567.891, 0.5, -0.25, 12, 1e6, NaN, Infinity].map(new Intl.NumberFormat('en-US').format));
show([1, 2.345, 1000].map((each) => new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2, useGrouping: false }).format(each)));
show(Intl.NumberFormat('en-US', { style: 'percent' }).format(0.256), new Intl.NumberFormat('en').format(12345678901234567890n));
show(typeof new Intl.DateTimeFormat().resolvedOptions().timeZone, new Intl.Segmenter() instanceof Intl.Segmenter, ['b', 'a'].sort(new Intl.Collator().compare));
show([1, 2, 3, 4, 11, 21].map((each) => new Intl.PluralRules('en', { type: 'ordinal' }).select(each)), new Intl.PluralRules('en').select(1));
show(new Intl.ListFormat('en').format(['a', 'b', 'c']), new Intl.ListFormat('en', { type: 'disjunction' }).format(['a', 'b']));

// Half a digit is rounded up, of the number as it is written; other languages are this one.
const two = new Intl.NumberFormat('en', { maximumFractionDigits: 2 });
show([1.005, 2.675, -1.005, 0.005, 1e21, 1.5e22, -0, -0.001, 1e-7, 123456789.125, 5e-324, -Infinity].map((each) => two.format(each)));
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
show([0.145, 0.5755, 1, 10n, NaN, Infinity].map((each) => percent.format(each)));
const other = new Intl.NumberFormat('xx');
show(other.resolvedOptions().locale, Intl.NumberFormat.supportedLocalesOf(['xx', 'en', 'en-US']), other.format(1234.5));

const error = new Error('text');
error.stack = undefined;
show(error.stack, Object.keys(error), new Error('x').stack.split('\n')[0].length > 0);
class Coded extends Error {
  constructor(code) {
    super(code);
    this.stack = code;
  }
}
show(new Coded(7).stack, Object.keys(new Coded('x')));

const { prepareStackTrace } = Error;
Error.prepareStackTrace = (_, sites) => sites;
function here() {
  const target = {};
  Error.captureStackTrace(target);
  return target.stack[0];
}
const site = here();
Error.prepareStackTrace = prepareStackTrace;
show(site.getFunctionName(), require('path').basename(site.getFileName()), site.getLineNumber(), site.isEval(), site.isNative(), site.isConstructor(), site.isAsync());
show(['getThis', 'getTypeName', 'getMethodName', 'getEvalOrigin', 'getScriptNameOrSourceURL', 'isToplevel', 'toString'].every((name) => typeof site[name] === 'function'));

const events = require('events');
const emitter = new events();
emitter.on(events.errorMonitor, ({ message }) => show('watched', message));
emitter.on('error', ({ message }) => show('handled', message));
emitter.emit('error', new Error('seen'));
events.setMaxListeners(30, emitter);
show(emitter.getMaxListeners(), events.getEventListeners(emitter, 'error').length, events.listenerCount(emitter, 'error'), events.getMaxListeners(emitter));
show(typeof process.versions.v8, typeof process.versions.openssl, typeof process._rawDebug);

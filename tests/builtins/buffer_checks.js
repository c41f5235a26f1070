// What `Buffer`'s methods say of arguments that are wrong, at the edges, or of other types.
'use strict';
const { inspect } = require('util');
const { isAscii, isUtf8, transcode } = require('buffer');
const show = (value) => (Buffer.isBuffer(value) ? `<${value.toString('hex')}>` : inspect(value));
function attempt(what, run) {
  let result;
  try {
    result = show(run());
  } catch ({ name, code, message }) {
    result = `${name} ${code} ${message}`;
  }
  console.log(what, result);
}
const call = (object, method, ...values) => attempt(`${method}(${values.map(show)})`, () => object[method](...values));

// Numbers, at places that are there or not.
const bytes = Buffer.from('000102030405060708090a0b0c0d0e0f8081fffe7f', 'hex');
const kinds = ['Int16', 'UInt16', 'Uint16', 'Int32', 'UInt32', 'Uint32', 'Float', 'Double', 'BigInt64', 'BigUInt64', 'BigUint64'];
const names = ['Int8', 'UInt8', 'Uint8', ...kinds.flatMap((kind) => [`${kind}LE`, `${kind}BE`])];
for (const name of names) for (const offset of [undefined, 13, 17, 20, 21]) call(bytes, `read${name}`, offset);
for (const name of ['Int8', 'UInt32BE', 'DoubleLE']) for (const offset of [-1, 1.5, NaN, Infinity, null, '1', {}, true]) call(bytes, `read${name}`, offset);
for (const name of ['IntLE', 'IntBE', 'UIntLE', 'UIntBE', 'UintLE', 'UintBE']) {
  for (const size of [1, 2, 3, 4, 5, 6]) call(bytes, `read${name}`, 15, size);
  for (const [offset, size] of [[0, 0], [0, 7], [0, undefined], [0, 1.5], [0, '2'], [undefined, 2], [20, 2], [-1, 2], ['0', 2]]) call(bytes, `read${name}`, offset, size);
}
for (const name of names) {
  const isBig = name.startsWith('Big');
  const values = isBig ? [0n, -1n, 2n ** 63n, -(2n ** 63n) - 1n, 2n ** 64n] : [1.7, -1, 255, 256, -129, 65536, 2 ** 31, 2 ** 32, 2 ** 40, NaN, '5', undefined];
  for (const value of values) {
    const target = Buffer.alloc(9, 7);
    call(target, `write${name}`, value, 1);
    console.log(show(target));
  }
  call(Buffer.alloc(4), `write${name}`, isBig ? 1n : 1, 4);
}
for (const name of ['IntLE', 'UIntBE']) {
  for (const size of [1, 3, 5, 6]) {
    for (const value of [1.9, -1, 255, 2 ** 23, 2 ** 39, 2 ** 47, 2 ** 48]) {
      const target = Buffer.alloc(8, 7);
      call(target, `write${name}`, value, 1, size);
      console.log(show(target));
    }
  }
}
const { prototype } = Buffer;
console.log(prototype.readUint8 === prototype.readUInt8, prototype.writeBigUint64BE === prototype.writeBigUInt64BE, prototype.toLocaleString === prototype.toString);
call(Buffer.alloc(1), 'readInt32LE', 0);
call(Buffer.alloc(0), 'readInt8');

// Searching.
const text = Buffer.from('abcabcabc€abc');
for (const method of ['indexOf', 'lastIndexOf', 'includes']) {
  for (const value of ['abc', '', 'zz', '€', 353, NaN, Buffer.from('bc'), Buffer.alloc(0), null, {}]) {
    for (const offset of [undefined, 0, 4, -3, -100, 100, 2.9, '3', 'latin1', 'klingon']) call(text, method, value, offset);
  }
}
for (const encoding of ['utf16le', 'hex', 'latin1', undefined]) {
  for (const value of ['ab', '6162', Buffer.from('ab')]) call(Buffer.from('xabab\u0100ab', 'utf16le'), 'indexOf', value, 2, encoding);
}

// Comparing.
const hello = Buffer.from('hello');
for (const value of [hello, Buffer.from('help'), new Uint8Array(2), 'x', null, new Uint16Array(2)]) {
  call(hello, 'equals', value);
  call(hello, 'compare', value);
  attempt('Buffer.compare', () => Buffer.compare(hello, value));
}
for (const value of [0, 4, 5, 6, 1.5, '1', NaN]) {
  for (const before of [0, 1, 2, 3]) call(Buffer.from('hallo'), 'compare', hello, ...Array(before), value);
}

// Filling and copying.
for (const values of [['ab'], ['abc', 1, 3], ['', 1], [300], [-1], [1.7], [true], [null], ['zz', 'hex'], ['abcd', 'base64'], ['a', 0, 3, 'utf16le'],
  ['a', 9], ['a', 0, 9], ['a', 'nope'], ['a', 0, 2, 5], ['a', 0, 'x'], ['a', null], [Buffer.from('xy')], [Buffer.alloc(0)], [new Uint16Array([258])],
  [{}], ['a', 3, 1], [5, 'x'], ['a', 0, undefined, 'hex']]) {
  attempt(`fill ${show(values)}`, () => Buffer.alloc(8, 46).fill(...values).toString('latin1'));
}
for (const values of [[], [1, 2, 4], [0, 0, 100], [-1], [0, -1], [0, 6], [0, 5], [0, 0, -1], [8], ['1', '1'], [NaN], [1.9, 1.9, 3.9], [0, 3, 2]]) {
  const target = Buffer.alloc(8, 46);
  attempt(`copy ${show(values)}`, () => hello.copy(target, ...values) + target.toString('latin1'));
}
for (const target of [null, {}, 'x', []]) call(hello, 'copy', target);
const overlapping = Buffer.from('abcdefgh');
console.log(overlapping.copy(overlapping, 2, 0, 6), overlapping.toString(), overlapping.copy(overlapping, 0, 2), overlapping.toString());
for (const values of [[[]], [[hello, hello]], [[hello], 3], [[hello], 9], [[], 9], [[hello], 1.5], [[hello], 'x'], ['x'], [{}], [[1]], [[new Uint8Array(2), hello]]]) {
  attempt(`concat ${show(values)}`, () => Buffer.concat(...values));
}
for (const method of ['swap16', 'swap32', 'swap64']) for (const length of [0, 2, 6, 8]) call(Buffer.from(Array.from({ length }, (_, index) => index)), method);
for (const values of [[], [1], [1, 1], [5], [-1], [0, -1], ['x'], [1.5]]) attempt('copyBytesFrom', () => Buffer.copyBytesFrom(new Uint16Array([1, 2, 3]), ...values));

// Text.
const raw = Buffer.from([0, 65, 0x7F, 0x80, 0xC3, 0xA9, 0xFF, 0xE2, 0x82, 0xAC, 0xF0, 0x9F, 0x98, 0x80, 0xED, 0xA0, 0x80, 0xE2, 0x82]);
const encodings = ['utf8', 'UTF-8', 'hex', 'base64', 'base64url', 'binary', 'ascii', 'ucs2', 'utf-16le', 'nope', '', null, 5];
for (const encoding of encodings) {
  call(raw, 'toString', encoding);
  for (const text of ['héllo€', '\uD83D\uDE00', '\uD800x', '616', '6x62', 'Y-_+/w==', 'YQ==YQ==', 'YW Jj\n', 'Y', '=']) {
    attempt(`from ${show(text)} ${encoding}`, () => [Buffer.from(text, encoding).toString('hex'), Buffer.byteLength(text, encoding)]);
    const target = Buffer.alloc(6, 46);
    attempt('write', () => [target.write(text, 1, 4, encoding), target.toString('latin1')]);
  }
}
for (const start of [-1, 3, 100, NaN, '2', null, 1.9]) for (const end of [undefined, -1, 5, 100, NaN, '7', null, 4.9]) call(raw, 'toString', 'latin1', start, end);
for (const values of [['abc', -1], ['abc', 7], ['abc', 1.5], ['abc', 0, -1], ['abc', 0, 7], ['abc', null], ['abc', '0'], ['abc', undefined, 1]]) call(Buffer.alloc(6), 'write', ...values);
for (const method of ['asciiSlice', 'base64Slice', 'latin1Slice', 'hexSlice', 'ucs2Slice', 'utf8Slice']) for (const range of [[], [1, 5], [5, 1]]) call(raw, method, ...range);
for (const value of [5, null, [], new ArrayBuffer(5), new SharedArrayBuffer(6), new DataView(new ArrayBuffer(7))]) attempt('byteLength', () => Buffer.byteLength(value));
for (const text of ['aGk=', ' aG k=\n', 'a', '==', 'a===', 'aG=k', '€', '', 'ab==cd==', null]) attempt(`atob ${show(text)}`, () => atob(text));
for (const text of ['hi', '\u00FF', '\u0100', '', null]) attempt(`btoa ${show(text)}`, () => btoa(text));
for (const value of [hello, raw, new ArrayBuffer(2), 'x', {}]) {
  attempt('isUtf8', () => isUtf8(value));
  attempt('isAscii', () => isAscii(value));
}
for (const [from, to] of [['utf8', 'ucs2'], ['utf8', 'latin1'], ['utf8', 'ascii'], ['latin1', 'utf8'], ['ucs2', 'utf8'], ['utf8', 'hex'], ['x', 'y']]) {
  attempt(`transcode ${from} ${to}`, () => transcode(Buffer.from('hé€'), from, to));
}

// Making them.
for (const value of [null, true, {}, [1, 300, -1, 1.9, '5'], { length: 2 }, { length: -1 }, { length: '2' }, new String('x'), { valueOf: () => 'q' }, { valueOf: () => 5 },
  { [Symbol.toPrimitive]: () => 'tp' }, 5n, { type: 'Buffer', data: 'x' }, new Float32Array([1.5, -1]), new Map(), { buffer: new ArrayBuffer(3) }, new Number(5)]) {
  attempt('from', () => Buffer.from(value));
}
for (const values of [[], [2, 3], [8], [9], [0, 9], [2, 7], ['2', '3'], ['x'], [0, -1], [0, NaN], [Infinity]]) {
  attempt(`from memory ${show(values)}`, () => {
    const { length, byteOffset } = Buffer.from(new ArrayBuffer(8), ...values);
    return [length, byteOffset];
  });
}
for (const values of [[4, 'ab'], [4, ''], [4, '6162', 'hex'], [4, 'zz', 'hex'], [4, 'a', 'nope'], [4, Buffer.alloc(0)], [0, 'zz', 'hex'], [4, null], ['5'], [null]]) {
  attempt(`alloc ${show(values)}`, () => Buffer.alloc(...values));
}
attempt('new', () => [Buffer(2), new Buffer('abc'), new Buffer('6162', 'hex')]);
attempt('new', () => Buffer(5, 'utf8'));
class Derived extends Buffer {}
console.log(new Derived(2), new Derived(2) instanceof Derived, hello.map((byte) => byte) instanceof Buffer, hello.slice(1).constructor === Buffer, Buffer[Symbol.species].name);
console.log(Object.keys(Buffer).sort().join(), Object.getPrototypeOf(Buffer) === Uint8Array, Buffer.prototype.parent, Buffer.prototype.offset);
const inherited = [];
for (const name in Buffer.prototype) inherited.push(name);
console.log(inherited.sort().join());

// Memory that is shared, or gone.
const shared = Buffer.from(new SharedArrayBuffer(8));
console.log(shared.write('abc', 1), shared.indexOf('c'), shared.fill('xy').toString(), shared.readInt32LE(1), shared.writeInt16BE(5, 2), hello.copy(shared, 2), shared.swap16(), Buffer.concat([shared, shared]));
const memory = new ArrayBuffer(8);
const detached = Buffer.from(memory);
structuredClone(memory, { transfer: [memory] });
console.log(detached.length, detached.toString(), detached.indexOf('a'), detached.equals(Buffer.alloc(0)), detached.copy(hello), hello.copy(detached), detached.swap16(), detached.toJSON());
attempt('read', () => detached.readInt8(0));
attempt('write', () => detached.writeInt8(1, 0));

// It goes while arguments are looked at.
for (const run of [(buffer, gone) => buffer.toString('latin1', gone(1), gone(7)), (buffer, gone) => buffer.indexOf('a', gone(2)), (buffer, gone) => buffer.writeInt32LE(gone(5), 2),
  (buffer, gone) => buffer.writeUIntBE(gone(5), 2, 3), (buffer, gone) => { try { buffer.fill(gone(5)).write('abc', 1, 5, gone('latin1')); } catch {} },
  (buffer, gone) => { try { buffer.write('abc', 1, 5, gone('latin1')); } catch {} }]) {
  const memory = new ArrayBuffer(8);
  const take = (value) => {
    if (memory.byteLength > 0) structuredClone(memory, { transfer: [memory] });
    return value;
  };
  attempt('gone', () => run(Buffer.from(memory), (value) => ({ valueOf: () => take(value), toString: () => take(value) })));
}

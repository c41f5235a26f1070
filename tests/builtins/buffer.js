// Buffers.
'use strict';
const { Buffer, constants, kMaxLength } = require('buffer');
const show = (...values) => console.log(...values);
const attempt = (run) => {
  try {
    show(run());
  } catch ({ name, code, message }) {
    show(name, code, message);
  }
};
show(Buffer.from('héllo€'), Buffer.from([1, 256, -1, 2.7]), Buffer.from(Uint16Array.of(1, 300)), Buffer.from(new ArrayBuffer(4), 1, 2));
show(Buffer.from(Buffer.from('x')), Buffer.from({ type: 'Buffer', data: [1, 2] }), Buffer.from(new String('boxed')), Buffer.alloc(3, 'ab'), Buffer.alloc(2, 7));
for (const encoding of ['utf8', 'hex', 'base64', 'base64url', 'latin1', 'ascii', 'utf16le', 'ucs2', 'binary']) {
  show(encoding, Buffer.from('héy?>', 'utf8').toString(encoding), Buffer.from('6869', encoding), Buffer.byteLength('6869', encoding), Buffer.isEncoding(encoding));
}
attempt(() => Buffer.from(5));
attempt(() => Buffer.from('x', 'klingon'));
attempt(() => Buffer.alloc('x'));
const buffer = Buffer.from('hello world');
show(buffer.toString('utf8', 6), buffer.slice(0, 5).toString(), buffer.subarray(-5).toString(), buffer.slice(2, 4).buffer === buffer.buffer);
show(buffer.indexOf('o'), buffer.indexOf('o', 5), buffer.lastIndexOf('o'), buffer.includes('wor'), buffer.indexOf(Buffer.from('xyz')), buffer.indexOf(104), buffer.indexOf(''));
show(buffer.equals(Buffer.from('hello world')), Buffer.compare(Buffer.from('a'), Buffer.from('b')), buffer.compare(Buffer.from('hello')));
const target = Buffer.alloc(5);
show(buffer.copy(target, 1, 6), target, target.fill('xy'), target.fill(0, 1, 3), target.write('zz', 3), target);
show(Buffer.concat([Buffer.from('a'), Buffer.from('bc')]), Buffer.concat([Buffer.from('abc')], 2), JSON.stringify(Buffer.from('a')));
const numbers = Buffer.alloc(8);
show(numbers.writeInt16BE(-2, 0), numbers.writeUInt32LE(0xDEADBEEF, 2), numbers.readInt16BE(0), numbers.readUint32LE(2).toString(16), numbers.writeDoubleBE(1.5), numbers.readDoubleBE(), numbers.readBigUInt64LE());
show(numbers.readUIntBE(0, 3), numbers.readIntLE(1, 6), numbers.writeUIntBE(0x123456, 1, 3), numbers);
attempt(() => numbers.readInt32LE(6));
attempt(() => numbers.writeUInt8(256, 0));
attempt(() => numbers.readInt8('x'));
show(Buffer.from('abcd').swap16().toString(), Buffer.from('abc').toString('hex', 1, 2), [...Buffer.from('ab').entries()], Buffer.isBuffer(new Uint8Array(1)), Buffer.of(1, 2));
show(Buffer.from('x') instanceof Uint8Array, typeof kMaxLength, typeof constants.MAX_STRING_LENGTH, Buffer.alloc(60));
show(atob('aGk='), btoa('hi'), Buffer.from('aGk').toString(), Buffer.from('zz', 'hex'), Buffer.from('abc').map((byte) => byte + 1));

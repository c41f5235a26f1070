// C; memory of buffers, found by node-gyp-build.
'use strict';
const { mask, unmask } = require('bufferutil');

const key = Buffer.from([1, 2, 3, 4]);
const source = Buffer.from('a frame of a web socket');
const target = Buffer.alloc(source.length);
mask(source, key, target, 0, source.length);
console.log(target.toString('hex'));
unmask(target, key);
console.log(target.toString());
const shifted = Buffer.alloc(1001, 'ab').subarray(1);
unmask(shifted, key);
unmask(shifted, key);
console.log(shifted.toString() === 'ba'.repeat(500));

// node-addon-api; wrapped objects behind streams.
'use strict';
const keccak = require('keccak');

console.log(keccak('keccak256').update('hello').digest('hex'));
console.log(keccak('sha3-256').update(Buffer.from('hello')).digest('hex'));
console.log(keccak('shake128').update('x').squeeze(16, 'hex'));
try {
  keccak('keccak256').update(5);
} catch (error) {
  console.log(error.name, error.message);
}
const hash = keccak('keccak512');
hash.on('data', (digest) => console.log(digest.toString('hex')));
hash.write('a');
hash.end('b');

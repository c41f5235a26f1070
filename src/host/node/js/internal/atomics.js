// `Atomics.wait` and `Atomics.notify` that a worker can be ended in.
'use strict';

const native = host.natives('worker_threads');
const engines = host.engineAtomics;

// Whether several threads may see it; all else, the engine's own functions deal with.
const isShared = (array) => (array instanceof Int32Array || array instanceof BigInt64Array) &&
  array.buffer instanceof SharedArrayBuffer;

// The index as a number; throws where there is no such element.
function indexOf(array, index) {
  Atomics.load(array, index);
  return Math.trunc(Number(index)) || 0;
}

module.exports = {
  wait(array, index, value, timeout) {
    if (!isShared(array)) return engines.wait(array, index, value, timeout);
    const place = indexOf(array, index);
    const expected = array instanceof Int32Array ? value | 0 : BigInt.asIntN(64, value);
    const longest = Number(timeout);
    return native.wait(array, place, expected, Number.isNaN(longest) ? Infinity : Math.max(longest, 0));
  },

  notify(array, index, count) {
    if (!isShared(array)) return engines.notify(array, index, count);
    const place = indexOf(array, index);
    return native.notify(array, place, count === undefined ? Infinity : Math.max(Math.trunc(Number(count)) || 0, 0));
  },
};

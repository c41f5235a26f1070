// `perf_hooks`.
'use strict';
const { performance } = require('perf_hooks');
console.log(performance === globalThis.performance, typeof performance.timeOrigin, performance.timeOrigin > 1e12);
const start = performance.now();
console.log(typeof start, start > 0, performance.now() >= start);
console.log(Math.abs(performance.timeOrigin + performance.now() - Date.now()) < 1000);
setTimeout(() => console.log(performance.now() - start > 4), 10);

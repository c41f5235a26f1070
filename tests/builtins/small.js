// Builtins of which there is little: `tty`, `constants`, `worker_threads`, `perf_hooks`, `timers/promises`, and none.
'use strict';
console.log(require('tty').isatty(99), require('tty').isatty(-1));
console.log(require('constants').O_RDONLY, require('constants').SIGKILL, require('constants').ENOENT);
const { isMainThread, threadId, parentPort, workerData } = require('worker_threads');
console.log(isMainThread, threadId, parentPort, workerData);
console.log(require('perf_hooks').performance === performance);
console.log(require('path/posix') === require('path'), require('node:path').win32.sep, require('node:fs') === require('fs'));
const timers = require('timers/promises');
timers.setTimeout(1, 'value').then((value) => console.log(value));
timers.setTimeout(1000, 'value', { signal: AbortSignal.abort() }).catch(({ name, code }) => console.log(name, code));
try {
  require('node:nothing');
} catch ({ code, message }) {
  console.log(code, message);
}

// The builtin `timers/promises`.
'use strict';

const { AbortError } = require('internal/errors');
const timers = require('timers');

function wait(start, clear, value, { signal, ref = true } = {}) {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clear(timer);
      reject(new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal?.aborted) return reject(new AbortError(undefined, { cause: signal.reason }));
    const timer = start(() => {
      signal?.removeEventListener('abort', abort);
      resolve(value);
    });
    if (!ref) timer.unref();
    signal?.addEventListener('abort', abort, { once: true });
  });
}

const promises = {
  setTimeout: (delay, value, options) =>
    wait((done) => timers.setTimeout(done, delay), timers.clearTimeout, value, options),
  setImmediate: (value, options) => wait(timers.setImmediate, timers.clearImmediate, value, options),
  async * setInterval(delay, value, options) {
    for (;;) yield await promises.setTimeout(delay, value, options);
  },
  scheduler: {
    wait: (delay, options) => promises.setTimeout(delay, undefined, options),
    yield: () => promises.setImmediate(),
  },
};

module.exports = promises;

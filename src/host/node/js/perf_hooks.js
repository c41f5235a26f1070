// The builtin `perf_hooks`: the global `performance`, as a clock.
'use strict';

const { notProvided } = require('internal/errors');

const timeOrigin = Date.now() - host.hrtime() / 1e6;

const performance = {
  timeOrigin,
  now: () => host.hrtime() / 1e6,
  toJSON: () => ({ timeOrigin }),
};
for (const name of ['mark', 'measure', 'getEntries', 'getEntriesByName', 'getEntriesByType', 'timerify']) {
  performance[name] = () => { throw notProvided(`performance.${name}`); };
}
Object.defineProperty(performance, Symbol.toStringTag, { configurable: true, value: 'Performance' });

module.exports = { performance };

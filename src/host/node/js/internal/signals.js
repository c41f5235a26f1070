// Signals as events of `process`.
'use strict';

const { systemError } = require('internal/errors');
const native = host.natives('signals');
const numbers = host.natives('system').signals();
const names = Object.fromEntries(Object.entries(numbers).map(([name, number]) => [number, name]));

function deliver(number) { process.emit(names[number], names[number], number); }

// A listener is about to be added.
exports.added = (name) => {
  const number = numbers[name];
  if (number === undefined || process.listenerCount(name) > 0) return;
  const errno = native.watch(number, deliver);
  if (errno === 0) return;
  const code = require('util').getSystemErrorName(-errno);
  throw systemError({ message: `uv_signal_start ${code}`, errno: -errno, code, syscall: 'uv_signal_start' });
};

// A listener has been removed.
exports.removed = (name) => {
  const number = numbers[name];
  if (number !== undefined && process.listenerCount(name) === 0) native.unwatch(number);
};

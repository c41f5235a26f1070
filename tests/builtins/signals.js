// Signals as events of `process`.
'use strict';
const { fork } = require('child_process');

if (process.argv[2] === 'default') {
  const listener = () => {};
  process.on('SIGTERM', listener);
  process.off('SIGTERM', listener);
  setTimeout(() => {}, 10_000);
  process.kill(process.pid, 'SIGTERM');
} else if (process.argv[2] === 'ends') {
  // Listening keeps no program alive.
  process.on('SIGINT', () => {});
} else {
  const alive = setTimeout(() => console.log('no signal came'), 10_000);
  for (const name of ['SIGKILL', 'SIGSTOP']) {
    try {
      process.on(name, () => {});
    } catch ({ name, message, code, syscall, errno }) {
      console.log(name, message, code, syscall, errno);
    }
  }
  process.on('SIGNONE', () => {});
  process.once('SIGUSR2', (...values) => {
    console.log('once', values, process.listenerCount('SIGUSR2'));
    process.on('SIGUSR2', function twice(name) {
      console.log('again', name, this === process);
      process.removeListener(name, twice);
      process.on('SIGHUP', (...values) => {
        console.log(values);
        clearTimeout(alive);
        fork(__filename, ['default']).on('exit', (code, signal) => {
          console.log('default', code, signal);
          fork(__filename, ['ends']).on('exit', (code, signal) => console.log('ends', code, signal));
        });
      });
      process.kill(process.pid, 'SIGHUP');
    });
    process.kill(process.pid, 'SIGUSR2');
  });
  process.kill(process.pid, 'SIGUSR2');
  console.log('sent');
}

// A process that forks itself, and talks with what it has forked.
'use strict';
const { fork, spawn } = require('child_process');
const show = (label, ...values) => console.log(label, JSON.stringify(values));

if (process.argv[2] === 'echo') {
  process.send([typeof process.send, process.connected, process.env.NODE_CHANNEL_FD, typeof process.channel]);
  process.on('message', (message) => {
    if (message === 'end') return process.disconnect();
    process.send({ got: message });
  });
  process.on('disconnect', () => { process.exitCode = process.connected ? 1 : 5; });
} else if (process.argv[2] === 'silent') {
  // Nobody listens, so nothing keeps this one alive.
  process.send('hello', (error) => { process.exitCode = error === null ? 4 : 1; });
} else if (process.argv[2] === 'waits') {
  process.on('message', () => {});
  process.on('disconnect', () => process.exit(6));
} else {
  const messages = ['text', 5, true, null, { nested: [1, { a: 'ä€😀' }] }, 'x'.repeat(200000)];
  show('parent', typeof process.send, process.connected);
  const child = fork(__filename, ['echo']);
  show('forked', child.connected, typeof child.channel, child.stdout, child.stdio.length);
  let left = messages.length + 1;
  child.on('message', (message, handle) => {
    const text = JSON.stringify(message);
    show('message', text.length > 100 ? text.length : message, handle);
    if (--left === 0) child.send('end');
  });
  for (const message of messages) child.send(message);
  child.on('disconnect', () => show('disconnected', child.connected, child.channel));
  child.on('close', (...values) => {
    show('close', ...values);
    for (const message of [undefined, () => {}, 1n]) {
      try { child.send(message); } catch (error) { show('refused', error.code, error.message); }
    }
    show('too late', child.send('x', (error) => show('callback', error.code, error.message)));
    child.on('error', (error) => show('error', error.code, error.message));
    child.disconnect();
    second();
  });
}

function second() {
  const child = fork(__filename, ['silent'], { silent: true });
  child.on('message', (message) => show('message', message));
  child.on('close', (code) => { show('close', code); third(); });
}

function third() {
  const child = spawn(process.execPath, [__filename, 'waits'], { stdio: ['ignore', 'inherit', 'inherit', 'ignore', 'ipc'] });
  show('sends', child.send('x'));
  child.disconnect();
  child.on('exit', (code) => show('exit', code));
  try { fork(__filename, [], { stdio: ['pipe', 'pipe', 'pipe'] }); } catch (error) { show('refused', error.code, error.message); }
  try { fork(__filename, [], { stdio: ['pipe', 'pipe', 'pipe', 'ipc', 'ipc'] }); } catch (error) { show('refused', error.code, error.message); }
}

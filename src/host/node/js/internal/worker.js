// What a thread is, as seen from within; and how a worker begins and ends.
'use strict';

const native = host.natives('worker_threads');

const state = {
  isMainThread: !host.isWorker, threadId: 0, threadName: '', parentPort: null, workerData: null,
  environmentData: new Map(),
};
let control;

// Tells the other side of the worker's own channel.
const tell = (message) => native.post(control, message);

// Takes what the `Worker` has sent ahead; before the main script runs.
function begin() {
  const { toPort } = require('internal/message_port');
  let handle;
  [state.threadId, control, handle] = native.beginning();
  const { message: value } = native.take(control);
  state.parentPort = toPort(handle);
  state.workerData = value.workerData;
  state.environmentData = value.environmentData;
  state.threadName = value.name;
  if (value.env !== undefined) process.env = require('internal/process').env(value.env);
  if (value.isSource) process.argv.splice(1, 0, '[worker eval]');
  for (const fd of value.captured) capture(fd);
  const refuse = (what) => () => {
    throw require('internal/errors').coded(TypeError, 'ERR_WORKER_UNSUPPORTED_OPERATION', `${what} is not supported in workers`);
  };
  process.chdir = refuse('process.chdir()');
  process.abort = refuse('process.abort()');
  tell({ type: 'online' });
}

// Sends what is written to an output to whoever made the worker.
function capture(fd) {
  const { write } = host;
  host.write = (target, text, isLatin1) => {
    if (target === fd) tell({ type: 'output', fd, data: Buffer.from(text, isLatin1 ? 'latin1' : 'utf8') });
    else write(target, text, isLatin1);
  };
}

// The worker ends by an exception that nobody caught. Of an error, what it says of itself goes too.
function fail(error) {
  const properties = {};
  if (error instanceof Error) {
    for (const [name, value] of Object.entries(error)) if (Object(value) !== value) properties[name] = value;
  }
  try {
    tell({ type: 'error', error, properties });
  } catch {
    tell({ type: 'error', error: require('internal/inspect').inspect(error), properties: undefined });
  }
}

module.exports = { state, begin, fail };

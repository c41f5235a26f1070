// The builtin `worker_threads`, for programs that ask whether they are in one.
'use strict';

const { notProvided } = require('internal/errors');

class Worker {
  constructor() { throw notProvided('worker_threads.Worker'); }
}
class MessageChannel {
  constructor() { throw notProvided('worker_threads.MessageChannel'); }
}

module.exports = {
  isMainThread: true, threadId: 0, parentPort: null, workerData: null, resourceLimits: {},
  SHARE_ENV: Symbol.for('nodejs.worker_threads.SHARE_ENV'),
  Worker, MessageChannel,
};

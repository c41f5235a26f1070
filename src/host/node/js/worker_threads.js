// The builtin `worker_threads`.
'use strict';

const EventEmitter = require('events');
const path = require('path');
const { coded, invalidArgType, notProvided, checkString } = require('internal/errors');
const { MessageChannel, MessagePort, toPort } = require('internal/message_port');
const { state } = require('internal/worker');
const native = host.natives('worker_threads');
const { receiveMessageOnPort, markAsUntransferable, isMarkedAsUntransferable } = native;

const SHARE_ENV = Symbol.for('nodejs.worker_threads.SHARE_ENV');

class Worker extends EventEmitter {
  #handle;
  #control;
  #port;
  #portHandle;
  #outputs = new Map();
  #ended = Promise.withResolvers();

  constructor(filename, options = {}) {
    super();
    const script = options.eval ? evaluated(filename) : scriptOf(filename);
    for (const name of ['argv', 'execArgv']) {
      if (options[name] && !Array.isArray(options[name])) throw invalidArgType(`options.${name}`, 'Array', options[name]);
    }
    const { env, name = '', workerData = null } = options;
    checkString(name, 'options.name');
    if (env !== undefined && env !== null && env !== SHARE_ENV && typeof env !== 'object') {
      throw coded(TypeError, 'ERR_INVALID_ARG_TYPE', 'The "options.env" property must be of type object or one of ' +
        `undefined, null, or worker_threads.SHARE_ENV. Received ${require('internal/inspect').received(env)}`);
    }
    const captured = [[1, options.stdout], [2, options.stderr]].filter(([, wanted]) => wanted).map(([fd]) => fd);
    const [port, workerPort] = native.channel();
    const [control, workerControl] = native.channel();
    // First what may be refused.
    native.post(control, {
      workerData, name, captured, isSource: 'source' in script, environmentData: state.environmentData,
      env: env === SHARE_ENV ? undefined : Object.fromEntries(Object.entries(env ?? process.env).map(([key, each]) => [key, `${each}`])),
    }, options.transferList);
    for (const fd of captured) this.#outputs.set(fd, this.#output());

    this.#control = control;
    this.#portHandle = port;
    this.#port = toPort(port);
    this.#port.on('message', (value) => this.emit('message', value));
    this.#port.on('messageerror', (error) => this.emit('messageerror', error));
    native.start(control, () => this.#hear());
    native.setRef(control, false);
    this.#port.unref();
    [this.#handle, this.threadId] = native.spawn({
      ...script, name, port: workerPort, control: workerControl,
      argv: (options.argv ?? []).map(String), execArgv: options.execArgv?.map(String) ?? process.execArgv,
    }, (code) => this.#end(code));
    this.threadName = name;
    this.resourceLimits = {};
    this.performance = { eventLoopUtilization: () => ({ idle: 0, active: 0, utilization: 0 }) };
  }

  #output() {
    const { Readable } = require('stream');
    return new Readable({ read() {} });
  }

  // The worker says something of itself.
  #hear() {
    for (let taken = native.take(this.#control); taken; taken = native.take(this.#control)) {
      const { type, error, properties, fd, data } = taken.message;
      if (type === 'online') this.emit('online');
      else if (type === 'output') this.#outputs.get(fd).push(Buffer.from(data.buffer));
      else this.emit('error', error instanceof Error ? Object.assign(error, properties) : error);
    }
  }

  // The thread has ended; what it has sent before comes first.
  #end(code) {
    native.setKeepAlive(this.#handle, false);
    // It holds the callback that holds this.
    this.#handle = undefined;
    this.threadId = -1;
    try {
      this.#hear();
      for (let received = receiveMessageOnPort(this.#port); received; received = receiveMessageOnPort(this.#port)) {
        this.emit('message', received.message);
      }
    } finally {
      native.detach(this.#control);
      native.detach(this.#portHandle);
      for (const stream of this.#outputs.values()) stream.push(null);
      this.#ended.resolve(code);
      this.emit('exit', code);
    }
  }

  postMessage(...values) { this.#port.postMessage(...values); }

  // Ends the worker wherever it is; gives its exit code.
  terminate() {
    this.ref();
    if (this.threadId === -1) return Promise.resolve();
    native.terminate(this.#handle);
    return this.#ended.promise;
  }

  ref() { if (this.threadId !== -1) native.setKeepAlive(this.#handle, true); }
  unref() { if (this.threadId !== -1) native.setKeepAlive(this.#handle, false); }

  // Streams where the options asked for them; otherwise the worker writes where this thread does.
  get stdout() { return this.#outputs.get(1) ?? null; }
  get stderr() { return this.#outputs.get(2) ?? null; }
  get stdin() { return null; }
  getHeapSnapshot() { throw notProvided('worker.getHeapSnapshot'); }
  async [Symbol.asyncDispose]() { await this.terminate(); }
}

function evaluated(source) {
  if (typeof source !== 'string') {
    throw coded(TypeError, 'ERR_INVALID_ARG_VALUE', "The property 'options.eval' must be false when 'filename' is not a string. " +
      'Received true');
  }
  return { source };
}

function scriptOf(filename) {
  if (typeof filename === 'string') {
    if (!path.isAbsolute(filename) && !/^\.\.?[\\/]/.test(filename)) {
      throw coded(TypeError, 'ERR_WORKER_PATH', 'The worker script or module filename must be an absolute path or a relative ' +
        `path starting with './' or '../'.${filename.startsWith('file://') ? ' Wrap file:// URLs with `new URL`.' : ''} ` +
        `Received "${filename}"`);
    }
    return { file: path.resolve(filename) };
  }
  if (typeof filename?.href !== 'string') throw invalidArgType('filename', ['string', 'URL'], filename);
  return { file: require('url').fileURLToPath(filename) };
}

module.exports = {
  isMainThread: state.isMainThread, threadId: state.threadId, threadName: state.threadName,
  parentPort: state.parentPort, workerData: state.workerData, resourceLimits: {}, SHARE_ENV,
  Worker, MessageChannel, MessagePort, receiveMessageOnPort, markAsUntransferable, isMarkedAsUntransferable,
  isInternalThread: false,
  getEnvironmentData: (key) => state.environmentData.get(key),
  setEnvironmentData(key, value) {
    if (value === undefined) state.environmentData.delete(key);
    else state.environmentData.set(key, value);
  },
  moveMessagePortToContext() { throw notProvided('worker_threads.moveMessagePortToContext'); },
  postMessageToThread() { throw notProvided('worker_threads.postMessageToThread'); },
};

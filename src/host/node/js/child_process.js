// The builtin `child_process`.
'use strict';

const EventEmitter = require('events');
const { AbortError, coded, invalidArgType, invalidArgValue, notProvided, systemError, checkString } = require('internal/errors');
const { pathOf } = host.natives('fs');
const native = host.natives('child');
const system = host.natives('system');
const { signals } = require('os').constants;

function signalOf(signal) {
  if (signal === undefined || signal === null) return signals.SIGTERM;
  if (typeof signal === 'number') return signal;
  const number = typeof signal === 'string' ? signals[signal] ?? signals[signal.toUpperCase()] : undefined;
  if (number !== undefined) return number;
  throw coded(TypeError, 'ERR_UNKNOWN_SIGNAL', `Unknown signal: ${signal}`);
}

// The arguments `(file, args, options)`, of which the last two may be left out.
function normalize(file, args, options) {
  checkString(file, 'file');
  if (file.length === 0) throw invalidArgValue('file', file, 'cannot be empty');
  if (Array.isArray(args)) args = [...args];
  else if (args === undefined || args === null) args = [];
  else if (typeof args !== 'object') throw invalidArgType('args', 'object', args);
  else [args, options] = [[], args];
  if (options === undefined || options === null) options = {};
  else if (typeof options !== 'object') throw invalidArgType('options', 'object', options);
  for (const each of [file, ...args]) {
    if (String(each).includes('\0')) throw invalidArgValue('args', each, 'must be a string without null bytes');
  }
  args = args.map(String);
  if (options.shell) {
    const command = [file, ...args].join(' ');
    file = typeof options.shell === 'string' ? options.shell : '/bin/sh';
    args = ['-c', command];
  }
  const { timeout } = options;
  if (timeout !== undefined && timeout !== null && !(Number.isInteger(timeout) && timeout >= 0)) {
    throw require('internal/errors').outOfRange('timeout', 'an unsigned integer', timeout);
  }
  return { file, args, options };
}

// What the natives take for it.
function request({ file, args, options }, stdio) {
  const env = [];
  for (const [name, value] of Object.entries(options.env ?? process.env)) {
    if (value !== undefined) env.push(name, String(value));
  }
  return {
    file, args: [options.argv0 ?? file, ...args], env, stdio,
    cwd: require('path').resolve(options.cwd === undefined || options.cwd === null ? '' : pathOf(options.cwd, 'options.cwd')),
    detached: options.detached === true, uid: options.uid, gid: options.gid,
    timeout: options.timeout ?? undefined,
    maxBuffer: options.maxBuffer === Infinity ? undefined : options.maxBuffer ?? 1024 * 1024,
    killSignal: signalOf(options.killSignal),
  };
}

function stdioOf(stdio = 'pipe') {
  const list = typeof stdio === 'string' ? [stdio, stdio, stdio] : [...stdio];
  while (list.length < 3) list.push('pipe');
  return list.map((each, index) => {
    if (each === undefined || each === null) return index < 3 ? 'pipe' : 'ignore';
    if (each === 'inherit') return index;
    if (each === 'overlapped') return 'pipe';
    if (each === 'pipe' || each === 'ignore' || typeof each === 'number') return each;
    if (typeof each?.fd === 'number') return each.fd;
    if (each === 'ipc' && index > 2) return each;
    if (each === 'ipc') throw notProvided("child_process: stdio 'ipc' in the place of a standard stream");
    throw invalidArgValue('stdio', each);
  }).filter((each, index) => index < 3 || each !== 'ignore');
}

// The number under which the child has the channel, if it is to have one.
function channelOf(stdio) {
  if (!Array.isArray(stdio)) return undefined;
  const index = stdio.indexOf('ipc');
  if (index !== stdio.lastIndexOf('ipc')) throw coded(Error, 'ERR_IPC_ONE_PIPE', 'Child process can have only one IPC pipe');
  return index < 0 ? undefined : index;
}

function spawnError(syscall, errno, { file, args }) {
  const { errno: number, code } = require('util')[host.internals].errorOf(errno);
  const error = systemError({
    message: `${syscall} ${code}`, errno: number, code, syscall, path: file,
  });
  error.spawnargs = args;
  return error;
}

function spawnSync(...values) {
  const call = normalize(...values);
  const { options, file } = call;
  const stdio = stdioOf(options.stdio);
  const asked = request(call, stdio);
  let { input } = options;
  if (input !== undefined && input !== null) {
    if (typeof input === 'string') input = Buffer.from(input, options.encoding === 'buffer' ? undefined : options.encoding);
    else if (!ArrayBuffer.isView(input)) throw invalidArgType('options.stdio[0]', ['string', 'Buffer', 'TypedArray', 'DataView'], input);
    stdio[0] = 'pipe';
    asked.input = new Uint8Array(input.buffer, input.byteOffset, input.byteLength);
  }
  const answer = native.runToEnd(asked);
  if (answer.pid === undefined) {
    return {
      error: spawnError(`spawnSync ${file}`, answer.errno, call),
      status: null, signal: null, output: null, pid: 0,
    };
  }
  const output = [null, null, null];
  ['stdout', 'stderr'].forEach((name, index) => {
    if (stdio[index + 1] !== 'pipe') return;
    const text = Buffer.from(answer[name]);
    const { encoding } = options;
    output[index + 1] = encoding && encoding !== 'buffer' ? text.toString(encoding) : text;
  });
  const result = {
    status: answer.status ?? null, signal: answer.signal ?? null, output, pid: answer.pid,
    stdout: output[1], stderr: output[2],
  };
  if (answer.errno !== undefined) result.error = spawnError(`spawnSync ${file}`, answer.errno, call);
  return result;
}

// What the synchronous forms give: the output, or an error where the process did not go well.
function outputOf(result, command, inheritsErrors) {
  if (inheritsErrors && result.stderr?.length > 0) process.stderr.write(result.stderr);
  if (result.error === undefined && result.status === 0) return result.stdout;
  let { error } = result;
  if (error === undefined) {
    let message = `Command failed: ${command}`;
    if (result.stderr?.length > 0) message += `\n${result.stderr.toString()}`;
    error = new Error(message);
  }
  throw Object.assign(error, result, result.error === undefined ? undefined : { error: result.error });
}

function execFileSync(...values) {
  const { file, args, options } = normalize(...values);
  const result = spawnSync(file, args, { ...options, shell: false });
  return outputOf(result, [values[0], ...(Array.isArray(values[1]) ? values[1] : [])].join(' '), options.stdio === undefined);
}

function execSync(command, options = {}) {
  checkString(command, 'command');
  const result = spawnSync(command, { ...options, shell: options?.shell || true });
  return outputOf(result, command, options?.stdio === undefined);
}

class ChildProcess extends EventEmitter {
  #process;
  #open = 1;

  constructor() {
    super();
    Object.assign(this, {
      pid: undefined, connected: false, killed: false, exitCode: null, signalCode: null,
      spawnfile: null, spawnargs: [], stdin: null, stdout: null, stderr: null, stdio: [null, null, null],
    });
  }

  spawn(call) {
    const { Readable, Writable } = require('stream');
    const ipc = channelOf(call.options.stdio);
    const stdio = stdioOf(call.options.stdio).filter((each) => each !== 'ipc');
    const asked = { ...request(call, stdio), ipc };
    let receive;
    this.spawnfile = call.file;
    this.spawnargs = asked.args;
    const answer = native.start(asked, (from, first, second) => {
      if (from === 0) return this.#exited(first, second);
      if (from === 3) return receive(first);
      const stream = from === 1 ? this.stdout : this.stderr;
      stream.push(first === undefined ? null : Buffer.from(first));
    });
    const started = answer.pid !== undefined;
    if (stdio[0] === 'pipe') {
      this.stdin = new Writable({
        write: (data, encoding, callback) => {
          if (this.#process !== undefined) native.write(this.#process, data);
          process.nextTick(callback);
        },
        final: (callback) => {
          if (this.#process !== undefined) native.write(this.#process);
          process.nextTick(callback);
        },
      });
    }
    ['stdout', 'stderr'].forEach((name, index) => {
      if (stdio[index + 1] !== 'pipe') return;
      const stream = this[name] = new Readable({ read() {} });
      this.#open++;
      stream.once('close', () => this.#closed());
      if (!started) stream.destroy();
    });
    this.stdio = [this.stdin, this.stdout, this.stderr];
    if (Array.isArray(call.options.stdio)) this.stdio.push(...call.options.stdio.slice(3).map(() => null));
    if (started) {
      this.pid = answer.pid;
      this.#process = answer.process;
      if (ipc !== undefined) {
        this.#open++;
        receive = require('internal/channel').attach(this, process.nextTick, {
          connection: () => this.#process,
          setRef: (keep) => this.#setRef(keep),
          closed: () => this.#closed(),
        });
      }
      process.nextTick(() => this.emit('spawn'));
    } else {
      const error = spawnError(`spawn ${call.file}`, answer.errno, call);
      this.exitCode = error.errno;
      process.nextTick(() => {
        this.emit('error', error);
        this.#closed();
      });
    }
    return this;
  }

  #exited(code, signal) {
    this.exitCode = code ?? null;
    this.signalCode = signal ?? null;
    this.stdin?.destroy();
    this.emit('exit', this.exitCode, this.signalCode);
    // What nobody reads must not hold up the end.
    process.nextTick(() => {
      for (const stream of [this.stdout, this.stderr]) {
        if (stream !== null && stream.readableFlowing === null && stream.listenerCount('readable') === 0) stream.resume();
      }
    });
    this.#closed();
  }

  #closed() {
    if (--this.#open > 0) return;
    if (this.#process !== undefined) native.release(this.#process);
    this.#process = undefined;
    this.emit('close', this.exitCode, this.signalCode);
  }

  kill(signal) {
    const number = signalOf(signal);
    if (this.exitCode !== null || this.signalCode !== null || this.pid === undefined) return false;
    const isSent = system.kill(this.pid, number) === 0;
    if (isSent && number !== 0) this.killed = true;
    return isSent;
  }

  #setRef(keep) { if (this.#process !== undefined) native.setRef(this.#process, keep); }
  ref() { this.#setRef(true); }
  unref() { this.#setRef(false); }
  [Symbol.dispose]() { this.kill(); }
}

function spawn(...values) {
  const call = normalize(...values);
  const { signal, timeout, killSignal } = call.options;
  const child = new ChildProcess().spawn(call);
  if (timeout > 0) {
    const timer = setTimeout(() => child.kill(killSignal), timeout);
    child.once('exit', () => clearTimeout(timer));
  }
  if (signal !== undefined) {
    const abort = () => {
      if (child.kill(killSignal)) child.emit('error', new AbortError(undefined, { cause: signal.reason }));
    };
    if (signal.aborted) process.nextTick(abort);
    else signal.addEventListener('abort', abort, { once: true });
  }
  return child;
}

// A process with its output collected, for `callback(error, stdout, stderr)`.
function collect(call, command, callback) {
  const { options } = call;
  const { encoding = 'utf8', maxBuffer = 1024 * 1024, timeout = 0, killSignal } = options;
  const child = spawn(call.file, call.args, { ...options, shell: false, stdio: undefined, timeout: 0 });
  const texts = { stdout: [], stderr: [] };
  let failure = null;
  let isDone = false;
  let timer;

  function done(code, signal) {
    if (isDone) return;
    isDone = true;
    clearTimeout(timer);
    if (typeof callback !== 'function') return;
    const [stdout, stderr] = [texts.stdout, texts.stderr].map((parts) => {
      const text = Buffer.concat(parts);
      return encoding && encoding !== 'buffer' && Buffer.isEncoding(encoding) ? text.toString(encoding) : text;
    });
    if (failure === null && code === 0 && signal === null) return callback(null, stdout, stderr);
    if (failure === null) {
      failure = new Error(`Command failed: ${command}\n${stderr}`);
      failure.code = code < 0 ? require('util').getSystemErrorName(code) : code;
      failure.killed = child.killed;
      failure.signal = signal;
    }
    failure.cmd = command;
    callback(failure, stdout, stderr);
  }

  for (const name of ['stdout', 'stderr']) {
    let length = 0;
    child[name].on('data', (data) => {
      const room = maxBuffer - length;
      length += data.length;
      texts[name].push(data.length > room ? data.subarray(0, room) : data);
      if (data.length <= room || failure !== null) return;
      failure = coded(RangeError, 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER', `${name} maxBuffer length exceeded`);
      child.kill(killSignal);
    });
  }
  if (timeout > 0) timer = setTimeout(() => child.kill(killSignal), timeout);
  child.on('close', done);
  child.on('error', (error) => {
    failure = error;
    child.stdout?.destroy();
    child.stderr?.destroy();
    done();
  });
  return child;
}

function execFile(...values) {
  const callback = typeof values.at(-1) === 'function' ? values.pop() : undefined;
  const [file, args] = values;
  const call = normalize(...values);
  return collect(call, [file, ...(Array.isArray(args) ? args : [])].join(' '), callback);
}

function exec(command, options, callback) {
  checkString(command, 'command');
  if (typeof options === 'function') [options, callback] = [undefined, options];
  return collect(normalize(command, { ...options, shell: options?.shell || true }), command, callback);
}

for (const run of [exec, execFile]) {
  Object.defineProperty(run, require('util').promisify.custom, {
    value(...values) {
      let child;
      const promise = new Promise((resolve, reject) => {
        child = run(...values, (error, stdout, stderr) => {
          if (error === null) resolve({ stdout, stderr });
          else reject(Object.assign(error, { stdout, stderr }));
        });
      });
      promise.child = child;
      return promise;
    },
  });
}

function fork(modulePath, args = [], options = {}) {
  if (!Array.isArray(args)) [args, options] = [[], args ?? {}];
  const { execPath = process.execPath, execArgv = process.execArgv, silent } = options;
  let { stdio = silent ? 'pipe' : 'inherit' } = options;
  if (typeof stdio === 'string') {
    stdio = [stdio, stdio, stdio, 'ipc'];
  } else if (!stdio.includes('ipc')) {
    throw coded(Error, 'ERR_CHILD_PROCESS_IPC_REQUIRED',
      "Forked processes must have an IPC channel, missing value 'ipc' in options.stdio");
  }
  return spawn(execPath, [...execArgv, pathOf(modulePath, 'modulePath'), ...args], { ...options, shell: false, stdio });
}

module.exports = { ChildProcess, exec, execFile, execFileSync, execSync, fork, spawn, spawnSync };

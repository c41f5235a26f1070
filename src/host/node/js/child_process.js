// The builtin `child_process`.
'use strict';

const EventEmitter = require('events');
const { AbortError, coded, checkString } = require('internal/errors');
const { pathOf } = host.natives('fs');
const native = host.natives('child');
const { spawnSync, execFileSync, execSync, normalize } = native;

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

  spawn({ file, args, options }) {
    const { Readable, Writable } = require('stream');
    let receive;
    const { pid, process: running, error, hasChannel, pipes, spawnargs } = native.start(file, args, options, (from, first, second) => {
      if (from === 0) return this.#exited(first, second);
      if (from === 3) return receive(first);
      const stream = from === 1 ? this.stdout : this.stderr;
      stream.push(first === undefined ? null : Buffer.from(first));
    });
    this.spawnfile = file;
    this.spawnargs = spawnargs;
    this.pid = pid;
    this.#process = running;
    if (pipes[0]) {
      const write = (data) => { if (this.#process !== undefined) native.write(this.#process, data); };
      this.stdin = new Writable({
        write(data, encoding, callback) {
          write(data);
          process.nextTick(callback);
        },
        final(callback) {
          write();
          process.nextTick(callback);
        },
      });
    }
    ['stdout', 'stderr'].forEach((name, index) => {
      if (!pipes[index + 1]) return;
      const stream = this[name] = new Readable({ read() {} });
      this.#open++;
      stream.once('close', () => this.#closed());
      if (error !== undefined) stream.destroy();
    });
    this.stdio = [this.stdin, this.stdout, this.stderr, ...pipes.slice(3).map(() => null)];
    if (hasChannel) {
      this.#open++;
      receive = require('internal/channel').attach(this, process.nextTick, {
        connection: () => this.#process,
        setRef: (keep) => this.#setRef(keep),
        closed: () => this.#closed(),
      });
    }
    if (error !== undefined) this.exitCode = error.errno;
    process.nextTick(() => {
      if (error === undefined) return this.emit('spawn');
      this.emit('error', error);
      this.#closed();
    });
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
    const number = native.signalOf(signal);
    if (this.exitCode !== null || this.signalCode !== null || this.pid === undefined) return false;
    const isSent = native.kill(this.pid, number);
    if (isSent && number !== 0) this.killed = true;
    return isSent;
  }

  #setRef(keep) { if (this.#process !== undefined) native.setRef(this.#process, keep); }
  ref() { this.#setRef(true); }
  unref() { this.#setRef(false); }
  [Symbol.dispose]() { this.kill(); }
}

function spawn(...values) {
  const { file, args, options } = normalize(...values);
  const { signal, timeout, killSignal } = options;
  // What a shell is to run is in the arguments by now.
  const child = new ChildProcess().spawn({ file, args, options: { ...options, shell: false } });
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

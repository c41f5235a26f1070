// What `process` has that few programs ask for.
'use strict';

const { coded, invalidArgType, notProvided } = require('internal/errors');
const EventEmitter = require('events');
const native = host.natives('system');

const report = {
  compact: false, directory: '', filename: '', signal: 'SIGUSR2',
  reportOnFatalError: false, reportOnSignal: false, reportOnUncaughtException: false, excludeNetwork: false,
  getReport() {
    const [type, release, version, machine, hostname] = native.machine();
    const [sharedObjects, glibc] = host.natives('process_members').libraries();
    const header = {
      reportVersion: 5, event: 'JavaScript API', trigger: 'GetReport', filename: null,
      dumpEventTime: new Date().toISOString(), processId: process.pid, cwd: process.cwd(),
      commandLine: process.argv.slice(0, 1), nodejsVersion: process.version, wordSize: 64,
      arch: process.arch, platform: process.platform, componentVersions: { ...process.versions },
      release: { ...process.release }, osName: type, osRelease: release, osVersion: version,
      osMachine: machine, host: hostname,
    };
    if (glibc !== undefined) header.glibcVersionRuntime = header.glibcVersionCompiler = glibc;
    return {
      header, javascriptStack: {}, javascriptHeap: {}, nativeStack: [], resourceUsage: {}, libuv: [],
      workers: [], environmentVariables: { ...process.env }, userLimits: {}, sharedObjects,
    };
  },
  writeReport() { throw notProvided('process.report.writeReport'); },
};

function emitWarning(warning, type = 'Warning', code = undefined) {
  let detail;
  if (type !== null && typeof type === 'object') ({ type = 'Warning', code, detail } = type);
  if (!(warning instanceof Error)) {
    if (typeof warning !== 'string') throw invalidArgType('warning', ['string', 'Error'], warning);
    warning = new Error(warning);
    warning.name = String(type);
    if (code !== undefined) warning.code = code;
    if (detail !== undefined) warning.detail = detail;
  }
  if (warning.name === 'DeprecationWarning' && process.noDeprecation) return;
  process.nextTick(() => {
    process.emit('warning', warning);
    const shownCode = warning.code === undefined ? '' : `[${warning.code}] `;
    const shown = `${warning.name}: ${warning.message}`;
    process.stderr.write(`(node:${process.pid}) ${shownCode}${shown}\n${warning.detail ? `${warning.detail}\n` : ''}`);
  });
}

// Variables are text, whatever is assigned. Where the process's own may change, they do too.
function env(variables) {
  const { environment, setVariable } = host.natives('process');
  const change = variables === undefined ? setVariable : undefined;
  const assign = (target, name, value) => {
    if (typeof name === 'symbol' || typeof value === 'symbol') throw new TypeError('Cannot convert a Symbol value to a string');
    // What the operating system cannot hold is not there.
    if (name === '' || name.includes('=')) return true;
    target[name] = `${value}`.split('\0')[0];
    change?.(name, target[name]);
    return true;
  };
  return new Proxy(variables ?? environment(), {
    set: assign,
    defineProperty(target, name, { value, configurable, writable, enumerable }) {
      if (configurable && writable && enumerable) return assign(target, name, value);
      throw coded(TypeError, 'ERR_INVALID_OBJECT_DEFINE_PROPERTY',
        "'process.env' only accepts a configurable, writable, and enumerable data descriptor");
    },
    deleteProperty(target, name) {
      delete target[name];
      if (typeof name === 'string') change?.(name);
      return true;
    },
  });
}

// Standard output or standard error: a stream whose `write` is the host's, at once.
function output(fd, { write }) {
  const stream = new EventEmitter();
  const isTTY = native.isTerminal(fd);
  Object.assign(stream, {
    fd, write, writable: true, destroyed: false, writableLength: 0, writableHighWaterMark: 16384, _type: isTTY ? 'tty' : 'pipe',
    end(data, ...values) {
      if (data !== undefined && typeof data !== 'function') write(data, ...values);
      return stream;
    },
    cork() {}, uncork() {}, destroy() { return stream; }, ref() { return stream; }, unref() { return stream; },
    getColorDepth: () => 1, hasColors: () => false,
  });
  if (isTTY) Object.assign(stream, { isTTY, columns: 80, rows: 24, getWindowSize: () => [80, 24] });
  return stream;
}

let capture = null;
function setUncaughtExceptionCaptureCallback(callback) {
  if (callback !== null && typeof callback !== 'function') throw invalidArgType('fn', ['function', 'null'], callback);
  const { captures } = require('internal/async_context');
  if (captures.length > (capture === null ? 0 : 1)) {
    throw coded(Error, 'ERR_DOMAIN_CANNOT_SET_UNCAUGHT_EXCEPTION_CAPTURE', 'The `domain` module is in use, which is mutually ' +
      'exclusive with calling process.setUncaughtExceptionCaptureCallback()');
  }
  if (callback !== null && capture !== null) {
    throw coded(Error, 'ERR_UNCAUGHT_EXCEPTION_CAPTURE_ALREADY_SET', '`process.setUncaughtExceptionCaptureCallback()` was ' +
      'called while a capture callback was already active');
  }
  capture = callback;
  captures.length = 0;
  if (callback !== null) captures.push((error) => { callback(error); return true; });
}

module.exports = {
  setUncaughtExceptionCaptureCallback, hasUncaughtExceptionCaptureCallback: () => capture !== null,
  report, emitWarning, env, output,
  getBuiltinModule: (name) => (require('module').isBuiltin(name) ? require(name.replace(/^node:/, '')) : undefined),
  // Some look what is in there; there is nothing.
  binding: () => ({}),
  // Read when somebody listens. The descriptor stays open; a file is not over when it has been read.
  get stdin() {
    const fs = require('fs');
    const isTTY = native.isTerminal(0);
    const stat = fs.fstatSync(0);
    const stream = fs.createReadStream('', { fd: 0, autoClose: isTTY || stat.isFIFO() || stat.isSocket() });
    stream._destroy = (error, callback) => callback(error);
    return Object.assign(stream, { isTTY: isTTY || undefined, ref: () => stream, unref: () => stream, setRawMode: () => stream });
  },
};

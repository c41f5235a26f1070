// The builtin `fs`: each operation once, in `internal/fs_operations`; here their three forms.
'use strict';

const { systemError, checkFunction } = require('internal/errors');
const { operations, constants, Stats, Dirent } = require('internal/fs_operations');
const native = host.natives('fs');

const fs = { constants, Stats, Dirent };
Object.assign(fs, {
  F_OK: constants.F_OK, R_OK: constants.R_OK, W_OK: constants.W_OK, X_OK: constants.X_OK,
});

// Runs a native operation at once.
function now(call) {
  const answer = native.now(...call.native);
  if (answer?.syscall !== undefined) throw systemError(answer);
  return call.finish === undefined ? answer : call.finish(answer);
}

// Runs it beside JavaScript, then `callback(error, value)`.
function later(call, callback) {
  native.later((failure, answer) => {
    if (failure !== null) return callback(systemError(failure));
    if (call.finish === undefined) return answer === undefined ? callback(null) : callback(null, answer);
    let value;
    try {
      value = call.finish(answer);
    } catch (error) {
      return callback(error);
    }
    return callback(null, value);
  }, ...call.native);
}

function promise(call) {
  return new Promise((resolve, reject) => {
    later(call, (error, value) => (error ? reject(error) : resolve(value)));
  });
}

// An operation is a function of its arguments to `{ native, finish }`; or, where it is made of
// several steps, a generator of such calls.
function runNow(steps) {
  if (typeof steps.next !== 'function') return now(steps);
  let step = steps.next();
  while (!step.done) {
    try {
      const value = now(step.value);
      step = steps.next(value);
    } catch (error) {
      step = steps.throw(error);
    }
  }
  return step.value;
}

async function runPromise(steps) {
  if (typeof steps.next !== 'function') return promise(steps);
  let step = steps.next();
  while (!step.done) {
    let value;
    try {
      value = await promise(step.value);
    } catch (error) {
      step = steps.throw(error);
      continue;
    }
    step = steps.next(value);
  }
  return step.value;
}

function runLater(steps, callback) {
  if (typeof steps.next !== 'function') return later(steps, callback);
  runPromise(steps).then((value) => process.nextTick(callback, null, value),
    (error) => process.nextTick(callback, error));
}

for (const [name, prepare] of Object.entries(operations)) {
  fs[`${name}Sync`] = {
    [`${name}Sync`](...values) { return runNow(prepare(...values)); },
  }[`${name}Sync`];
  fs[name] = {
    [name](...values) {
      const callback = typeof values.at(-1) === 'function' ? values.pop() : undefined;
      checkFunction(callback, 'cb');
      runLater(prepare(...values), callback);
    },
  }[name];
}

// Those that differ.

fs.existsSync = (path) => {
  try {
    fs.accessSync(path);
    return true;
  } catch {
    return false;
  }
};

fs.exists = (path, callback) => {
  checkFunction(callback, 'cb');
  try {
    fs.access(path, (error) => callback(!error));
  } catch {
    process.nextTick(callback, false);
  }
};
Object.defineProperty(fs.exists, Symbol.for('nodejs.util.promisify.custom'), {
  value: (path) => new Promise((resolve) => fs.exists(path, resolve)),
});

function statSync(name) {
  return (path, options) => {
    try {
      return runNow(operations[name](path, options));
    } catch (error) {
      if (options?.throwIfNoEntry === false && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return undefined;
      throw error;
    }
  };
}
fs.statSync = statSync('stat');
fs.lstatSync = statSync('lstat');

// Reading into a buffer: `read(fd, buffer, offset, length, position)`, or with options.
function readArguments(buffer, offset, length, position) {
  if (buffer !== null && typeof buffer === 'object' && !ArrayBuffer.isView(buffer)) {
    ({ buffer = Buffer.alloc(16384), offset, length, position } = buffer);
  } else if (offset !== null && typeof offset === 'object') {
    ({ offset, length, position } = offset);
  }
  offset ??= 0;
  return [buffer, offset, length ?? buffer.byteLength - offset, position];
}

fs.readSync = (file, ...values) => runNow(operations.read(file, ...readArguments(...values)));
fs.read = (file, ...values) => {
  const callback = values.pop();
  checkFunction(callback, 'cb');
  const [buffer, ...rest] = readArguments(...(values.length > 0 ? values : [{}]));
  runLater(operations.read(file, buffer, ...rest),
    (error, count) => (error ? callback(error) : callback(null, count, buffer)));
};
fs.write = (file, data, ...values) => {
  const callback = values.pop();
  checkFunction(callback, 'cb');
  runLater(operations.write(file, data, ...values),
    (error, count) => (error ? callback(error) : callback(null, count, data)));
};
for (const [name, value] of [['read', 'bytesRead'], ['write', 'bytesWritten']]) {
  Object.defineProperty(fs[name], Symbol.for('nodejs.util.promisify.custom'), {
    value: (...values) => new Promise((resolve, reject) => {
      fs[name](...values, (error, count, buffer) => (error ? reject(error) : resolve({ [value]: count, buffer })));
    }),
  });
}

fs.realpathSync.native = (path, options) => runNow(operations.realpath.native(path, options));
fs.realpath.native = (path, options, callback = options) => {
  checkFunction(callback, 'cb');
  runLater(operations.realpath.native(path, options), callback);
};

fs.createReadStream = (path, options) => new (require('internal/fs_streams').ReadStream)(path, options);
fs.createWriteStream = (path, options) => new (require('internal/fs_streams').WriteStream)(path, options);

// What is there for programs that only ask whether it is there.
for (const name of ['watch', 'watchFile', 'unwatchFile', 'opendir', 'opendirSync', 'statfs', 'statfsSync', 'glob', 'globSync']) {
  fs[name] = () => { throw require('internal/errors').notProvided(`fs.${name}`); };
}

Object.defineProperty(fs, 'promises', {
  configurable: true, enumerable: true, get: () => require('fs/promises'),
});
for (const name of ['ReadStream', 'WriteStream']) {
  Object.defineProperty(fs, name, {
    configurable: true, enumerable: true, get: () => require('internal/fs_streams')[name],
  });
}
Object.defineProperty(fs, host.internals, { value: { runPromise } });

module.exports = fs;

// What each operation of `fs` asks of the natives: `{ native: [name, ...arguments], finish }`, where
// `finish` makes the value of the answer; or a generator of several such calls.
'use strict';

const path = require('path');
const { coded, invalidArgType, invalidArgValue, outOfRange } = require('internal/errors');

const constants = Object.assign(Object.create(null), {
  UV_FS_SYMLINK_DIR: 1, UV_FS_SYMLINK_JUNCTION: 2,
  O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2,
  UV_DIRENT_UNKNOWN: 0, UV_DIRENT_FILE: 1, UV_DIRENT_DIR: 2, UV_DIRENT_LINK: 3, UV_DIRENT_FIFO: 4,
  UV_DIRENT_SOCKET: 5, UV_DIRENT_CHAR: 6, UV_DIRENT_BLOCK: 7,
  S_IFMT: 0o170000, S_IFREG: 0o100000, S_IFDIR: 0o040000, S_IFCHR: 0o020000, S_IFBLK: 0o060000,
  S_IFIFO: 0o010000, S_IFLNK: 0o120000, S_IFSOCK: 0o140000,
}, process.platform === 'darwin' ? {
  O_CREAT: 0x200, O_EXCL: 0x800, UV_FS_O_FILEMAP: 0, O_NOCTTY: 0x20000, O_TRUNC: 0x400, O_APPEND: 8,
  O_DIRECTORY: 0x100000, O_NOFOLLOW: 0x100, O_SYNC: 0x80, O_DSYNC: 0x400000, O_SYMLINK: 0x200000, O_NONBLOCK: 4,
} : {
  O_CREAT: 0o100, O_EXCL: 0o200, UV_FS_O_FILEMAP: 0, O_NOCTTY: 0o400, O_TRUNC: 0o1000, O_APPEND: 0o2000,
  O_DIRECTORY: 0o200000, O_NOATIME: 0o1000000, O_NOFOLLOW: 0o400000, O_SYNC: 0o4010000,
  O_DSYNC: 0o10000, O_DIRECT: 0o40000, O_NONBLOCK: 0o4000,
}, {
  S_IRWXU: 0o700, S_IRUSR: 0o400, S_IWUSR: 0o200, S_IXUSR: 0o100, S_IRWXG: 0o070, S_IRGRP: 0o040,
  S_IWGRP: 0o020, S_IXGRP: 0o010, S_IRWXO: 0o007, S_IROTH: 0o004, S_IWOTH: 0o002, S_IXOTH: 0o001,
  F_OK: 0, R_OK: 4, W_OK: 2, X_OK: 1,
  UV_FS_COPYFILE_EXCL: 1, COPYFILE_EXCL: 1, UV_FS_COPYFILE_FICLONE: 2, COPYFILE_FICLONE: 2,
  UV_FS_COPYFILE_FICLONE_FORCE: 4, COPYFILE_FICLONE_FORCE: 4,
});

class Stats {
  constructor(numbers, asBigints) {
    const convert = asBigints ? BigInt : (number) => number;
    ['dev', 'mode', 'nlink', 'uid', 'gid', 'rdev', 'blksize', 'ino', 'size', 'blocks'].forEach((name, index) => {
      this[name] = convert(numbers[index]);
    });
    const times = ['atime', 'mtime', 'ctime', 'birthtime'].map((name, index) => {
      const [seconds, rest] = [numbers[10 + 2 * index], numbers[11 + 2 * index]];
      return [name, seconds, rest];
    });
    for (const [name, seconds, rest] of times) {
      this[`${name}Ms`] = asBigints ? BigInt(seconds) * 1000n + BigInt(rest) / 1000000n : seconds * 1000 + rest / 1e6;
    }
    for (const [name, seconds, rest] of times) {
      if (asBigints) this[`${name}Ns`] = BigInt(seconds) * 1000000000n + BigInt(rest);
    }
    for (const [name, seconds, rest] of times) {
      const date = new Date(Math.floor(seconds * 1000 + rest / 1e6 + 0.5));
      Object.defineProperty(this, name, { configurable: true, enumerable: false, writable: true, value: date });
    }
  }
}

const kinds = [
  ['isFile', constants.S_IFREG, 1], ['isDirectory', constants.S_IFDIR, 2],
  ['isSymbolicLink', constants.S_IFLNK, 3], ['isFIFO', constants.S_IFIFO, 4],
  ['isSocket', constants.S_IFSOCK, 5], ['isCharacterDevice', constants.S_IFCHR, 6],
  ['isBlockDevice', constants.S_IFBLK, 7],
];

const kindOf = new WeakMap();

class Dirent {
  constructor(name, parentPath, kind) {
    this.name = name;
    this.parentPath = parentPath;
    kindOf.set(this, kind);
  }
}

for (const [name, mode, kind] of kinds) {
  Stats.prototype[name] = function () { return (Number(this.mode) & constants.S_IFMT) === mode; };
  Dirent.prototype[name] = function () { return kindOf.get(this) === kind; };
}

// A path as the natives take it.
function pathOf(value, name = 'path') {
  let text = value;
  if (typeof value === 'object' && value?.href !== undefined && value.protocol !== undefined) {
    text = require('url').fileURLToPath(value);
  } else if (value instanceof Uint8Array) {
    text = Buffer.from(value).toString();
  }
  if (typeof text !== 'string') throw invalidArgType(name, ['string', 'Buffer', 'URL'], value);
  if (text.includes('\0')) {
    throw invalidArgValue(name, text, 'must be a string, Uint8Array, or URL without null bytes');
  }
  return text;
}

function fileOf(value) {
  if (typeof value !== 'number') throw invalidArgType('fd', 'number', value);
  if (!Number.isInteger(value)) throw outOfRange('fd', 'an integer', value);
  if (value < 0 || value > 2147483647) throw outOfRange('fd', '>= 0 && <= 2147483647', value);
  return value;
}

function optionsOf(options, defaults) {
  if (typeof options === 'string') options = { encoding: options };
  else if (options === null || options === undefined || typeof options === 'function') options = {};
  else if (typeof options !== 'object') throw invalidArgType('options', ['string', 'Object'], options);
  const { encoding } = options;
  if (encoding !== undefined && encoding !== null && encoding !== 'buffer' && !Buffer.isEncoding(encoding)) {
    throw invalidArgValue('encoding', encoding, 'is invalid encoding');
  }
  options.signal?.throwIfAborted();
  return { ...defaults, ...options };
}

const { O_RDONLY, O_WRONLY, O_RDWR, O_CREAT, O_EXCL, O_TRUNC, O_APPEND, O_SYNC } = constants;
const flagWords = {
  'r': O_RDONLY, 'rs': O_RDONLY | O_SYNC, 'sr': O_RDONLY | O_SYNC, 'r+': O_RDWR, 'rs+': O_RDWR | O_SYNC,
  'sr+': O_RDWR | O_SYNC,
  'w': O_TRUNC | O_CREAT | O_WRONLY, 'wx': O_TRUNC | O_CREAT | O_WRONLY | O_EXCL,
  'w+': O_TRUNC | O_CREAT | O_RDWR, 'wx+': O_TRUNC | O_CREAT | O_RDWR | O_EXCL,
  'a': O_APPEND | O_CREAT | O_WRONLY, 'ax': O_APPEND | O_CREAT | O_WRONLY | O_EXCL,
  'a+': O_APPEND | O_CREAT | O_RDWR, 'ax+': O_APPEND | O_CREAT | O_RDWR | O_EXCL,
};
flagWords.xw = flagWords.wx;
flagWords.xa = flagWords.ax;

function flagsOf(flags) {
  if (typeof flags === 'number') return flags;
  if (flags === undefined || flags === null) return O_RDONLY;
  if (!Object.hasOwn(flagWords, flags)) throw invalidArgValue('flags', flags);
  return flagWords[flags];
}

function modeOf(mode, otherwise) {
  if (mode === undefined || mode === null) return otherwise;
  if (typeof mode === 'string') {
    if (!/^[0-7]+$/.test(mode)) {
      throw invalidArgValue('mode', mode, 'must be a 32-bit unsigned integer or an octal string');
    }
    return Number.parseInt(mode, 8);
  }
  if (typeof mode !== 'number') throw invalidArgType('mode', 'number', mode);
  return mode;
}

function bytesOf(data, encoding = 'utf8') {
  if (typeof data === 'string') return Buffer.from(data, encoding ?? 'utf8');
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw invalidArgType('data', ['string', 'Buffer', 'TypedArray', 'DataView'], data);
}

function text(encoding) {
  return (value) => (encoding === 'buffer' ? Buffer.from(value)
    : encoding && encoding !== 'utf8' && encoding !== 'utf-8' ? Buffer.from(value).toString(encoding) : value);
}

function secondsOf(time) {
  if (time instanceof Date) return time.getTime() / 1000;
  const seconds = Number(time);
  if (Number.isNaN(seconds)) throw invalidArgType('time', ['number', 'string', 'Date'], time);
  return seconds;
}

const operations = {
  access(where, mode = 0) { return { native: ['access', pathOf(where), mode] }; },
  open(where, flags = 'r', mode) {
    return { native: ['open', pathOf(where), flagsOf(flags), modeOf(mode, 0o666)] };
  },
  close(file) { return { native: ['close', fileOf(file)] }; },

  read(file, buffer, offset, length, position) {
    if (!ArrayBuffer.isView(buffer)) throw invalidArgType('buffer', ['Buffer', 'TypedArray', 'DataView'], buffer);
    const bytes = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    if (offset < 0 || offset > bytes.length) throw outOfRange('offset', `>= 0 && <= ${bytes.length}`, offset);
    if (length < 0 || length > bytes.length - offset) {
      throw outOfRange('length', `>= 0 && <= ${bytes.length - offset}`, length);
    }
    return {
      native: ['read', fileOf(file), length, Number(position ?? -1)],
      finish(answer) {
        bytes.set(new Uint8Array(answer), offset);
        return answer.byteLength;
      },
    };
  },
  write(file, data, offset, length, position) {
    if (typeof data === 'string') return { native: ['write', fileOf(file), bytesOf(data, length), Number(offset ?? -1)] };
    if (offset !== null && typeof offset === 'object') ({ offset, length, position } = offset);
    const bytes = bytesOf(data);
    offset ??= 0;
    length ??= bytes.length - offset;
    if (offset > bytes.length) throw outOfRange('offset', `>= 0 && <= ${bytes.length}`, offset);
    if (length > bytes.length - offset) throw outOfRange('length', `>= 0 && <= ${bytes.length - offset}`, length);
    return { native: ['write', fileOf(file), bytes.subarray(offset, offset + length), Number(position ?? -1)] };
  },

  readFile(where, options) {
    const { encoding, flag } = optionsOf(options, { flag: 'r' });
    const native = typeof where === 'number' ? ['readAll', fileOf(where)] : ['readFile', pathOf(where), flagsOf(flag)];
    return {
      native,
      finish(memory) {
        const buffer = Buffer.from(memory);
        return encoding && encoding !== 'buffer' ? buffer.toString(encoding) : buffer;
      },
    };
  },
  writeFile(where, data, options) {
    const { encoding, flag, mode } = optionsOf(options, { flag: 'w' });
    const bytes = bytesOf(data, encoding);
    if (typeof where === 'number') return { native: ['writeAll', fileOf(where), bytes] };
    return { native: ['writeFile', pathOf(where), bytes, flagsOf(flag), modeOf(mode, 0o666)] };
  },
  appendFile(where, data, options) {
    return operations.writeFile(where, data, optionsOf(options, { flag: 'a' }));
  },

  stat(where, options) {
    return { native: ['stat', pathOf(where)], finish: (numbers) => new Stats(numbers, options?.bigint === true) };
  },
  lstat(where, options) {
    return { native: ['lstat', pathOf(where)], finish: (numbers) => new Stats(numbers, options?.bigint === true) };
  },
  fstat(file, options) {
    return { native: ['fstat', fileOf(file)], finish: (numbers) => new Stats(numbers, options?.bigint === true) };
  },

  * readdir(where, options) {
    const { encoding, withFileTypes, recursive } = optionsOf(options);
    const root = pathOf(where);
    const name = text(encoding);
    const found = [];
    const folders = [''];
    for (let folder; (folder = folders.shift()) !== undefined;) {
      const [names, types] = yield { native: ['scandir', folder === '' ? root : path.join(root, folder)] };
      names.forEach((each, index) => {
        const relative = folder === '' ? each : path.join(folder, each);
        if (recursive && types[index] === 2) folders.push(relative);
        found.push(withFileTypes ? new Dirent(name(each), folder === '' ? root : path.join(root, folder), types[index])
          : name(relative));
      });
    }
    return found;
  },
  mkdir(where, options) {
    const { recursive = false, mode } = typeof options === 'object' && options !== null ? options : { mode: options };
    const folder = pathOf(where);
    return { native: ['mkdir', recursive ? path.resolve(folder) : folder, modeOf(mode, 0o777), recursive] };
  },
  mkdtemp(prefix, options) {
    return { native: ['mkdtemp', pathOf(prefix, 'prefix')], finish: text(optionsOf(options).encoding) };
  },
  * rm(where, { recursive = false, force = false } = {}) {
    const target = pathOf(where);
    try {
      return yield { native: ['rm', target, recursive, force] };
    } catch (error) {
      if (error.code !== 'EISDIR') throw error;
      throw Object.assign(coded(Error, 'ERR_FS_EISDIR',
        `Path is a directory: rm returned EISDIR (is a directory) ${target}`),
      { name: 'SystemError', errno: 21, syscall: 'rm', path: target });
    }
  },
  rmdir(where) { return { native: ['rmdir', pathOf(where)] }; },
  unlink(where) { return { native: ['unlink', pathOf(where)] }; },
  rename(from, to) { return { native: ['rename', pathOf(from, 'oldPath'), pathOf(to, 'newPath')] }; },
  copyFile(from, to, mode = 0) {
    return { native: ['copyfile', pathOf(from, 'src'), pathOf(to, 'dest'), mode] };
  },
  link(from, to) { return { native: ['link', pathOf(from, 'existingPath'), pathOf(to, 'newPath')] }; },
  symlink(target, where) { return { native: ['symlink', pathOf(target, 'target'), pathOf(where)] }; },
  readlink(where, options) {
    return { native: ['readlink', pathOf(where)], finish: text(optionsOf(options).encoding) };
  },
  * realpath(where, options) {
    const target = path.resolve(pathOf(where));
    try {
      return text(optionsOf(options).encoding)(yield { native: ['realpath', target] });
    } catch (error) {
      // Node.js goes from part to part, and says which one it is.
      let part = '';
      for (const each of target.split('/').slice(1)) yield { native: ['lstat', part += `/${each}`] };
      throw error;
    }
  },
  chmod(where, mode) { return { native: ['chmod', pathOf(where), modeOf(mode)] }; },
  fchmod(file, mode) { return { native: ['fchmod', fileOf(file), modeOf(mode)] }; },
  chown(where, user, group) { return { native: ['chown', pathOf(where), user, group] }; },
  utimes(where, accessed, modified) {
    return { native: ['utime', pathOf(where), secondsOf(accessed), secondsOf(modified)] };
  },
  futimes(file, accessed, modified) {
    return { native: ['futime', fileOf(file), secondsOf(accessed), secondsOf(modified)] };
  },
  ftruncate(file, length = 0) { return { native: ['ftruncate', fileOf(file), length] }; },
  * truncate(where, length = 0) {
    const file = yield { native: ['open', pathOf(where), O_RDWR, 0o666] };
    try {
      yield { native: ['ftruncate', file, length] };
    } finally {
      yield { native: ['close', file] };
    }
  },
  fsync(file) { return { native: ['fsync', fileOf(file)] }; },
  fdatasync(file) { return { native: ['fsync', fileOf(file)] }; },
};
operations.realpath.native = (where, options) => ({
  native: ['realpath', pathOf(where)], finish: text(optionsOf(options).encoding),
});

module.exports = { operations, constants, Stats, Dirent, pathOf };

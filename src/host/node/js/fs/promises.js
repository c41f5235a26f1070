// The builtin `fs/promises`.
'use strict';

const fs = require('fs');
const { operations, constants } = require('internal/fs_operations');
const { runPromise } = fs[host.internals];

// An open file.
class FileHandle extends require('events') {
  constructor(fd) {
    super();
    Object.defineProperty(this, 'fd', { configurable: true, enumerable: false, writable: true, value: fd });
  }

  async close() {
    const { fd } = this;
    if (fd === -1) return;
    this.fd = -1;
    await runPromise(operations.close(fd));
    this.emit('close');
  }

  async read(buffer, offset, length, position) {
    if (buffer === undefined || !ArrayBuffer.isView(buffer)) {
      ({ buffer = Buffer.alloc(16384), offset, length, position } = buffer ?? {});
    } else if (offset !== null && typeof offset === 'object') {
      ({ offset, length, position } = offset);
    }
    offset ??= 0;
    length ??= buffer.byteLength - offset;
    const bytesRead = await runPromise(operations.read(this.fd, buffer, offset, length, position));
    return { bytesRead, buffer };
  }

  async write(buffer, ...values) {
    return { bytesWritten: await runPromise(operations.write(this.fd, buffer, ...values)), buffer };
  }

  readFile(options) { return runPromise(operations.readFile(this.fd, options)); }
  writeFile(data, options) { return runPromise(operations.writeFile(this.fd, data, options)); }
  appendFile(data, options) { return runPromise(operations.appendFile(this.fd, data, options)); }
  stat(options) { return runPromise(operations.fstat(this.fd, options)); }
  truncate(length) { return runPromise(operations.ftruncate(this.fd, length)); }
  sync() { return runPromise(operations.fsync(this.fd)); }
  datasync() { return runPromise(operations.fsync(this.fd)); }
  chmod(mode) { return runPromise(operations.fchmod(this.fd, mode)); }
  utimes(accessed, modified) { return runPromise(operations.futimes(this.fd, accessed, modified)); }
  createReadStream(options) { return fs.createReadStream('', { ...options, fd: this.fd }); }
  createWriteStream(options) { return fs.createWriteStream('', { ...options, fd: this.fd }); }
  async [Symbol.asyncDispose]() { await this.close(); }
}

const promises = { constants };
for (const name of ['access', 'appendFile', 'chmod', 'chown', 'copyFile', 'link', 'lstat', 'mkdir',
  'mkdtemp', 'readFile', 'readdir', 'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'symlink',
  'truncate', 'unlink', 'utimes', 'writeFile']) {
  promises[name] = {
    async [name](where, ...values) {
      if (where instanceof FileHandle) where = where.fd;
      return runPromise(operations[name](where, ...values));
    },
  }[name];
}
promises.open = async (...values) => new FileHandle(await runPromise(operations.open(...values)));

module.exports = promises;

// The builtin `fs/promises`.
'use strict';

const fs = require('fs');
const { promises: operations } = host.natives('fs');

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
    await operations.close(fd);
    this.emit('close');
  }

  async read(buffer, ...values) {
    if (!ArrayBuffer.isView(buffer)) {
      values = [buffer];
      buffer = buffer?.buffer ?? Buffer.alloc(16384);
    }
    return { bytesRead: await operations.read(this.fd, buffer, ...values), buffer };
  }

  async write(buffer, ...values) {
    return { bytesWritten: await operations.write(this.fd, buffer, ...values), buffer };
  }

  createReadStream(options) { return fs.createReadStream('', { ...options, fd: this.fd }); }
  createWriteStream(options) { return fs.createWriteStream('', { ...options, fd: this.fd }); }
  async [Symbol.asyncDispose]() { await this.close(); }
}

for (const [name, operation] of Object.entries({
  readFile: 'readFile', writeFile: 'writeFile', appendFile: 'appendFile', stat: 'fstat', truncate: 'ftruncate',
  sync: 'fsync', datasync: 'fdatasync', chmod: 'fchmod', utimes: 'futimes',
})) {
  const value = { [name](...values) { return operations[operation](this.fd, ...values); } }[name];
  Object.defineProperty(FileHandle.prototype, name, { configurable: true, writable: true, value });
}

const promises = { constants: fs.constants };
for (const name of ['access', 'appendFile', 'chmod', 'chown', 'copyFile', 'link', 'lstat', 'mkdir',
  'mkdtemp', 'readFile', 'readdir', 'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'symlink',
  'truncate', 'unlink', 'utimes', 'writeFile']) {
  promises[name] = {
    async [name](where, ...values) {
      return operations[name](where instanceof FileHandle ? where.fd : where, ...values);
    },
  }[name];
}
promises.open = async (...values) => new FileHandle(await operations.open(...values));

module.exports = promises;

// The builtin `tty`.
'use strict';

const { notProvided, coded } = require('internal/errors');
const native = host.natives('system');

const isatty = (fd) => Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && native.isTerminal(fd);

function WriteStream() { throw notProvided('tty.WriteStream'); }

module.exports = {
  isatty, WriteStream,
  // Of a terminal, both sides.
  get ReadStream() {
    const { Duplex } = require('stream');
    const files = host.natives('child');
    class ReadStream extends Duplex {
      #file;
      constructor(fd, options) {
        if (!isatty(fd)) throw coded(TypeError, 'ERR_INVALID_FD', `"fd" must be a terminal: ${fd}`);
        super({ ...options, allowHalfOpen: false });
        Object.assign(this, { fd, isTTY: true, isRaw: false });
        this.#file = files.follow(fd, (from, bytes) => {
          if (bytes !== undefined) return void this.push(Buffer.from(bytes));
          this.push(null);
          this.once('end', () => this.destroy());
        });
      }
      _read() {}
      _write(data, encoding, callback) {
        files.write(this.#file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        callback();
      }
      _destroy(error, callback) {
        files.release(this.#file);
        require('fs').close(this.fd, (failure) => callback(error ?? failure));
      }
      setRawMode() { throw notProvided('tty.ReadStream.prototype.setRawMode'); }
      ref() {
        files.setRef(this.#file, true);
        return this;
      }
      unref() {
        files.setRef(this.#file, false);
        return this;
      }
    }
    Object.defineProperty(module.exports, 'ReadStream', { configurable: true, enumerable: true, writable: true, value: ReadStream });
    return ReadStream;
  },
};

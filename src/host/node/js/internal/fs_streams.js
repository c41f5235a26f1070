// `fs.ReadStream` and `fs.WriteStream`.
'use strict';

const fs = require('fs');
const { Readable, Writable } = require('stream');

function opened(stream, options, flags, callback) {
  if (stream.fd !== null) return callback();
  fs.open(stream.path, options.flags ?? flags, options.mode ?? 0o666, (error, fd) => {
    if (error) return callback(error);
    stream.fd = fd;
    callback();
    stream.emit('open', fd);
    stream.emit('ready');
  });
}

function closed(stream, error, callback) {
  if (typeof stream.fd !== 'number') return callback(error);
  const { fd } = stream;
  stream.fd = null;
  fs.close(fd, (failure) => callback(error ?? failure));
}

class ReadStream extends Readable {
  #options;
  #position;
  constructor(path, options) {
    options = typeof options === 'string' ? { encoding: options } : { ...options };
    super({ highWaterMark: 65536, ...options, autoDestroy: options.autoClose !== false });
    this.path = path;
    this.fd = options.fd?.fd ?? options.fd ?? null;
    this.bytesRead = 0;
    this.#options = options;
    this.#position = options.start;
  }
  _construct(callback) { opened(this, this.#options, 'r', callback); }
  _read(size) {
    const { end = Infinity } = this.#options;
    const wanted = Math.min(size, end - (this.#position ?? this.bytesRead) + 1);
    if (wanted <= 0) return this.push(null);
    const buffer = Buffer.alloc(wanted);
    fs.read(this.fd, buffer, 0, wanted, this.#position ?? null, (error, count) => {
      if (error) return this.destroy(error);
      if (this.#position !== undefined) this.#position += count;
      this.bytesRead += count;
      this.push(count === 0 ? null : buffer.subarray(0, count));
    });
  }
  _destroy(error, callback) { closed(this, error, callback); }
  close(callback) { this.destroy(null, callback); }
}

class WriteStream extends Writable {
  #options;
  #position;
  constructor(path, options) {
    options = typeof options === 'string' ? { encoding: options } : { ...options };
    super({ ...options, decodeStrings: true, autoDestroy: options.autoClose !== false });
    this.path = path;
    this.fd = options.fd?.fd ?? options.fd ?? null;
    this.bytesWritten = 0;
    this.#options = options;
    this.#position = options.start;
  }
  _construct(callback) { opened(this, this.#options, 'w', callback); }
  _write(data, encoding, callback) {
    fs.write(this.fd, data, 0, data.length, this.#position ?? null, (error, count) => {
      if (error) return callback(error);
      this.bytesWritten += count;
      if (this.#position !== undefined) this.#position += count;
      if (count < data.length) return this._write(data.subarray(count), encoding, callback);
      callback();
    });
  }
  _destroy(error, callback) { closed(this, error, callback); }
  close(callback) {
    if (callback !== undefined) this.once('close', callback);
    this.end();
  }
}

module.exports = { ReadStream, WriteStream };

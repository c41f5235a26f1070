// `stream.Readable`.
'use strict';

const { coded, invalidArgType } = require('internal/errors');

module.exports = (Stream, { destroyable, construct, destroy, highWaterMark, define }) => {
  function Readable(options) {
    if (!(this instanceof Readable)) return new Readable(options);
    Stream.call(this);
    options ??= {};
    const objectMode = Boolean(options.objectMode || options.readableObjectMode);
    this._readableState = {
      objectMode, highWaterMark: highWaterMark(options, objectMode, 'readableHighWaterMark'),
      buffer: [], length: 0, flowing: null, decoder: null, reading: false, ended: false, ready: false,
      scheduled: false, needsReadable: false,
    };
    this.readable = true;
    this.readableEnded = false;
    this.readableObjectMode = objectMode;
    const { Duplex } = Stream;
    if (Duplex === undefined || !(this instanceof Duplex)) {
      destroyable(this, options);
      this._readableState.ready = construct(this, () => this._constructed());
    }
    if (options.encoding) this.setEncoding(options.encoding);
  }

  define(Readable, Stream, class {
    _constructed() {
      this._readableState.ready = true;
      if (this._readableState.flowing || this._readableState.needsReadable) schedule.call(this);
    }

    get readableFlowing() { return this._readableState.flowing; }
    get readableLength() { return this._readableState.length; }
    get readableHighWaterMark() { return this._readableState.highWaterMark; }
    get readableEncoding() { return this._readableState.decoder?.encoding ?? null; }

    _read() { throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _read() method is not implemented'); }
    _destroy(error, callback) { callback(error); }

    push(chunk, encoding) {
      this._readableState.reading = false;
      if (chunk === null) {
        if (this._readableState.ended) return false;
        const rest = this._readableState.decoder?.end();
        if (rest) add.call(this, rest);
        this._readableState.ended = true;
        schedule.call(this);
        return false;
      }
      if (this._readableState.ended) {
        this.destroy(coded(Error, 'ERR_STREAM_PUSH_AFTER_EOF', 'stream.push() after EOF'));
        return false;
      }
      if (!this.readableObjectMode) {
        if (typeof chunk === 'string') chunk = Buffer.from(chunk, encoding);
        else if (ArrayBuffer.isView(chunk)) chunk = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        else throw invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
        if (this._readableState.decoder !== null) chunk = this._readableState.decoder.write(chunk);
        if (chunk.length === 0) return true;
      }
      add.call(this, chunk);
      schedule.call(this);
      return this._readableState.length < this._readableState.highWaterMark;
    }

    unshift(chunk) {
      this._readableState.buffer.unshift(chunk);
      this._readableState.length += this.readableObjectMode ? 1 : chunk.length;
    }

    // Gives `size` of what is there, or all of it; null where that is too little.
    read(size) {
      if (size === 0 || this.destroyed) return null;
      if (this._readableState.length === 0 || (size > this._readableState.length && !this._readableState.ended && !this.readableObjectMode)) {
        this._readableState.needsReadable = true;
        fill.call(this);
        if (this._readableState.ended && this._readableState.length === 0) schedule.call(this);
        return null;
      }
      let chunk;
      if (this.readableObjectMode) {
        chunk = this._readableState.buffer.shift();
        this._readableState.length--;
      } else {
        const all = this._readableState.buffer.length === 1 ? this._readableState.buffer[0]
          : this._readableState.decoder === null ? Buffer.concat(this._readableState.buffer) : this._readableState.buffer.join('');
        const count = size === undefined || size > all.length ? all.length : size;
        chunk = all.slice(0, count);
        this._readableState.buffer = count < all.length ? [all.slice(count)] : [];
        this._readableState.length -= count;
      }
      this.emit('data', chunk);
      if (this._readableState.length === 0) {
        this._readableState.needsReadable = true;
        if (this._readableState.ended) schedule.call(this);
      }
      fill.call(this);
      return chunk;
    }

    setEncoding(encoding) {
      const { StringDecoder } = require('string_decoder');
      this._readableState.decoder = new StringDecoder(encoding);
      this._readableState.buffer = this._readableState.buffer.map((chunk) => this._readableState.decoder.write(chunk));
      this._readableState.length = this._readableState.buffer.reduce((sum, each) => sum + each.length, 0);
      return this;
    }

    on(name, listener) {
      super.on(name, listener);
      if (name === 'data' && this._readableState.flowing !== false && this.listenerCount('readable') === 0) this.resume();
      if (name === 'readable') {
        this._readableState.flowing = false;
        this._readableState.needsReadable = true;
        schedule.call(this);
      }
      return this;
    }
    addListener(name, listener) { return this.on(name, listener); }

    resume() {
      this._readableState.flowing = true;
      schedule.call(this);
      return this;
    }
    pause() {
      this._readableState.flowing = false;
      return this;
    }
    isPaused() { return this._readableState.flowing === false; }

    pipe(target, options) {
      const onDrain = () => this.resume();
      const onData = (chunk) => {
        if (target.write(chunk) === false) {
          this.pause();
          target.once('drain', onDrain);
        }
      };
      const onEnd = () => target.end();
      this.on('data', onData);
      const ends = options?.end !== false && target !== process.stdout && target !== process.stderr;
      if (ends) this.once('end', onEnd);
      const unpipe = () => {
        this.removeListener('data', onData);
        this.removeListener('end', onEnd);
        target.removeListener('drain', onDrain);
        target.emit('unpipe', this);
      };
      target.once('close', unpipe);
      (this._pipes ??= new Map()).set(target, unpipe);
      target.emit('pipe', this);
      this.resume();
      return target;
    }
    unpipe(target) {
      for (const [each, unpipe] of this._pipes ?? []) {
        if (target !== undefined && each !== target) continue;
        this._pipes.delete(each);
        unpipe();
      }
      this.pause();
      return this;
    }

    async * [Symbol.asyncIterator]() {
      let wake;
      let failure;
      const waken = () => wake?.();
      this.on('readable', waken);
      const stop = require('stream').finished(this, { writable: false }, (error) => {
        failure = error ?? null;
        waken();
      });
      try {
        for (;;) {
          const chunk = this.destroyed ? null : this.read();
          if (chunk !== null) yield chunk;
          else if (failure) throw failure;
          else if (failure === null) return;
          else await new Promise((resolve) => { wake = resolve; });
        }
      } finally {
        stop();
        this.removeListener('readable', waken);
        this.destroy();
      }
    }
  });
  Readable.prototype.destroy = destroy;

  Readable.from = (source, options) => {
    if (typeof source === 'string' || ArrayBuffer.isView(source)) source = [source];
    const iterator = source[Symbol.asyncIterator]?.() ?? source[Symbol.iterator]();
    return new Readable({
      objectMode: true,
      ...options,
      async read() {
        try {
          const { done, value } = await iterator.next();
          this.push(done ? null : await value);
        } catch (error) {
          this.destroy(error);
        }
      },
      destroy(error, callback) {
        Promise.resolve(iterator.return?.()).then(() => callback(error), callback);
      },
    });
  };

  return Readable;
};

function add(chunk) {
  this._readableState.buffer.push(chunk);
  this._readableState.length += this.readableObjectMode ? 1 : chunk.length;
}

function fill() {
  if (!this._readableState.ready || this._readableState.reading || this._readableState.ended || this.destroyed || this._readableState.length >= this._readableState.highWaterMark) return;
  this._readableState.reading = true;
  try {
    this._read(this._readableState.highWaterMark);
  } catch (error) {
    this.destroy(error);
  }
}

function schedule() {
  if (this._readableState.scheduled) return;
  this._readableState.scheduled = true;
  process.nextTick(() => {
    this._readableState.scheduled = false;
    advance.call(this);
  });
}

function advance() {
  if (this.destroyed || !this._readableState.ready) return;
  while (this._readableState.flowing && this._readableState.length > 0 && !this.destroyed) {
    const chunk = this.readableObjectMode ? this._readableState.buffer.shift() : this._readableState.buffer.shift();
    this._readableState.length -= this.readableObjectMode ? 1 : chunk.length;
    this.emit('data', chunk);
    if (this._readableState.length < this._readableState.highWaterMark) fill.call(this);
  }
  if (this.destroyed) return;
  if (this._readableState.ended && this._readableState.length === 0) return process.nextTick(() => end.call(this));
  if (this._readableState.flowing) return fill.call(this);
  if (this.listenerCount('readable') > 0 && (this._readableState.length > 0 || this._readableState.ended)) {
    this._readableState.needsReadable = false;
    this.emit('readable');
  }
  fill.call(this);
}

function end() {
  if (this.destroyed || this.readableEnded || (this._readableState.flowing === null && this.listenerCount('readable') === 0)) return;
  this.readableEnded = true;
  this.readable = false;
  if (this.listenerCount('readable') > 0) this.emit('readable');
  this.emit('end');
  if (this instanceof require('stream').Duplex && this.allowHalfOpen === false) this.end();
  const isOver = !(this instanceof require('stream').Duplex) || this.writableFinished;
  if (this._autoDestroy && isOver) this.destroy();
}

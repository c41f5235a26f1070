// `stream.Writable`.
'use strict';

const { coded, invalidArgType } = require('internal/errors');

// The methods stand on a state of their own, so that a `Duplex` can have both kinds. Transforms of
// packages read `ending`, `ended`, `length`, `needDrain` and `finished` of it.
function initialise(stream, options, tools) {
  const objectMode = Boolean(options.objectMode || options.writableObjectMode);
  stream._writableState = {
    objectMode,
    highWaterMark: tools.highWaterMark(options, objectMode, 'writableHighWaterMark'),
    decodeStrings: options.decodeStrings !== false,
    defaultEncoding: options.defaultEncoding ?? 'utf8',
    queue: [], length: 0, corked: 0, isReady: false, writing: false, ending: false, ended: false,
    finished: false, isFinalCalled: false, needDrain: false, hasFailed: false,
  };
}

const methods = {
  _write() {
    throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _write() method is not implemented');
  },

  write(chunk, encoding, callback) {
    if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    const state = this._writableState;
    if (chunk === null) throw coded(TypeError, 'ERR_STREAM_NULL_VALUES', 'May not write null values to stream');
    encoding ??= state.defaultEncoding;
    if (!state.objectMode) {
      if (typeof chunk === 'string') {
        if (state.decodeStrings) [chunk, encoding] = [Buffer.from(chunk, encoding), 'buffer'];
      } else if (ArrayBuffer.isView(chunk)) {
        if (!Buffer.isBuffer(chunk)) chunk = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
        encoding = 'buffer';
      } else {
        throw invalidArgType('chunk', ['string', 'Buffer', 'TypedArray', 'DataView'], chunk);
      }
    }
    const failure = state.ending ? coded(Error, 'ERR_STREAM_WRITE_AFTER_END', 'write after end')
      : this.destroyed ? coded(Error, 'ERR_STREAM_DESTROYED', 'Cannot call write after a stream was destroyed')
        : undefined;
    if (failure !== undefined) {
      process.nextTick(() => callback?.(failure));
      if (state.ending) this.destroy(failure);
      return false;
    }
    const size = state.objectMode ? 1 : chunk.length;
    state.length += size;
    state.queue.push({ chunk, encoding, callback, size });
    advance(this, state);
    // What was written at once is not there any more.
    const hasRoom = state.length < state.highWaterMark;
    if (!hasRoom) state.needDrain = true;
    return hasRoom;
  },

  end(chunk, encoding, callback) {
    if (typeof chunk === 'function') [chunk, callback] = [undefined, chunk];
    else if (typeof encoding === 'function') [encoding, callback] = [undefined, encoding];
    const state = this._writableState;
    if (chunk !== undefined && chunk !== null) this.write(chunk, encoding);
    state.corked = 0;
    if (typeof callback === 'function') {
      if (state.finished) process.nextTick(callback);
      else this.once('finish', callback);
    }
    state.ending = true;
    advance(this, state);
    state.ended = true;
    return this;
  },

  cork() { this._writableState.corked++; },
  uncork() {
    const state = this._writableState;
    if (state.corked > 0) state.corked--;
    advance(this, state);
  },
  setDefaultEncoding(encoding) {
    this._writableState.defaultEncoding = encoding;
    return this;
  },
  _writableReady() {
    const state = this._writableState;
    state.isReady = true;
    advance(this, state);
  },
};

// Hands on what waits, part by part.
function advance(stream, state) {
  while (state.isReady && !state.writing && state.corked === 0 && !stream.destroyed && !state.hasFailed) {
    if (state.queue.length === 0) {
      if (state.ending) finish(stream, state);
      return;
    }
    const isMany = typeof stream._writev === 'function' && state.queue.length > 1;
    writeParts(stream, state, isMany ? state.queue.splice(0) : [state.queue.shift()], isMany);
  }
}

function writeParts(stream, state, parts, isMany) {
  state.writing = true;
  let isSynchronous = true;
  const settle = (error) => {
    if (error) {
      for (const { callback } of parts) callback?.(error);
      stream.destroy(error);
      return;
    }
    if (state.needDrain && state.length === 0 && !state.ending && !stream.destroyed) {
      state.needDrain = false;
      stream.emit('drain');
    }
    for (const { callback } of parts) callback?.(null);
    advance(stream, state);
  };
  const done = (error) => {
    state.writing = false;
    state.hasFailed ||= Boolean(error);
    for (const { size } of parts) state.length -= size;
    if (isSynchronous) {
      process.nextTick(settle, error);
    } else {
      advance(stream, state);
      settle(error);
    }
  };
  try {
    if (isMany) stream._writev(parts.map(({ chunk, encoding }) => ({ chunk, encoding })), done);
    else stream._write(parts[0].chunk, parts[0].encoding, done);
  } catch (error) {
    stream.destroy(error);
  }
  isSynchronous = false;
}

function finish(stream, state) {
  if (state.isFinalCalled) return;
  state.isFinalCalled = true;
  const done = (error) => process.nextTick(() => {
    if (error) return stream.destroy(error);
    state.finished = true;
    stream.emit('finish');
    const isOver = stream.readableEnded === undefined || stream.readableEnded;
    if (stream._autoDestroy && isOver) stream.destroy();
  });
  if (typeof stream._final === 'function') stream._final(done);
  else done();
}

const getters = {
  writable() { return !this.destroyed && !this._writableState.ending; },
  writableEnded() { return this._writableState.ending; },
  writableFinished() { return this._writableState.finished; },
  writableLength() { return this._writableState.length; },
  writableHighWaterMark() { return this._writableState.highWaterMark; },
  writableObjectMode() { return this._writableState.objectMode; },
  writableNeedDrain() { return this._writableState.needDrain; },
  writableCorked() { return this._writableState.corked; },
};

// Gives a prototype what writable streams have.
function mixInto(prototype) {
  for (const [name, value] of Object.entries(methods)) {
    Object.defineProperty(prototype, name, { configurable: true, writable: true, value });
  }
  for (const [name, get] of Object.entries(getters)) {
    Object.defineProperty(prototype, name, { configurable: true, get });
  }
}

module.exports = (Stream, tools) => {
  function Writable(options) {
    if (!(this instanceof Writable)) return new Writable(options);
    Stream.call(this);
    options ??= {};
    tools.destroyable(this, options);
    initialise(this, options, tools);
    this._writableState.isReady = tools.construct(this, () => this._writableReady());
  }
  tools.define(Writable, Stream, class {
    _destroy(error, callback) { callback(error); }
  });
  mixInto(Writable.prototype);
  Writable.prototype.destroy = tools.destroy;
  Object.defineProperty(Writable, Symbol.hasInstance, {
    value(value) {
      if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
      return this === Writable && value !== null && typeof value === 'object' && value._writableState !== undefined;
    },
  });
  Object.defineProperty(Writable, host.internals, {
    value: { mixInto, initialise: (stream, options) => initialise(stream, options, tools) },
  });
  return Writable;
};

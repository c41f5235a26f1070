// The builtin `stream`: readable and writable streams with back pressure, `pipeline` and `finished`.
'use strict';

const EventEmitter = require('events');
const { AbortError } = require('internal/errors');

// The classes of streams may be called without `new`, as old ones inherit from them.
function define(Class, Base, { prototype }) {
  Object.setPrototypeOf(Class, Base);
  Object.setPrototypeOf(prototype, Base.prototype);
  Object.defineProperty(prototype, 'constructor', { value: Class });
  Class.prototype = prototype;
}

function Stream(options) {
  if (!(this instanceof Stream)) return new Stream(options);
  EventEmitter.call(this, options);
}
define(Stream, EventEmitter, class {
  pipe(target, options) { return Stream.Readable.prototype.pipe.call(this, target, options); }
});

function highWaterMark(options, objectMode, name) {
  return options[name] ?? options.highWaterMark ?? (objectMode ? 16 : 65536);
}

// What both kinds have: construction, destruction, errors.
function destroyable(stream, options) {
  stream.destroyed = false;
  stream.closed = false;
  stream.errored = null;
  Object.defineProperty(stream, '_autoDestroy', { value: options.autoDestroy !== false, writable: true });
  Object.defineProperty(stream, '_emitsClose', { value: options.emitClose !== false, writable: true });
  for (const name of ['read', 'write', 'writev', 'final', 'destroy', 'construct', 'transform', 'flush']) {
    if (typeof options[name] === 'function') stream[`_${name}`] = options[name];
  }
  if (options.signal !== undefined) {
    const abort = () => stream.destroy(new AbortError(undefined, { cause: options.signal.reason }));
    if (options.signal.aborted) abort();
    else options.signal.addEventListener('abort', abort, { once: true });
  }
}

function construct(stream, ready) {
  if (typeof stream._construct !== 'function') return true;
  process.nextTick(() => stream._construct((error) => {
    if (error) return stream.destroy(error);
    ready();
  }));
  return false;
}

function destroy(error) {
  if (this.destroyed) return this;
  this.destroyed = true;
  if (error) this.errored = error;
  const done = (failure) => process.nextTick(() => {
    if (failure) {
      this.errored ??= failure;
      this.emit('error', failure);
    }
    this.closed = true;
    if (this._emitsClose) this.emit('close');
  });
  this._destroy(error ?? null, done);
  return this;
}

module.exports = Stream;
const tools = { destroyable, construct, destroy, highWaterMark, define };
const Readable = require('internal/readable')(Stream, tools);
const Writable = require('internal/writable')(Stream, tools);
const Duplex = require('internal/duplex')(Readable, Writable, tools);
const { Transform, PassThrough, finished, pipeline } = require('internal/pipeline')(Duplex, tools);

Object.assign(Stream, {
  Stream, Readable, Writable, Duplex, Transform, PassThrough, finished, pipeline,
  isReadable: (stream) => stream?.readable === true,
  isErrored: (stream) => Boolean(stream?.errored),
  getDefaultHighWaterMark: (objectMode) => (objectMode ? 16 : 65536),
  addAbortSignal(signal, stream) {
    const abort = () => stream.destroy(new AbortError(undefined, { cause: signal.reason }));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    return stream;
  },
});
Object.defineProperty(Stream, 'promises', {
  configurable: true, enumerable: true, get: () => require('stream/promises'),
});

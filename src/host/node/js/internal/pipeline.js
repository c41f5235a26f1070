// `stream.Transform`, `PassThrough`, `finished` and `pipeline`.
'use strict';

const { coded, checkFunction } = require('internal/errors');

module.exports = (Duplex, { define }) => {
  function Transform(options) {
    if (!(this instanceof Transform)) return new Transform(options);
    this._transformState = { resume: null };
    Duplex.call(this, options);
  }
  define(Transform, Duplex, class {
    _transform() {
      throw coded(Error, 'ERR_METHOD_NOT_IMPLEMENTED', 'The _transform() method is not implemented');
    }

    _write(chunk, encoding, callback) {
      this._transform(chunk, encoding, (error, value) => {
        if (error) return callback(error);
        if (value !== undefined && value !== null) this.push(value);
        if (this.readableLength < this.readableHighWaterMark) callback();
        else this._transformState.resume = callback;
      });
    }

    _final(callback) {
      const done = (error, value) => {
        if (error) return callback(error);
        if (value !== undefined && value !== null) this.push(value);
        this.push(null);
        callback();
      };
      if (typeof this._flush === 'function') this._flush(done);
      else done();
    }

    _read() {
      const { resume } = this._transformState;
      this._transformState.resume = null;
      resume?.();
    }
  });

  function PassThrough(options) {
    if (!(this instanceof PassThrough)) return new PassThrough(options);
    Transform.call(this, options);
  }
  define(PassThrough, Transform, class {
    _transform(chunk, encoding, callback) { callback(null, chunk); }
  });

  // Calls back once the stream is over; gives what stops that.
  function finished(stream, options, callback) {
    if (typeof options === 'function') [options, callback] = [{}, options];
    options ??= {};
    let readable = options.readable !== false && typeof stream.read === 'function' && !stream.readableEnded;
    let writable = options.writable !== false && typeof stream.write === 'function' && !stream.writableFinished;
    let isDone = false;
    const done = (error) => {
      if (isDone) return;
      isDone = true;
      stop();
      callback.call(stream, error);
    };
    const listeners = {
      end() {
        readable = false;
        if (!writable) done();
      },
      finish() {
        writable = false;
        if (!readable) done();
      },
      error: (error) => done(error),
      close() {
        if (!readable && !writable) return done();
        done(stream.errored ?? coded(Error, 'ERR_STREAM_PREMATURE_CLOSE', 'Premature close'));
      },
    };
    function stop() {
      for (const name of Object.keys(listeners)) stream.removeListener(name, listeners[name]);
    }
    for (const name of Object.keys(listeners)) stream.on(name, listeners[name]);
    if (stream.closed) process.nextTick(listeners.close);
    else if (!readable && !writable) process.nextTick(done);
    return stop;
  }

  function pipeline(...streams) {
    const callback = streams.pop();
    checkFunction(callback, 'streams[stream.length - 1]');
    if (Array.isArray(streams[0])) [streams] = streams;
    const { Readable } = require('stream');
    let value;
    const list = [];
    for (const [index, each] of streams.entries()) {
      if (typeof each !== 'function') {
        list.push(index === 0 && typeof each.pipe !== 'function' ? Readable.from(each) : each);
        continue;
      }
      const result = index === 0 ? each() : each(list.at(-1));
      if (typeof result?.then === 'function') {
        const last = new PassThrough({ objectMode: true });
        result.then((given) => {
          value = given;
          if (given !== undefined && given !== null && index < streams.length - 1) last.write(given);
          last.end();
          last.resume();
        }, (error) => last.destroy(error));
        list.push(last);
      } else {
        list.push(result?.pipe === undefined ? Readable.from(result) : result);
      }
    }
    let left = list.length;
    let failure;
    const done = (error) => {
      if (error && (failure === undefined || failure.code === 'ERR_STREAM_PREMATURE_CLOSE')) failure = error;
      if (error) for (const each of list) if (!each.destroyed) each.destroy(error === failure ? undefined : failure);
      if (--left === 0) process.nextTick(() => callback(failure, value));
    };
    list.forEach((each, index) => {
      finished(each, { readable: index < list.length - 1, writable: index > 0 }, done);
      if (index < list.length - 1 && typeof streams[index + 1] !== 'function') each.pipe(list[index + 1]);
    });
    return list.at(-1);
  }

  const custom = Symbol.for('nodejs.util.promisify.custom');
  for (const [each, name] of [[finished, 'finished'], [pipeline, 'pipeline']]) {
    Object.defineProperty(each, custom, { get: () => require('stream/promises')[name] });
  }
  return { Transform, PassThrough, finished, pipeline };
};

// The builtin `stream/promises`.
'use strict';

const stream = require('stream');

module.exports = {
  finished: (each, options) => new Promise((resolve, reject) => {
    stream.finished(each, options ?? {}, (error) => (error ? reject(error) : resolve()));
  }),
  pipeline: (...streams) => new Promise((resolve, reject) => {
    const last = streams.at(-1);
    const { signal } = last !== null && typeof last === 'object' && last.pipe === undefined &&
      !last[Symbol.asyncIterator] && !last[Symbol.iterator] ? streams.pop() : {};
    const first = stream.pipeline(...streams, (error, value) => (error ? reject(error) : resolve(value)));
    if (signal !== undefined) stream.addAbortSignal(signal, first);
  }),
};

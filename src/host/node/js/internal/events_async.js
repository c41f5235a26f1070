// Events as promises and as asynchronous iterators: `events.once` and `events.on`.
'use strict';

const { AbortError, invalidArgType } = require('internal/errors');

const aborted = (signal) => new AbortError(undefined, { cause: signal.reason });

function checkSignal(signal) {
  if (signal === undefined) return;
  if (signal === null || typeof signal !== 'object' || !('aborted' in signal)) throw invalidArgType('options.signal', 'AbortSignal', signal);
}

// Listens to an emitter or a target of events; gives what stops that.
function listen(emitter, name, listener) {
  if (typeof emitter?.on === 'function') {
    emitter.on(name, listener);
    return () => emitter.removeListener(name, listener);
  }
  if (typeof emitter?.addEventListener !== 'function') throw invalidArgType('emitter', 'EventEmitter', emitter);
  emitter.addEventListener(name, listener);
  return () => emitter.removeEventListener(name, listener);
}

async function once(emitter, name, options = {}) {
  const signal = options?.signal;
  checkSignal(signal);
  if (signal?.aborted) throw aborted(signal);
  return new Promise((resolve, reject) => {
    const stops = [];
    // What has come is listened to no more, then the others.
    const first = (target, event, settle) => {
      const own = listen(target, event, (...values) => {
        own();
        for (const stop of stops) if (stop !== own) stop();
        settle(values);
      });
      stops.push(own);
    };
    first(emitter, name, resolve);
    if (name !== 'error' && typeof emitter.on === 'function') first(emitter, 'error', ([error]) => reject(error));
    if (signal !== undefined) first(signal, 'abort', () => reject(aborted(signal)));
  });
}

function on(emitter, name, options = {}) {
  const { signal, close = [] } = options;
  checkSignal(signal);
  if (signal?.aborted) throw aborted(signal);
  const arrived = [];
  const waiting = [];
  let failure;
  let isOver = false;

  function event(...values) {
    if (waiting.length > 0) waiting.shift().resolve({ value: values, done: false });
    else arrived.push(values);
  }
  function fail(error) {
    if (waiting.length > 0) waiting.shift().reject(error);
    else failure = { error };
    end();
  }
  function end() {
    for (const stop of stops) stop();
    isOver = true;
    for (const { resolve } of waiting.splice(0)) resolve({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  }

  const stops = [listen(emitter, name, event)];
  if (name !== 'error' && typeof emitter.on === 'function') stops.push(listen(emitter, 'error', fail));
  for (const each of close) stops.push(listen(emitter, each, end));
  if (signal !== undefined) stops.push(listen(signal, 'abort', () => fail(aborted(signal))));

  const AsyncIterator = Object.getPrototypeOf(Object.getPrototypeOf(async function * () {}).prototype);
  return Object.setPrototypeOf({
    next() {
      if (arrived.length > 0) return Promise.resolve({ value: arrived.shift(), done: false });
      if (failure !== undefined) {
        const { error } = failure;
        failure = undefined;
        return Promise.reject(error);
      }
      if (isOver) return end();
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    return: end,
    throw(error) {
      if (!(error instanceof Error)) throw invalidArgType('EventEmitter.AsyncIterator', 'Error', error);
      fail(error);
    },
    [Symbol.asyncIterator]() { return this; },
  }, AsyncIterator);
}

function addAbortListener(signal, listener) {
  if (signal === undefined) throw invalidArgType('signal', 'AbortSignal', signal);
  checkSignal(signal);
  require('internal/errors').checkFunction(listener, 'listener');
  if (signal.aborted) queueMicrotask(() => listener());
  else signal.addEventListener('abort', listener, { once: true });
  return { [Symbol.dispose]() { signal.removeEventListener('abort', listener); } };
}

module.exports = { once, on, addAbortListener };

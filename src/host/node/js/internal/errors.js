// The errors that builtins throw, with Node.js's codes and words.
'use strict';

const inspection = () => require('internal/inspect');

// An error whose stack and `name` say the class, and whose `code` says which it is.
function coded(Class, code, message) {
  const error = new Class(message);
  error.code = code;
  return error;
}

const classes = new Set(['Buffer', 'TypedArray', 'DataView', 'ArrayBuffer', 'Array', 'URL', 'Date',
  'RegExp', 'Error', 'Map', 'Object', 'AbortSignal', 'EventEmitter', 'Uint8Array', 'Blob', 'Stream',
  'AsyncIterable', 'Iterable']);

function orList(list) {
  if (list.length < 3) return list.join(' or ');
  return `${list.slice(0, -1).join(', ')}, or ${list.at(-1)}`;
}

// `expected`: a type, a class, or several of them.
function invalidArgType(name, expected, value) {
  const list = [expected].flat();
  const types = list.filter((each) => !classes.has(each));
  const instances = list.filter((each) => classes.has(each));
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one of type' : 'of type'} ${orList(types)}`);
  if (instances.length > 0) parts.push(`an instance of ${orList(instances)}`);
  const kind = name.endsWith(' argument') ? name : `"${name}" ${name.includes('.') ? 'property' : 'argument'}`;
  return coded(TypeError, 'ERR_INVALID_ARG_TYPE', `The ${kind} must be ${parts.join(' or ')}. ` +
    `Received ${inspection().received(value)}`);
}

function invalidArgValue(name, value, reason = 'is invalid') {
  const kind = name.includes('.') ? 'property' : 'argument';
  let shown = inspection().inspect(value);
  if (shown.length > 128) shown = `${shown.slice(0, 128)}...`;
  return coded(TypeError, 'ERR_INVALID_ARG_VALUE', `The ${kind} '${name}' ${reason}. Received ${shown}`);
}

function outOfRange(name, range, value) {
  const shown = typeof value === 'bigint' ? `${value}n` : inspection().inspect(value);
  return coded(RangeError, 'ERR_OUT_OF_RANGE',
    `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`);
}

// What this host does not have, though Node.js does.
function notProvided(what) {
  return coded(Error, 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM', `${what} is not provided by nodeapi`);
}

// The error of a system call that the natives say failed.
function systemError({ errno, code, syscall, path, dest, message }) {
  const error = new Error(message);
  error.errno = errno;
  error.code = code;
  error.syscall = syscall;
  if (path !== undefined) error.path = path;
  if (dest !== undefined) error.dest = dest;
  return error;
}

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options) {
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

function checkFunction(value, name) {
  if (typeof value !== 'function') throw invalidArgType(name, 'function', value);
}

function checkString(value, name) {
  if (typeof value !== 'string') throw invalidArgType(name, 'string', value);
}

module.exports = {
  AbortError, coded, invalidArgType, invalidArgValue, outOfRange, notProvided, systemError,
  checkFunction, checkString,
};

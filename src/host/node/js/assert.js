// The builtin `assert`.
'use strict';

const { coded, invalidArgType, invalidArgValue, checkFunction, received } = require('internal/errors');
const { inspect } = require('internal/inspect');
const { isEqual } = require('internal/deep_equal');
const { message: messageOf, show } = require('internal/assertion');
const { isRegExp } = require('util/types');

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== 'object') throw invalidArgType('options', 'Object', options);
    const { message, operator, actual, expected, stackStartFn } = options;
    const own = message === undefined || message === null ? undefined : String(message);
    const isCompared = operator === 'strictEqual' || operator === 'deepStrictEqual';
    super(own === undefined || isCompared ? messageOf(operator, actual, expected, own) : own);
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      configurable: true, enumerable: false, writable: true, value: 'AssertionError',
    });
    Object.assign(this, { code: 'ERR_ASSERTION', actual, expected, operator });
    Error.captureStackTrace?.(this, stackStartFn);
  }
  toString() { return `${this.name} [${this.code}]: ${this.message}`; }
}

// Throws; `generated` is the message where the program has none.
function fail(message, { generated, isOwnText = false, ...details }) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ ...details, message: message ?? generated });
  error.generatedMessage = message === undefined && !isOwnText;
  throw error;
}

function assert(...values) { check(assert, 'assert', values); }

function check(from, name, values) {
  const [value, message] = values;
  if (value) return;
  fail(message, {
    actual: value, expected: true, operator: '==', stackStartFn: from,
    generated: values.length === 0 ? 'No value argument passed to `assert.ok()`'
      : `The expression evaluated to a falsy value:\n\n  ${name}(${show(value)})\n`,
  });
}

assert.ok = function ok(...values) { check(ok, 'assert.ok', values); };
assert.AssertionError = AssertionError;

const loosely = (a, b) => a == b || (a !== a && b !== b); // eslint-disable-line eqeqeq
const comparisons = {
  equal: ['==', loosely],
  notEqual: ['!=', (a, b) => !loosely(a, b)],
  strictEqual: ['strictEqual', Object.is],
  notStrictEqual: ['notStrictEqual', (a, b) => !Object.is(a, b)],
  deepEqual: ['deepEqual', (a, b) => isEqual(a, b, false)],
  notDeepEqual: ['notDeepEqual', (a, b) => !isEqual(a, b, false)],
  deepStrictEqual: ['deepStrictEqual', (a, b) => isEqual(a, b, true)],
  notDeepStrictEqual: ['notDeepStrictEqual', (a, b) => !isEqual(a, b, true)],
};
for (const [name, [operator, holds]] of Object.entries(comparisons)) {
  assert[name] = {
    [name](actual, expected, message) {
      if (arguments.length < 2) {
        throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "actual" and "expected" arguments must be specified');
      }
      if (!holds(actual, expected)) fail(message, { actual, expected, operator, stackStartFn: assert[name] });
    },
  }[name];
}

assert.fail = function fail(message = 'Failed') {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ message, operator: 'fail', stackStartFn: fail });
  error.generatedMessage = arguments.length === 0;
  throw error;
};

assert.ifError = function ifError(value) {
  if (value === null || value === undefined) return;
  const said = typeof value !== 'object' || typeof value.message !== 'string' ? inspect(value)
    : value.message === '' && value.constructor ? value.constructor.name : value.message;
  throw new AssertionError({
    actual: value, expected: null, operator: 'ifError', stackStartFn: ifError,
    message: `ifError got unwanted exception: ${said}`,
  });
};

const mismatch = (verb, pattern, text) => `The input ${verb} the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`;

for (const [name, wanted, verb] of [['match', true, 'did not match'], ['doesNotMatch', false, 'was expected to not match']]) {
  assert[name] = {
    [name](text, pattern, message) {
      if (!isRegExp(pattern)) throw invalidArgType('regexp', 'RegExp', pattern);
      if (typeof text === 'string' && pattern.test(text) === wanted) return;
      fail(message, {
        actual: text, expected: pattern, operator: name, stackStartFn: assert[name],
        generated: typeof text === 'string' ? mismatch(verb, pattern, text)
          : `The "string" argument must be of type string. Received ${received(text)}`,
      });
    },
  }[name];
}

// Of what was thrown or expected, what is compared.
class Comparison {
  constructor(source, keys, thrown) {
    for (const key of keys) {
      if (!(key in source)) continue;
      const isMatched = thrown !== undefined && typeof thrown[key] === 'string' && isRegExp(source[key]) && source[key].test(thrown[key]);
      this[key] = isMatched ? thrown[key] : source[key];
    }
  }
}

// Looks at what was thrown by a function of the program's own: a class, or one that says whether it will do.
function checkByFunction(thrown, expected, message, details) {
  if (expected.prototype !== undefined && thrown instanceof expected) return;
  const isThrown = thrown instanceof Error;
  if (expected === Error || Object.prototype.isPrototypeOf.call(Error, expected)) {
    fail(message, {
      ...details,
      generated: `The error is expected to be an instance of "${expected.name}". Received ` +
        (isThrown ? `"${thrown.name}"\n\nError message:\n\n${thrown.message}` : `"${inspect(thrown, { depth: -1 })}"`),
    });
  }
  const answer = expected.call({}, thrown);
  if (answer === true) return;
  fail(message, {
    ...details,
    generated: `The ${expected.name ? `"${expected.name}" ` : ''}validation function is expected to return "true". ` +
      `Received ${inspect(answer)}${isThrown ? `\n\nCaught error:\n\n${thrown}` : ''}`,
  });
}

// Whether what was thrown is what was expected; throws where it is not.
function checkThrown(thrown, expected, message, from) {
  if (expected === undefined || expected === null) return;
  const details = { actual: thrown, expected, operator: from.name, stackStartFn: from };
  if (typeof expected === 'function') return checkByFunction(thrown, expected, message, details);
  if (isRegExp(expected)) {
    const text = String(thrown);
    if (!expected.test(text)) fail(message, { ...details, generated: mismatch('did not match', expected, text) });
    return;
  }
  if (thrown === null || typeof thrown !== 'object') {
    fail(message, { ...details, generated: messageOf('deepStrictEqual', thrown, expected) });
  }
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw invalidArgValue('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (typeof thrown[key] === 'string' && isRegExp(expected[key]) && expected[key].test(thrown[key])) continue;
    if (key in thrown && isEqual(thrown[key], expected[key], true)) continue;
    const sides = [new Comparison(thrown, keys), new Comparison(expected, keys, thrown)];
    fail(message, { ...details, generated: messageOf('deepStrictEqual', ...sides) });
  }
}

function expectThrown(from, hasThrown, thrown, expected, message) {
  if (typeof expected === 'string') {
    if (hasThrown && (thrown?.message === expected || thrown === expected)) {
      throw coded(TypeError, 'ERR_AMBIGUOUS_ARGUMENT', 'The "error/message" argument is ambiguous. ' +
        `The error ${thrown === expected ? '' : 'message '}"${expected}" is identical to the message.`);
    }
    [expected, message] = [undefined, expected];
  } else if (expected !== undefined && typeof expected !== 'object' && typeof expected !== 'function') {
    throw invalidArgType('error', ['function', 'Error', 'RegExp', 'Object'], expected);
  }
  if (hasThrown) return checkThrown(thrown, expected, message, from);
  const name = expected?.name ? ` (${expected.name})` : '';
  fail(undefined, {
    actual: undefined, expected, operator: from.name, stackStartFn: from, isOwnText: true,
    generated: `Missing expected ${from.name === 'rejects' ? 'rejection' : 'exception'}${name}${message ? `: ${message}` : '.'}`,
  });
}

function expectNotThrown(from, thrown, expected, message) {
  if (typeof expected === 'string') [expected, message] = [undefined, expected];
  if (expected !== undefined) {
    const matches = typeof expected === 'function' ? thrown instanceof expected : expected.test(String(thrown));
    if (!matches) throw thrown;
  }
  const unwanted = from.name === 'doesNotReject' ? 'rejection' : 'exception';
  fail(undefined, {
    actual: thrown, expected, operator: from.name, stackStartFn: from, isOwnText: true,
    generated: `Got unwanted ${unwanted}${message ? `: ${message}` : '.'}\nActual message: "${thrown?.message}"`,
  });
}

// What a function has thrown, in a list; an empty one where it has not.
function thrownBy(run) {
  checkFunction(run, 'fn');
  try {
    run();
  } catch (error) {
    return [error];
  }
  return [];
}

async function rejectionOf(run) {
  let promise = run;
  if (typeof run === 'function') {
    promise = run();
    if (typeof promise?.then !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected instance of Promise to be returned from the "promiseFn" ' +
        `function but got ${received(promise)}.`);
    }
  } else if (typeof run?.then !== 'function') {
    throw invalidArgType('promiseFn', ['function', 'Promise'], run);
  }
  try {
    await promise;
  } catch (reason) {
    return [reason];
  }
  return [];
}

assert.throws = function throws(run, expected, message) {
  const thrown = thrownBy(run);
  expectThrown(throws, thrown.length > 0, thrown[0], expected, message);
};
assert.doesNotThrow = function doesNotThrow(run, expected, message) {
  for (const error of thrownBy(run)) expectNotThrown(doesNotThrow, error, expected, message);
};
assert.rejects = async function rejects(run, expected, message) {
  const thrown = await rejectionOf(run);
  expectThrown(rejects, thrown.length > 0, thrown[0], expected, message);
};
assert.doesNotReject = async function doesNotReject(run, expected, message) {
  for (const reason of await rejectionOf(run)) expectNotThrown(doesNotReject, reason, expected, message);
};

const { equal, notEqual, deepEqual, notDeepEqual, ...others } = assert;
assert.strict = Object.assign(function strict(...values) { check(strict, 'assert.strict', values); }, {
  ...others, equal: assert.strictEqual, notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;

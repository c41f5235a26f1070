// The builtin `assert`.
'use strict';

const { coded, invalidArgType, invalidArgValue, checkFunction } = require('internal/errors');
const { inspect } = require('internal/inspect');
const { isEqual } = require('internal/deep_equal');

const headings = {
  deepStrictEqual: 'Expected values to be strictly deep-equal:',
  strictEqual: 'Expected values to be strictly equal:',
  deepEqual: 'Expected values to be loosely deep-equal:',
  notDeepStrictEqual: 'Expected "actual" not to be strictly deep-equal to:',
  notStrictEqual: 'Expected "actual" to be strictly unequal to:',
  notDeepEqual: 'Expected "actual" not to be loosely deep-equal to:',
};

function show(value) {
  return inspect(value, { compact: false, customInspect: false, depth: 1000, maxArrayLength: Infinity, breakLength: Infinity });
}

// Lines of the one and the other, what they have in common once.
function difference(actual, expected) {
  const [a, b] = [show(actual).split('\n'), show(expected).split('\n')];
  const common = Array.from({ length: a.length + 1 }, () => new Array(b.length + 1).fill(0));
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i][j] = a[i] === b[j] ? common[i + 1][j + 1] + 1 : Math.max(common[i + 1][j], common[i][j + 1]);
    }
  }
  const lines = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push(`  ${a[i++]}`);
      j++;
    } else if (i < a.length && (j === b.length || common[i + 1][j] >= common[i][j + 1])) {
      lines.push(`+ ${a[i++]}`);
    } else {
      lines.push(`- ${b[j++]}`);
    }
  }
  return lines.join('\n');
}

function generatedMessage(operator, actual, expected, message) {
  const heading = message ?? headings[operator];
  if (heading === undefined) return `${show(actual)} ${operator} ${show(expected)}`;
  if (operator.startsWith('not')) {
    const shown = show(expected);
    return shown.includes('\n') ? `${heading}\n\n${shown}\n` : `${heading}${shown.length > 5 ? '\n\n' : ' '}${shown}`;
  }
  if (operator === 'deepEqual') return `${heading}\n\n${show(actual)}\n\nshould loosely deep-equal\n\n${show(expected)}`;
  const isSimple = [actual, expected].every((each) => (typeof each !== 'object' || each === null) && typeof each !== 'function');
  const isShort = show(actual).length + show(expected).length <= 12 && (actual !== 0 || expected !== 0);
  if (operator === 'strictEqual' && isSimple && isShort) return `${heading}\n\n${show(actual)} !== ${show(expected)}\n`;
  if (operator === 'strictEqual' && isEqual(actual, expected, true) && !isSimple) {
    return `Values have same structure but are not reference-equal:\n\n${show(actual)}\n`;
  }
  return `${heading}\n+ actual - expected\n\n${difference(actual, expected)}\n`;
}

class AssertionError extends Error {
  constructor(options) {
    if (options === null || typeof options !== 'object') throw invalidArgType('options', 'Object', options);
    const { message, operator, actual, expected, stackStartFn } = options;
    const hasOwn = message !== undefined && message !== null;
    const isShown = operator === 'strictEqual' || operator === 'deepStrictEqual';
    super(hasOwn && !isShown ? String(message) : generatedMessage(operator, actual, expected, hasOwn ? String(message) : undefined));
    this.generatedMessage = !message;
    Object.defineProperty(this, 'name', {
      configurable: true, enumerable: false, writable: true, value: 'AssertionError',
    });
    this.code = 'ERR_ASSERTION';
    this.actual = actual;
    this.expected = expected;
    this.operator = operator;
    Error.captureStackTrace?.(this, stackStartFn);
  }
  toString() { return `${this.name} [${this.code}]: ${this.message}`; }
}

function fail(message, details) {
  if (message instanceof Error) throw message;
  const error = new AssertionError({ ...details, message: message ?? details.generated });
  error.generatedMessage = message === undefined && details.isOwnText !== true;
  throw error;
}

function assert(...values) { check(assert, values); }

function check(from, values) {
  const [value, message] = values;
  if (value) return;
  fail(message, {
    actual: value, expected: true, operator: '==', stackStartFn: from,
    generated: values.length === 0 ? 'No value argument passed to `assert.ok()`'
      : `The expression evaluated to a falsy value:\n\n  ${from === assert ? 'assert' : 'assert.ok'}(${show(value)})\n`,
  });
}

assert.ok = function ok(...values) { check(ok, values); };
assert.AssertionError = AssertionError;

const comparisons = {
  equal: ['==', (a, b) => a == b || (a !== a && b !== b)], // eslint-disable-line eqeqeq
  notEqual: ['!=', (a, b) => !(a == b || (a !== a && b !== b))], // eslint-disable-line eqeqeq
  strictEqual: ['strictEqual', (a, b) => Object.is(a, b)],
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
  let message = 'ifError got unwanted exception: ';
  if (typeof value === 'object' && typeof value.message === 'string') {
    message += value.message.length === 0 && value.constructor ? value.constructor.name : value.message;
  } else {
    message += inspect(value);
  }
  const error = new AssertionError({ actual: value, expected: null, operator: 'ifError', message, stackStartFn: ifError });
  throw error;
};

for (const [name, holds, verb] of [
  ['match', (text, pattern) => pattern.test(text), 'did not match'],
  ['doesNotMatch', (text, pattern) => !pattern.test(text), 'was expected to not match'],
]) {
  assert[name] = {
    [name](text, pattern, message) {
      if (!require('util/types').isRegExp(pattern)) throw invalidArgType('regexp', 'RegExp', pattern);
      if (typeof text === 'string' && holds(text, pattern)) return;
      const generated = typeof text !== 'string'
        ? `The "string" argument must be of type string. Received ${require('internal/inspect').received(text)}`
        : `The input ${verb} the regular expression ${inspect(pattern)}. Input:\n\n${inspect(text)}\n`;
      fail(message, { actual: text, expected: pattern, operator: name, stackStartFn: assert[name], generated });
    },
  }[name];
}

// Whether what was thrown is what was expected; throws where it is not.
function checkThrown(thrown, expected, message, operator, from) {
  if (expected === undefined) return;
  const details = { actual: thrown, expected, operator, stackStartFn: from };
  if (typeof expected === 'function') {
    if (expected.prototype !== undefined && thrown instanceof expected) return;
    if (Object.prototype.isPrototypeOf.call(Error, expected) || expected === Error) {
      if (message !== undefined) fail(message, details);
      fail(undefined, {
        ...details,
        generated: `The error is expected to be an instance of "${expected.name}". Received ` +
          (thrown instanceof Error ? `"${thrown.name}"\n\nError message:\n\n${thrown.message}` : `"${inspect(thrown, { depth: -1 })}"`),
      });
    }
    const answer = expected.call({}, thrown);
    if (answer === true) return;
    fail(message, {
      ...details,
      generated: `The ${expected.name ? `"${expected.name}" ` : ''}validation function is expected to return "true". ` +
        `Received ${inspect(answer)}${thrown instanceof Error ? `\n\nCaught error:\n\n${thrown}` : ''}`,
    });
  }
  if (require('util/types').isRegExp(expected)) {
    if (expected.test(String(thrown))) return;
    fail(message, {
      ...details,
      generated: `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(String(thrown))}\n`,
    });
  }
  if (thrown === null || typeof thrown !== 'object') fail(message, details);
  const keys = Object.keys(expected);
  if (expected instanceof Error) keys.push('name', 'message');
  else if (keys.length === 0) throw invalidArgValue('error', expected, 'may not be an empty object');
  for (const key of keys) {
    if (typeof thrown[key] === 'string' && require('util/types').isRegExp(expected[key]) && expected[key].test(thrown[key])) continue;
    if (key in thrown && isEqual(thrown[key], expected[key], true)) continue;
    const [a, b] = [thrown, expected].map((each) => Object.fromEntries(keys.filter((name) => name in each).map((name) => [name, each[name]])));
    fail(message, { ...details, generated: generatedMessage('deepStrictEqual', a, b) });
  }
}

function expectThrown(from, hasThrown, thrown, expected, message) {
  if (typeof expected === 'string') [expected, message] = [undefined, expected];
  else if (expected !== undefined && expected !== null && typeof expected !== 'object' && typeof expected !== 'function') {
    throw invalidArgType('error', ['function', 'Error', 'RegExp', 'Object'], expected);
  }
  const operator = from.name;
  if (hasThrown) return checkThrown(thrown, expected, message, operator, from);
  const missing = operator === 'rejects' ? 'rejection' : 'exception';
  const name = expected?.name ? ` (${expected.name})` : '';
  fail(undefined, {
    actual: undefined, expected, operator, stackStartFn: from,
    isOwnText: true, generated: `Missing expected ${missing}${name}${message ? `: ${message}` : '.'}`,
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
    actual: thrown, expected, operator: from.name, stackStartFn: from,
    isOwnText: true, generated: `Got unwanted ${unwanted}${message ? `: ${message}` : '.'}\nActual message: "${thrown?.message}"`,
  });
}

assert.throws = function throws(run, expected, message) {
  checkFunction(run, 'fn');
  let thrown;
  let hasThrown = false;
  try {
    run();
  } catch (error) {
    [thrown, hasThrown] = [error, true];
  }
  expectThrown(throws, hasThrown, thrown, expected, message);
};

assert.doesNotThrow = function doesNotThrow(run, expected, message) {
  checkFunction(run, 'fn');
  try {
    run();
  } catch (error) {
    expectNotThrown(doesNotThrow, error, expected, message);
  }
};

async function settled(run) {
  let promise = run;
  if (typeof run === 'function') {
    promise = run();
    if (typeof promise?.then !== 'function') {
      throw coded(TypeError, 'ERR_INVALID_RETURN_VALUE', 'Expected instance of Promise to be returned from the "promiseFn" ' +
        `function but got ${require('internal/inspect').received(promise)}.`);
    }
  } else if (typeof run?.then !== 'function') {
    throw invalidArgType('promiseFn', ['function', 'Promise'], run);
  }
  try {
    await promise;
    return { hasThrown: false };
  } catch (thrown) {
    return { hasThrown: true, thrown };
  }
}

assert.rejects = async function rejects(run, expected, message) {
  const { hasThrown, thrown } = await settled(run);
  expectThrown(rejects, hasThrown, thrown, expected, message);
};
assert.doesNotReject = async function doesNotReject(run, expected, message) {
  const { hasThrown, thrown } = await settled(run);
  if (hasThrown) expectNotThrown(doesNotReject, thrown, expected, message);
};

const { equal, notEqual, deepEqual, notDeepEqual, ...others } = assert;
assert.strict = Object.assign(function strict(...values) { check(strict, values); }, {
  ...others, equal: assert.strictEqual, notEqual: assert.notStrictEqual,
  deepEqual: assert.deepStrictEqual, notDeepEqual: assert.notDeepStrictEqual,
});
assert.strict.strict = assert.strict;

module.exports = assert;

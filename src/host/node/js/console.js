// The global `console`.
'use strict';

// Loaded when there is more to print than plain text.
const inspection = () => require('internal/inspect');

function format(...values) {
  const isPlain = values.every((value, index) => typeof value === 'string' &&
    (index > 0 || !value.includes('%')));
  return isPlain ? values.join(' ') : inspection().format(...values);
}

// The methods of a console that writes to a descriptor, or to what stands for one.
function methods(write) {
  const counts = new Map();
  const timers = new Map();
  let indentation = '';

  function print(fd, values) {
    let text = format(...values);
    if (indentation !== '') text = indentation + text.replaceAll('\n', '\n' + indentation);
    write(fd, text + '\n');
  }

  const console = {
    log(...values) { print(1, values); },
    info(...values) { print(1, values); },
    debug(...values) { print(1, values); },
    error(...values) { print(2, values); },
    warn(...values) { print(2, values); },

    trace(...values) {
      const { stack } = new Error();
      print(2, [`Trace: ${format(...values)}\n${stack}`]);
    },

    assert(condition, ...values) {
      if (condition) return;
      if (typeof values[0] === 'string') values[0] = `Assertion failed: ${values[0]}`;
      else values.unshift('Assertion failed');
      print(2, values);
    },

    dir(value, options) { print(1, [inspection().inspect(value, options)]); },

    count(label = 'default') {
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      print(1, [`${label}: ${count}`]);
    },
    countReset(label = 'default') { counts.delete(label); },

    time(label = 'default') { timers.set(label, host.hrtime()); },
    timeLog(label = 'default', ...values) {
      const start = timers.get(label);
      if (start !== undefined) print(1, [`${label}: ${((host.hrtime() - start) / 1e6).toFixed(3)}ms`, ...values]);
    },
    timeEnd(label = 'default') {
      console.timeLog(label);
      timers.delete(label);
    },

    group(...values) {
      if (values.length > 0) print(1, values);
      indentation += '  ';
    },
    groupEnd() { indentation = indentation.slice(2); },

    table(value, columns) {
      print(1, [value === null || typeof value !== 'object' ? value : require('internal/table')(value, columns)]);
    },
  };
  console.groupCollapsed = console.group;
  return console;
}

const console = methods((fd, text) => host.write(fd, text, false));

// A console over streams.
console.Console = function Console(stdout, stderr) {
  if (typeof stdout?.write !== 'function') ({ stdout, stderr } = stdout ?? {});
  if (typeof stdout?.write !== 'function') {
    throw Object.assign(new TypeError('Console expects a writable stream instance for stdout'), { code: 'ERR_CONSOLE_WRITABLE_STREAM' });
  }
  const made = methods((fd, text) => (fd === 2 && stderr ? stderr : stdout).write(text));
  return Object.assign(new.target ? this : Object.create(Console.prototype), made);
};

module.exports = console;

// `console.table`.
'use strict';

const { inspect } = require('internal/inspect');

const isObject = (value) => value !== null && typeof value === 'object';

function show(value) {
  const isLarge = isObject(value) && !Array.isArray(value) && Object.keys(value).length > 2;
  return inspect(value, { maxArrayLength: 3, breakLength: Infinity, depth: isLarge ? -1 : 0 });
}

// The text of a table; `columns` says which of the rows' properties, if not all.
module.exports = (value, columns) => {
  const isCollection = value instanceof Map || value instanceof Set;
  const entries = value instanceof Map ? [...value].map(([Key, Values]) => ({ Key, Values }))
    : value instanceof Set ? [...value].map((Values) => ({ Values })) : value;
  const names = new Set(columns);
  let hasValues = false;
  const rows = Object.keys(entries).map((key) => {
    const row = entries[key];
    const cells = { key, of: {} };
    if (isObject(row)) {
      for (const name of columns ?? Object.keys(row)) {
        names.add(name);
        if (Object.hasOwn(row, name)) cells.of[name] = show(row[name]);
      }
    } else {
      hasValues = true;
      cells.value = show(row);
    }
    return cells;
  });
  const head = [isCollection ? '(iteration index)' : '(index)', ...names, ...(hasValues ? ['Values'] : [])];
  const lines = rows.map(({ key, of, value }) => [key, ...[...names].map((name) => of[name] ?? ''), ...(hasValues ? [value ?? ''] : [])]);
  const widths = head.map((name, index) => Math.max(...[head, ...lines].map((line) => line[index].length)) + 2);
  const rule = (left, middle, right) => left + widths.map((width) => '─'.repeat(width)).join(middle) + right;
  const row = (line) => `│${line.map((cell, index) => ` ${cell}`.padEnd(widths[index])).join('│')}│`;
  return [rule('┌', '┬', '┐'), row(head), rule('├', '┼', '┤'), ...lines.map(row), rule('└', '┴', '┘')].join('\n');
};

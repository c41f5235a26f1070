// The builtin `path`, of POSIX systems.
'use strict';

function check(value, name) {
  if (typeof value === 'string') return;
  const error = new TypeError(`The "${name}" argument must be of type string. Received ` +
    require('internal/inspect').received(value));
  error.code = 'ERR_INVALID_ARG_TYPE';
  throw error;
}

function withoutSlashes(path) {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}

// Resolves `.` and `..` among the parts of a path.
function collapse(path, isAbsolute) {
  const parts = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (!isAbsolute) parts.push(part);
  }
  return parts.join('/');
}

const path = {
  sep: '/',
  delimiter: ':',

  isAbsolute(path) {
    check(path, 'path');
    return path.startsWith('/');
  },

  normalize(path) {
    check(path, 'path');
    if (path === '') return '.';
    const isAbsolute = path.startsWith('/');
    let result = collapse(path, isAbsolute);
    if (result === '' && !isAbsolute) result = '.';
    if (result !== '' && path.endsWith('/')) result += '/';
    return isAbsolute ? '/' + result : result;
  },

  join(...paths) {
    for (const each of paths) check(each, 'path');
    const joined = paths.filter((each) => each !== '').join('/');
    return joined === '' ? '.' : path.normalize(joined);
  },

  resolve(...paths) {
    let resolved = '';
    for (let index = paths.length - 1; index >= 0 && !resolved.startsWith('/'); index--) {
      check(paths[index], `paths[${index}]`);
      if (paths[index] !== '') resolved = paths[index] + (resolved === '' ? '' : '/' + resolved);
    }
    if (!resolved.startsWith('/')) resolved = `${host.currentDirectory()}/${resolved}`;
    return '/' + collapse(resolved, true);
  },

  dirname(path) {
    check(path, 'path');
    const trimmed = withoutSlashes(path);
    if (trimmed === '') return path.startsWith('/') ? '/' : '.';
    const end = trimmed.lastIndexOf('/');
    if (end < 0) return '.';
    if (end <= 1 && trimmed.startsWith('/')) return trimmed.slice(0, end + 1);
    return trimmed.slice(0, end);
  },

  basename(path, suffix) {
    check(path, 'path');
    if (suffix !== undefined) check(suffix, 'suffix');
    const trimmed = withoutSlashes(path);
    const base = trimmed.slice(trimmed.lastIndexOf('/') + 1);
    return suffix !== undefined && (base !== suffix || path === suffix) && base.endsWith(suffix)
      ? base.slice(0, base.length - suffix.length) : base;
  },

  extname(path) {
    const base = this.basename(path);
    const dot = base.lastIndexOf('.');
    return dot <= 0 || base === '..' ? '' : base.slice(dot);
  },

  toNamespacedPath(path) { return path; },
};

// Methods may be taken off the object.
for (const [name, value] of Object.entries(path)) {
  if (typeof value === 'function') path[name] = value.bind(path);
}
// Loaded when one of them is first used.
for (const name of ['relative', 'parse', 'format']) {
  path[name] = (...values) => require('internal/path_more')[name](...values);
}
path.posix = path;

// Of the other systems' paths no more than what separates their parts.
path.win32 = { sep: '\\', delimiter: ';', posix: path };

module.exports = path;

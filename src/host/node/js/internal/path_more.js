// What of `path` few programs use.
'use strict';

const posix = require('path');
const { checkString, invalidArgType } = require('internal/errors');

module.exports = {
  relative(from, to) {
    checkString(from, 'from');
    checkString(to, 'to');
    const start = posix.resolve(from).split('/').filter(Boolean);
    const end = posix.resolve(to).split('/').filter(Boolean);
    let common = 0;
    while (common < start.length && common < end.length && start[common] === end[common]) common++;
    return [...start.slice(common).map(() => '..'), ...end.slice(common)].join('/');
  },

  parse(path) {
    checkString(path, 'path');
    const root = path.startsWith('/') ? '/' : '';
    const base = posix.basename(path);
    const ext = posix.extname(path);
    const hasDir = path.replace(/\/+$/, '').includes('/');
    return {
      root, dir: hasDir ? posix.dirname(path) : root, base, ext,
      name: base.slice(0, base.length - ext.length),
    };
  },

  format(parts) {
    if (parts === null || typeof parts !== 'object') throw invalidArgType('pathObject', 'object', parts);
    let { root = '', dir, base, name = '', ext = '' } = parts;
    base ??= name + (ext === '' || ext.startsWith('.') ? ext : '.' + ext);
    const folder = dir ?? root;
    if (folder === '') return base;
    return folder === root ? folder + base : `${folder}/${base}`;
  },
};

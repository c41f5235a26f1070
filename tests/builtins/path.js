// Paths.
'use strict';
const path = require('path');
const show = (...values) => console.log(values.map((value) => JSON.stringify(value)).join(' '));
show(path.sep, path.delimiter, path.join('/a', '..', '.', 'b//c', 'd/'), path.join(), path.join('', '..'), path.join('a', '../../..'));
show(path.resolve('/a/b', '../c', './d'), path.resolve('/x', '/y'), path.resolve('') === process.cwd());
for (const each of ['/a/b.c.d', 'a', '', '/', '.hidden', 'x/.hidden.txt', 'dir/', '//a//b//', 'a.', '..', '/a/..']) {
  show(each, path.dirname(each), path.basename(each), path.extname(each), path.normalize(each), path.parse(each), path.isAbsolute(each));
}
show(path.basename('a.js', '.js'), path.basename('.js', '.js'), path.basename('a/b.js/', 's'));
for (const [from, to] of [['/a/b/c', '/a/d'], ['/a', '/a/b'], ['/a/b', '/a'], ['/', '/x'], ['/same', '/same']]) show(path.relative(from, to));
show(path.format({ dir: '/d', base: 'b' }), path.format({ root: '/', name: 'n', ext: '.e' }), path.format({ name: 'n', ext: 'e' }));
for (const run of [() => path.join(5), () => path.basename({}), () => path.resolve(null), () => path.extname(undefined), () => path.parse(1), () => path.format('x')]) {
  try {
    show(run());
  } catch ({ code, message }) {
    show(code, message);
  }
}

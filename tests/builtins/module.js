// `module`: what it tells, `createRequire`, the cache, extensions, and what patches of it see.
'use strict';
const Module = require('module');
const fs = require('fs');
const os = require('os');
const path = require('path');
const { pathToFileURL } = require('url');

const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'nodeapi-module-')));
const write = (name, text) => {
  fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
  fs.writeFileSync(path.join(folder, name), text);
  return path.join(folder, name);
};
const attempt = (run) => {
  try {
    console.log(run());
  } catch ({ name, code, message }) {
    console.log(name, code, message.split('\n')[0].replaceAll(folder, ''));
  }
};

console.log(Module === Module.Module, module instanceof Module, require('node:module') === Module);
console.log(['fs', 'path', 'fs/promises', 'worker_threads'].every((name) => Module.builtinModules.includes(name)));
console.log(Module.isBuiltin('fs'), Module.isBuiltin('node:fs'), Module.isBuiltin('nothing'), Module.isBuiltin(5));
console.log(Module._nodeModulePaths('/a/node_modules/b'), Module._nodeModulePaths('/'));
console.log(module.paths[0] === path.join(__dirname, 'node_modules'), module.filename === __filename, module.path === __dirname);
console.log(module.id, module.loaded, module.parent, module.children.length, require.main === module);

// From elsewhere, by path or URL.
write('lib/value.js', 'module.exports = { from: __filename, required: module.parent === undefined };');
write('node_modules/pack/index.js', 'exports.name = "pack";');
for (const from of [path.join(folder, 'x.js'), pathToFileURL(path.join(folder, 'x.js')), String(pathToFileURL(folder + '/')) + 'x.js']) {
  const required = Module.createRequire(from);
  console.log(required('./lib/value').from === path.join(folder, 'lib/value.js'), required('pack').name,
    required.resolve('pack').endsWith('pack/index.js'), required.resolve.paths('pack')[0] === path.join(folder, 'node_modules'),
    required.resolve.paths('fs'));
}
attempt(() => Module.createRequire('./relative.js'));
attempt(() => Module.createRequire(path.join(folder, 'x.js'))('./none'));
attempt(() => Module.createRequire(path.join(folder, 'x.js')).resolve('none'));
attempt(() => require(''));
attempt(() => require(5));

// The cache is what decides.
const cached = path.join(folder, 'lib/value.js');
console.log(cached in require.cache, require.cache[cached].loaded, require.cache[cached].exports === require(cached));
const before = require(cached);
delete require.cache[cached];
console.log(require(cached) === before, require(cached).from === before.from);
require.cache[cached] = { exports: 'put there' };
console.log(require(cached));

// Programs add extensions, and stand between.
require.extensions['.shout'] = (target, filename) => {
  target.exports = fs.readFileSync(filename, 'utf8').toUpperCase();
};
console.log(require(write('loud.shout', 'hello')), Object.keys(require.extensions));
const { _load } = Module;
Module._load = function (request, ...rest) {
  return request === 'made up' ? { made: 'up' } : _load.call(this, request, ...rest);
};
console.log(require('made up').made);
Module._load = _load;
const { _compile } = Module.prototype;
Module.prototype._compile = function (source, filename) {
  return _compile.call(this, source.replace('before', 'after'), filename);
};
console.log(require(write('compiled.js', 'module.exports = "before";')));
Module.prototype._compile = _compile;
const made = new Module(path.join(folder, 'made.js'));
made._compile('exports.answer = 42; exports.here = __dirname === module.path;', path.join(folder, 'made.js'));
console.log(made.exports, made.id === path.join(folder, 'made.js'), made.children);
attempt(() => require(write('broken.json', '{ "a": ')).a);
try {
  require(write('broken.js', 'let = ='));
} catch ({ name }) {
  console.log(name);
}

// What modules are called by URL.
const scoped = write('node_modules/@scope/x y+z/index.mjs',
  'import.meta.resolve("./none é.mjs"); export const { url } = import.meta; export const other = import.meta.resolve("fs");');
write('node_modules/@scope/x y+z/none é.mjs', '');
import(pathToFileURL(scoped)).then(({ url, other }) => {
  console.log(url === pathToFileURL(scoped).href, url.slice(-25), other);
  fs.rmSync(folder, { recursive: true });
});
attempt(() => Module._resolveFilename('./none', { id: 'x', filename: '/x/y.js', path: '/x', paths: [] }));
for (const from of [5, null, {}, 'file://host/x', 'x']) attempt(() => Module.createRequire(from));

const paths = require.resolve.paths('some');
console.log(paths.slice(0, module.paths.length).join() === module.paths.join(), paths.length > module.paths.length,
  require.resolve.paths('./some').join() === module.path, require.resolve.paths('fs'), Array.isArray(require('module').globalPaths));

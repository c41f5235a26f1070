// Files: the three forms of each call, and the errors.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const root = fs.mkdtempSync(path.join(os.tmpdir(), 'builtins-'));
const at = (...parts) => path.join(root, ...parts);
const hide = (text) => (typeof text === 'string' ? text.replaceAll(root, 'ROOT') : text);
const show = (label, value) => console.log(label, hide(JSON.stringify(value)));
const failure = ({ name, code, errno, syscall, path: where, dest, message }) => ({ name, code, errno, syscall, path: where, dest, message });
const attempt = (label, run) => {
  try {
    show(label, run() ?? null);
  } catch (error) {
    show(label, failure(error));
  }
};

show('mkdtemp', path.basename(root).length);

// Whole files.
fs.writeFileSync(at('a'), 'first');
fs.appendFileSync(at('a'), Buffer.from(' second'));
show('text', fs.readFileSync(at('a'), 'utf8'));
show('bytes', fs.readFileSync(at('a')).subarray(0, 3));
show('hex', fs.readFileSync(at('a'), { encoding: 'hex' }));
fs.writeFileSync(at('b'), '68656c6c6f', 'hex');
show('from hex', fs.readFileSync(at('b'), 'latin1'));
attempt('exclusive', () => fs.writeFileSync(at('a'), '', { flag: 'wx' }));
attempt('missing', () => fs.readFileSync(at('none')));
attempt('folder', () => fs.readFileSync(root));
attempt('no folder', () => fs.writeFileSync(at('x', 'y'), ''));
attempt('bad data', () => fs.writeFileSync(at('a'), {}));
attempt('bad path', () => fs.readFileSync({}));
attempt('null byte', () => fs.readFileSync('a\0b'));
attempt('bad encoding', () => fs.readFileSync(at('a'), 'klingon'));
attempt('bad flag', () => fs.openSync(at('a'), 'q'));
show('exists', [fs.existsSync(at('a')), fs.existsSync(at('none')), fs.existsSync(undefined), fs.existsSync(new URL(`file://${at('a')}`))]);

// Descriptors.
const file = fs.openSync(at('a'), 'r+');
const buffer = Buffer.alloc(5);
show('readSync', [fs.readSync(file, buffer, 0, 5, 0), buffer.toString()]);
show('next', [fs.readSync(file, buffer, 1, 4, null), buffer.toString()]);
show('then', [fs.readSync(file, buffer), buffer.toString()]);
show('writeSync', [fs.writeSync(file, 'F', 0), fs.writeSync(file, Buffer.from('xyz'), 1, 1, 1)]);
show('fstat', fs.fstatSync(file).size);
fs.ftruncateSync(file, 4);
fs.closeSync(file);
show('after', fs.readFileSync(at('a'), 'utf8'));
attempt('closed', () => fs.closeSync(999));
attempt('bad fd', () => fs.readSync(999, buffer));
attempt('no fd', () => fs.closeSync('x'));
attempt('range', () => fs.closeSync(-1));

// What files are.
const stats = fs.statSync(at('a'));
show('stat', [stats.isFile(), stats.isDirectory(), stats.isSymbolicLink(), stats.size, stats.mode.toString(8), stats.mtime instanceof Date]);
show('keys', Object.keys(stats).slice(0, 14));
show('mtime', Math.abs(stats.mtimeMs - stats.mtime.getTime()) < 1);
show('bigint', [typeof fs.statSync(at('a'), { bigint: true }).size, typeof fs.statSync(at('a'), { bigint: true }).mtimeNs]);
show('throwIfNoEntry', fs.statSync(at('none'), { throwIfNoEntry: false }) === undefined);
attempt('stat missing', () => fs.statSync(at('none')));
attempt('not a folder', () => fs.statSync(at('a', 'x')));
fs.utimesSync(at('a'), 1000, new Date(2000500));
show('utimes', [fs.statSync(at('a')).atimeMs, fs.statSync(at('a')).mtimeMs]);
fs.chmodSync(at('a'), 0o640);
show('chmod', (fs.statSync(at('a')).mode & 0o777).toString(8));
attempt('access', () => fs.accessSync(at('none')));
attempt('access mode', () => fs.accessSync(at('a'), fs.constants.R_OK));

// Folders.
show('mkdir', hide(fs.mkdirSync(at('d', 'e', 'f'), { recursive: true })));
show('again', fs.mkdirSync(at('d', 'e', 'f'), { recursive: true }) === undefined);
attempt('exists already', () => fs.mkdirSync(at('d')));
attempt('file in the way', () => fs.mkdirSync(at('a'), { recursive: true }));
attempt('no parent', () => fs.mkdirSync(at('q', 'r')));
fs.writeFileSync(at('d', 'file'), '');
fs.symlinkSync('file', at('d', 'link'));
show('readdir', fs.readdirSync(at('d')));
show('types', fs.readdirSync(at('d'), { withFileTypes: true }).map((entry) => [entry.name, entry.isFile(), entry.isDirectory(), entry.isSymbolicLink(), hide(entry.parentPath)]));
show('recursive', fs.readdirSync(root, { recursive: true }).sort());
attempt('readdir missing', () => fs.readdirSync(at('none')));
attempt('readdir file', () => fs.readdirSync(at('a')));
attempt('rmdir full', () => fs.rmdirSync(at('d')));

// Links.
show('readlink', fs.readlinkSync(at('d', 'link')));
show('lstat', fs.lstatSync(at('d', 'link')).isSymbolicLink());
show('realpath', [fs.realpathSync(at('d', 'link')), fs.realpathSync.native(at('d', 'link'))].map(hide));
attempt('realpath missing', () => fs.realpathSync(at('none', 'x')));
attempt('native missing', () => fs.realpathSync.native(at('none')));
attempt('readlink file', () => fs.readlinkSync(at('a')));
attempt('symlink exists', () => fs.symlinkSync('x', at('a')));
fs.linkSync(at('a'), at('hard'));
show('link', fs.statSync(at('a')).nlink);

// Moving.
fs.copyFileSync(at('a'), at('copy'));
attempt('copy exclusive', () => fs.copyFileSync(at('a'), at('copy'), fs.constants.COPYFILE_EXCL));
attempt('copy missing', () => fs.copyFileSync(at('none'), at('x')));
fs.renameSync(at('copy'), at('moved'));
attempt('rename missing', () => fs.renameSync(at('copy'), at('x')));
fs.unlinkSync(at('moved'));
attempt('unlink missing', () => fs.unlinkSync(at('moved')));
attempt('rm folder', () => { try { fs.rmSync(at('d')); } catch (error) { return error.code; } });
fs.rmSync(at('none'), { force: true });

// What the arguments must be.
for (const run of [
  () => fs.readSync(0, Buffer.alloc(2), 0, 5), () => fs.readSync(0, 'x'), () => fs.readSync(0, Buffer.alloc(2), 0, 1, 'p'),
  () => fs.readSync(0, Buffer.alloc(2), 0.5, 1),
  () => fs.writeSync(1, Buffer.alloc(2), 5), () => fs.writeSync(1, 5), () => fs.writeSync(1, Buffer.alloc(2), 1, 2),
  () => fs.chmodSync('x'), () => fs.chmodSync('x', '9'), () => fs.chmodSync('x', -1), () => fs.openSync('x', 'r', {}),
  () => fs.openSync('x', 'r', 1.5), () => fs.openSync('x', {}), () => fs.chownSync('x'), () => fs.utimesSync('x', 'q', 1),
  () => fs.utimesSync('x', {}, 1), () => fs.futimesSync(1, 'q', 'q'), () => fs.accessSync('x', 'r'),
  () => fs.copyFileSync('x', 'y', 'r'), () => fs.copyFileSync('x', 'y', 99), () => fs.rmSync('x', { recursive: 1 }),
  () => fs.rmSync('x', 5), () => fs.mkdirSync('x', { recursive: 1 }), () => fs.mkdirSync('x', 'z'),
  () => fs.readFileSync('x', 5), () => fs.readdirSync('x', 5), () => fs.readlinkSync('x', 'kl'), () => fs.symlinkSync('x'),
  () => fs.renameSync('x'), () => fs.ftruncateSync(1, 'a'), () => fs.fchmodSync(1), () => fs.mkdtempSync(),
  () => fs.closeSync(), () => fs.closeSync(1.5), () => fs.closeSync(3000000000), () => fs.writeFileSync('x', undefined),
  () => fs.readFile('x', 1), () => fs.readFile('x'), () => fs.stat(undefined, () => {}), () => fs.lstatSync(),
  () => fs.statSync(new URL('https://example.org')), () => fs.readFileSync(Buffer.from('/none')),
]) attempt(run.toString().slice(6), run);
attempt('mkdtemp', () => fs.mkdtempSync(at('none', 'x')));

// What is made of what files are.
const own = fs.statSync(at('a'));
show('times', [Math.abs(own.mtime.getTime() - own.mtimeMs) < 1, 'birthtime' in own, own.ctime === own.ctime]);
const big = fs.statSync(at('a'), { bigint: true });
show('big', [big.isFile(), typeof big.mtime.getTime(), big.constructor.name, own instanceof fs.Stats]);
show('entries', fs.readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry instanceof fs.Dirent)
  .map((entry) => [entry.name, hide(entry.parentPath), entry.isFile(), Object.keys(entry)[0]]).sort((x, y) => (x[0] < y[0] ? -1 : 1)));
show('names', [fs.readdirSync(at('d'), 'latin1'), fs.readdirSync(at('d'), 'buffer').map(String), fs.readlinkSync(at('d', 'link'), 'hex')]);
const opened = fs.openSync(at('views'), 'w+');
show('views', [fs.writeSync(opened, new Uint16Array([0x4142, 0x4344])), fs.writeSync(opened, new DataView(Buffer.from('123').buffer, 0, 1)),
  fs.writeSync(opened, 'text', null, 'utf8'), fs.writeSync(opened, Buffer.from('abcdef'), { offset: 2, length: 2 })]);
const words = new Uint16Array(3);
show('read', [fs.readSync(opened, words, 2, 4, 0), [...words], fs.readSync(opened, Buffer.alloc(4), { position: 4n })]);
fs.truncateSync(at('views'), 1);
show('cut', fs.fstatSync(opened).size);
fs.closeSync(opened);
fs.unlinkSync(at('views'));

function callbacks(next) {
  fs.readFile(at('a'), 'utf8', (error, text) => {
    show('callback', [error, text]);
    fs.readFile(at('none'), (missing, nothing) => {
      show('callback error', [failure(missing), nothing === undefined]);
      fs.stat(at('a'), (...values) => {
        show('stat', [values[0], values[1].isFile()]);
        fs.mkdir(at('m'), (...made) => {
          show('mkdir', made);
          fs.access(at('none'), (refused) => {
            show('access', refused.code);
            fs.readdir(root, (failed, names) => {
              show('readdir', names);
              fs.exists(at('a'), (there) => {
                show('exists', there);
                fs.open(at('a'), (problem, fd) => {
                  fs.read(fd, Buffer.alloc(2), 0, 2, 0, (broken, count, bytes) => {
                    show('read', [count, bytes.toString()]);
                    fs.close(fd, next);
                  });
                });
              });
            });
          });
        });
      });
    });
  });
  attempt('no callback', () => fs.readFile(at('a')));
}

callbacks(async (error) => {
  show('closed', error ?? null);
  const { promises } = fs;
  show('same', promises === require('fs/promises'));
  await promises.writeFile(at('p'), 'promised');
  show('promise', await promises.readFile(at('p'), 'utf8'));
  await promises.readFile(at('none')).catch((missing) => show('rejected', failure(missing)));
  await promises.mkdir(at('deep', 'er'), { recursive: true });
  show('names', await promises.readdir(at('deep')));
  const handle = await promises.open(at('p'), 'r+');
  show('handle', [typeof handle.fd, (await handle.stat()).size, (await handle.read(Buffer.alloc(4), 0, 4, 0)).bytesRead]);
  const { bytesRead, buffer: filled } = await require('util').promisify(fs.read)(handle.fd, Buffer.alloc(3), 0, 3, 0);
  show('promisify', [bytesRead, String(filled)]);
  await handle.writeFile('P');
  show('text', await handle.readFile('utf8'));
  await handle.close();
  const parts = [];
  for await (const part of fs.createReadStream(at('p'), { encoding: 'utf8', start: 1, end: 3 })) parts.push(part);
  show('stream', parts);
  const stream = fs.createWriteStream(at('w'));
  stream.write('one ');
  stream.end('two');
  await new Promise((resolve) => stream.on('close', resolve));
  show('written', [fs.readFileSync(at('w'), 'utf8'), stream.bytesWritten]);
  await new Promise((resolve) => fs.createReadStream(at('none')).on('error', (missing) => resolve(show('stream error', failure(missing)))));
  await promises.rm(root, { recursive: true });
  const { promisify } = require('util');
  show('promisify', [await promisify(fs.exists)(root), await promisify(fs.access)(os.tmpdir()) === undefined]);
  show('gone', fs.existsSync(root));
});

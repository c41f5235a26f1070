// Child processes: of the shell, and of ourselves.
'use strict';
const { spawnSync, execSync, execFileSync, spawn, exec, execFile } = require('child_process');
const { promisify } = require('util');

const show = (label, value) => console.log(label, JSON.stringify(value));
const failure = ({ code, errno, syscall, path, spawnargs, message, status, signal }) =>
  ({ code, errno, syscall, path, spawnargs, message, status, signal });
const attempt = (run) => {
  try {
    return run();
  } catch (error) {
    return failure(error);
  }
};

// Synchronous.
const ran = spawnSync('sh', ['-c', 'cat; echo problem >&2; exit 3'], { input: 'given' });
show('spawnSync', { status: ran.status, signal: ran.signal, stdout: ran.stdout.toString(), stderr: String(ran.stderr) });
show('buffers', [Buffer.isBuffer(ran.stdout), ran.output.length, ran.output[0], ran.pid > 0]);
show('encoding', spawnSync('echo', ['text'], { encoding: 'utf8' }).output);
show('signal', (({ status, signal }) => ({ status, signal }))(spawnSync('sh', ['-c', 'kill -ABRT $$'])));
const missing = spawnSync('no-such-program', ['a', 'b']);
show('missing', { ...missing, stdout: null, stderr: null, error: failure(missing.error) });
show('cwd', spawnSync('pwd', { cwd: '/', encoding: 'utf8' }).stdout);
show('no cwd', failure(spawnSync('pwd', { cwd: '/no/such/folder' }).error));
show('env', spawnSync('sh', ['-c', 'echo $A-$HOME'], { env: { A: 1, PATH: process.env.PATH }, encoding: 'utf8' }).stdout);
show('stdio', spawnSync('echo', ['x'], { stdio: ['ignore', 'ignore', 'pipe'] }).output.map(String));
const slow = spawnSync('sleep', ['5'], { timeout: 50 });
show('timeout', [slow.status, slow.signal, slow.error.code, slow.error.message]);
const large = spawnSync('sh', ['-c', 'yes | head -c 100000'], { maxBuffer: 10 });
show('maxBuffer', large.error.code);
show('shell', spawnSync('echo $((1 + 2))', { shell: true, encoding: 'utf8' }).stdout);
show('argv0', spawnSync('sh', ['-c', 'echo $0'], { argv0: 'other', encoding: 'utf8' }).stdout);

show('execSync', execSync('echo hello; true', { encoding: 'utf8' }));
show('execSync fails', attempt(() => execSync('echo why >&2; exit 7', { stdio: 'pipe' })));
show('execFileSync', execFileSync('echo', ['a b', 'c']).toString());
show('execFileSync fails', attempt(() => execFileSync('sh', ['-c', 'exit 2'])));
show('execFileSync missing', attempt(() => execFileSync('no-such-program', ['x'])));
show('bad file', attempt(() => spawnSync(5)));
show('bad args', attempt(() => spawnSync('sh', 'x')));

// What the arguments must be.
for (const run of [() => spawnSync(''), () => spawnSync('sh', 5), () => spawnSync('sh', [], 5), () => spawnSync('sh', ['a\0b']),
  () => spawnSync('sh\0'), () => spawnSync('sh', [], { killSignal: 'NO' }),
  () => spawnSync('sh', [], { stdio: 'bad' }), () => spawnSync('sh', [], { cwd: 5 }), () => spawnSync('sh', [], { input: 5 }),
  () => spawnSync('sh', [], { maxBuffer: -1 }), () => spawnSync('sh', [], { detached: 5 }),
  () => spawnSync('sh', [], { shell: 5 }), () => spawnSync('sh', [], { argv0: 5 }), () => execSync(5), () => execFileSync(5),
  () => spawn('sh', [], { stdio: ['pipe', 'pipe', 'pipe', 'ipc', 'ipc'] }), () => exec(5)]) {
  const { code, message } = attempt(run);
  show(run.toString().slice(6), [code, ['ERR_INVALID_ARG_VALUE', 'ERR_OUT_OF_RANGE'].includes(code) ? '' : message]);
}
show('shell', spawnSync('echo $A', { shell: '/bin/sh', env: { A: 'x', B: undefined }, encoding: 'utf8' }).stdout);
show('input', [spawnSync('cat', { input: 'c3a4', encoding: 'hex' }).stdout, spawnSync('cat', { input: new Uint16Array([65]) }).stdout]);

// Ourselves.
const self = spawnSync(process.execPath, ['-e', 'console.log(process.argv.length); process.exit(4)'], { encoding: 'utf8' });
show('self', [self.status, self.stdout]);
const aborted = spawnSync(process.execPath, ['-e', 'process.abort()']);
show('abort', [aborted.status, aborted.signal]);

// Beside JavaScript.
async function main() {
  await new Promise((resolve) => {
    const child = spawn('sh', ['-c', 'cat; echo problem >&2; exit 3']);
    const seen = [];
    child.stdout.setEncoding('utf8').on('data', (data) => seen.push(['stdout', data]));
    child.stderr.on('data', (data) => seen.push(['stderr', data.toString()]));
    child.on('spawn', () => show('spawned', [child.pid > 0, child.spawnfile, child.spawnargs]));
    child.on('exit', (...values) => show('exit', values));
    child.on('close', (...values) => {
      show('close', [...values, child.exitCode, child.killed]);
      show('seen', seen.sort());
      resolve();
    });
    child.stdin.write('');
    child.stdin.end('first last');
  });
  await new Promise((resolve) => {
    spawn('no-such-program', ['x']).on('error', (error) => show('error', failure(error))).on('close', (code) => {
      show('close', code);
      resolve();
    });
  });
  await new Promise((resolve) => {
    const child = spawn('sleep', ['9']);
    child.on('exit', (...values) => {
      show('killed', [...values, child.killed, child.signalCode, child.kill()]);
      resolve();
    });
    show('kill', child.kill());
  });
  await new Promise((resolve) => {
    exec('echo out; echo err >&2; exit 5', (error, stdout, stderr) => {
      show('exec', [error.code, error.killed, error.signal, error.cmd, error.message, stdout, stderr]);
      resolve();
    });
  });
  await new Promise((resolve) => {
    execFile('sleep', ['9'], { timeout: 50 }, (error) => {
      show('execFile', [error.code, error.killed, error.signal, error.cmd]);
      resolve();
    });
  });
  show('promisified', await promisify(execFile)('echo', ['x']));
  show('rejected', await promisify(exec)('exit 1').catch(({ code, stdout, stderr }) => ({ code, stdout, stderr })));
  await new Promise((resolve) => spawn('echo', ['inherited'], { stdio: 'inherit' }).on('close', resolve));
  const controller = new AbortController();
  await new Promise((resolve) => {
    spawn('sleep', ['9'], { signal: controller.signal }).on('error', (error) => show('aborted', [error.name, error.code]))
      .on('close', resolve);
    controller.abort();
  });
}
main();

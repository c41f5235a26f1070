// `process`.
'use strict';
const attempt = (run) => {
  try {
    console.log(run());
  } catch ({ name, code, errno, syscall, message }) {
    console.log(name, code, errno, syscall, message);
  }
};

const { header, sharedObjects } = process.report.getReport();
console.log(/^\d+\.\d+$/.test(header.glibcVersionRuntime), sharedObjects.some((each) => each.includes('libc.so')), header.platform, header.wordSize);
console.log(typeof process.config.variables, process.versions.uv[0], process.release.name, process.argv.length, typeof process.argv0);
const memory = process.memoryUsage();
console.log(Object.keys(memory), memory.rss > 1e6, process.memoryUsage.rss() > 1e6);
const before = process.umask(0o27);
console.log(process.umask().toString(8), process.umask(before).toString(8), process.umask() === before);
console.log([process.getuid(), process.geteuid(), process.getgid(), process.getegid(), process.ppid].every(Number.isInteger));
console.log(process.kill(process.pid, 0));
attempt(() => process.kill(2 ** 22 + 5, 0));
attempt(() => process.kill(process.pid, 'SIGNONE'));
attempt(() => process.kill('x'));
process.chdir('/');
console.log(process.cwd());
attempt(() => process.chdir('/no/such'));
process.env.NUMBER = 5;
process.env.NOTHING = undefined;
console.log([process.env.NUMBER, process.env.NOTHING, process.env.MISSING, 'NUMBER' in process.env, delete process.env.NUMBER, process.env.NUMBER]);
attempt(() => Object.defineProperty(process.env, 'HALF', { value: 'x' }));
attempt(() => { process.env[Symbol('x')] = 1; });
Object.assign(process.env, { '': 'no name', 'A=B': 'no name either', CUT: 'short\0 long', HOME: '/somewhere/else' });
console.log(process.env[''], process.env['A=B'], process.env.CUT, require('os').homedir());
delete process.env.CUT;
console.log('CUT' in process.env);
const [seconds, nanoseconds] = process.hrtime();
console.log(Number.isInteger(seconds), nanoseconds < 1e9, process.hrtime([seconds, nanoseconds])[0] < 5, typeof process.hrtime.bigint());
console.log(process.stdout.fd, process.stderr.fd, process.stdin.fd, process.stdout.writable, process.uptime() < 60);
console.log(process.getBuiltinModule('fs') === require('fs'), process.getBuiltinModule('nothing'));
process.on('warning', ({ name, message, code }) => console.log('warning', name, message, code));
process.emitWarning('old', 'DeprecationWarning', 'DEP0');
process.emitWarning(new TypeError('typed'));

// Uncaught exceptions, before listeners hear of them.
console.log(process.hasUncaughtExceptionCaptureCallback());
process.setUncaughtExceptionCaptureCallback((error) => {
  console.log('captured', error.message);
  process.setUncaughtExceptionCaptureCallback(null);
  console.log(process.hasUncaughtExceptionCaptureCallback());
});
for (const wrong of [() => {}, 1]) {
  try { process.setUncaughtExceptionCaptureCallback(wrong); } catch (error) { console.log(error.name, error.code); }
}
setTimeout(() => { throw new Error('by a timer'); }, 1);

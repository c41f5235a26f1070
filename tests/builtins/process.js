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

// What the arguments must be.
for (const run of [() => process.umask('x'), () => process.umask({}), () => process.umask(-1), () => process.kill('x'),
  () => process.kill(1.5), () => process.kill(process.pid, 'NO'), () => process.kill(process.pid, 999), () => process.chdir(5),
  () => process.hrtime(5), () => process.hrtime([1]), () => process.nextTick(5), () => process.emitWarning(5), () => process.dlopen(),
  () => process.exit('x')]) attempt(run);
for (const value of [3, '4', 'x', 1.5, {}, true, -1, 300, '1.5', '', undefined]) {
  attempt(() => { process.exitCode = value; });
  console.log(value, process.exitCode);
}
console.log(typeof process.hrtime.bigint(), process.hrtime([0, 0]).length, process.hrtime(process.hrtime())[0], process.uptime() > 0);
console.log(process.cpuUsage().user >= 0, process.cpuUsage(process.cpuUsage()).system < 1e6, Object.keys(process.resourceUsage()));
console.log(process.constrainedMemory() > 0, process.availableMemory() > 0, process.getgroups().includes(process.getgid()));

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

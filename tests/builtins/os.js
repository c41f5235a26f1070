// The machine.
'use strict';
const os = require('os');
const { execSync } = require('child_process');
const run = (command) => execSync(command, { encoding: 'utf8' }).trim();

console.log(os.platform() === process.platform, os.arch() === process.arch, JSON.stringify(os.EOL), os.endianness());
console.log(os.type() === run('uname -s'), os.release() === run('uname -r'), os.machine() === run('uname -m'));
console.log(os.hostname() === run('uname -n'), os.version() === run('uname -v'));
console.log(os.homedir() === process.env.HOME, os.devNull);
process.env.TMPDIR = '/some/where/';
console.log(os.tmpdir());
delete process.env.TMPDIR;
console.log(os.tmpdir());
console.log(os.totalmem() > os.freemem(), os.freemem() > 0, os.uptime() > 0, os.loadavg().length);
console.log(os.cpus().length > 0, Object.keys(os.cpus()[0]), Object.keys(os.cpus()[0].times));
console.log(os.availableParallelism() > 0);
console.log(Object.keys(os.userInfo()).sort(), os.userInfo().uid === process.getuid(), os.userInfo().username === run('id -un'));
console.log(os.constants.signals.SIGABRT, os.constants.signals.SIGKILL, os.constants.errno.ENOENT, os.constants.priority.PRIORITY_LOW);
console.log(os.constants.dlopen.RTLD_LAZY, `${os.arch}` === os.arch());

// The constants, whole, and what can be changed.
const { constants } = os;
console.log(constants);
for (const [object, name] of [[os, 'EOL'], [os, 'constants'], [os, 'arch'], [constants, 'errno'], [constants.errno, 'EPERM'], [constants.signals, 'SIGINT'], [constants, 'UV_UDP_REUSEADDR']]) {
  const { writable, enumerable, configurable } = Object.getOwnPropertyDescriptor(object, name);
  console.log(name, writable, enumerable, configurable);
}
console.log(['arch', 'hostname', 'totalmem', 'tmpdir', 'release'].map((name) => os[name][Symbol.toPrimitive]() === os[name]()), os.cpus[Symbol.toPrimitive], +os.totalmem === os.totalmem());
console.log(os.userInfo({ encoding: 'buffer' }).username.toString() === os.userInfo().username, Object.keys(os.userInfo()));
process.env.TMPDIR = '/';
process.env.HOME = '/elsewhere';
console.log(os.tmpdir(), os.homedir());
delete process.env.TMPDIR;
delete process.env.HOME;
process.env.TEMP = '/temporary//';
console.log(os.tmpdir(), os.homedir() === os.userInfo().homedir);

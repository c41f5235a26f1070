// The builtin `os`.
'use strict';

const native = host.natives('system');
const [type, release, version, machine, hostname] = native.machine();

const signals = Object.freeze(Object.assign(Object.create(null), native.signals()));
const errno = Object.create(null);
for (const [name, [number]] of Object.entries(native.errors())) errno[name] = number;

const memory = () => native.memory();

const os = {
  EOL: '\n',
  devNull: '/dev/null',
  arch: () => process.arch,
  platform: () => process.platform,
  type: () => type,
  release: () => release,
  version: () => version,
  machine: () => machine,
  hostname: () => hostname,
  endianness: () => (new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 'LE' : 'BE'),
  homedir: () => process.env.HOME ?? native.homeFolder(),
  tmpdir() {
    const { TMPDIR, TMP, TEMP } = process.env;
    const folder = TMPDIR || TMP || TEMP || '/tmp';
    return folder.length > 1 && folder.endsWith('/') ? folder.slice(0, -1) : folder;
  },
  totalmem: () => memory()[0],
  freemem: () => memory()[1],
  loadavg: () => native.load(),
  uptime: () => native.uptime(),
  cpus: () => native.processors(),
  availableParallelism: () => native.parallelism(),
  userInfo() {
    const [username, homedir, shell] = native.user();
    const [uid, gid] = native.identity();
    return { uid, gid, username, homedir, shell };
  },
  networkInterfaces() { throw require('internal/errors').notProvided('os.networkInterfaces'); },
  constants: Object.freeze(Object.assign(Object.create(null), {
    UV_UDP_REUSEADDR: 4,
    dlopen: Object.freeze(Object.assign(Object.create(null), {
      RTLD_LAZY: 1, RTLD_NOW: 2, RTLD_GLOBAL: process.platform === 'darwin' ? 8 : 256, RTLD_LOCAL: process.platform === 'darwin' ? 4 : 0,
    })),
    errno: Object.freeze(errno),
    signals,
    priority: Object.freeze(Object.assign(Object.create(null), {
      PRIORITY_LOW: 19, PRIORITY_BELOW_NORMAL: 10, PRIORITY_NORMAL: 0, PRIORITY_ABOVE_NORMAL: -7,
      PRIORITY_HIGH: -14, PRIORITY_HIGHEST: -20,
    })),
  })),
};
for (const name of ['arch', 'availableParallelism', 'endianness', 'freemem', 'homedir', 'hostname',
  'platform', 'release', 'tmpdir', 'totalmem', 'type', 'uptime', 'version', 'machine']) {
  os[name][Symbol.toPrimitive] = os[name];
}

module.exports = os;

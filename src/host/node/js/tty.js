// The builtin `tty`.
'use strict';

const { notProvided } = require('internal/errors');
const native = host.natives('system');

function ReadStream() { throw notProvided('tty.ReadStream'); }
function WriteStream() { throw notProvided('tty.WriteStream'); }

module.exports = {
  isatty: (fd) => Number.isInteger(fd) && fd >= 0 && fd <= 2147483647 && native.isTerminal(fd),
  ReadStream, WriteStream,
};

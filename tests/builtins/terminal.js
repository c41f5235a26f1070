// A terminal that is read as it gives, though its file was opened elsewhere: what is written comes back.
'use strict';
const fs = require('fs');
const tty = require('tty');
const fd = fs.openSync('/dev/ptmx', fs.constants.O_RDWR | fs.constants.O_NOCTTY);
console.log(tty.isatty(fd));
try { new tty.ReadStream(-1); } catch ({ code }) { console.log(code); }
const stream = new tty.ReadStream(fd);
console.log(stream.isTTY, stream.isRaw, typeof stream.setRawMode);
stream.setEncoding('utf8');
let text = '';
stream.on('data', (data) => {
  text += data;
  if (!text.endsWith('second\r\n')) return;
  console.log(JSON.stringify(text));
  stream.destroy();
});
stream.on('close', () => console.log('closed'));
stream.write('first\n');
stream.write('second\n');

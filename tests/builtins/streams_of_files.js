// `fs.ReadStream` and `fs.WriteStream` that do not close by themselves.
'use strict';
const fs = require('fs');
const os = require('os');
const path = require('path');

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'nodeapi-streams-'));
const file = path.join(folder, 'file');
const tell = (stream, name, ...events) => {
  for (const event of events) stream.on(event, () => console.log(name, event));
  return stream;
};
const state = (stream) => [stream.destroyed, typeof stream.fd];
const writer = tell(fs.createWriteStream(file, { autoClose: false }), 'write', 'finish', 'close');
writer.end('some text');
setTimeout(() => {
  console.log(state(writer));
  fs.closeSync(writer.fd);
  const reader = tell(fs.createReadStream(file, { autoClose: false }), 'read', 'end', 'close');
  reader.once('data', (data) => console.log(String(data)));
  setTimeout(() => {
    console.log(state(reader));
    reader.destroy();
    setTimeout(() => {
      console.log(state(reader));
      const closing = tell(fs.createReadStream(file), 'closing', 'end', 'close').resume();
      closing.on('close', () => {
        console.log(state(closing));
        fs.rmSync(folder, { recursive: true });
      });
    }, 50);
  }, 100);
}, 100);

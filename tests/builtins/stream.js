// Streams: reading, writing, transforming, pipelines.
'use strict';
const { Readable, Writable, Transform, PassThrough, pipeline, finished } = require('stream');
const fs = require('fs');
const from = require('path').join(require('os').tmpdir(), `stream-${process.pid}`);
const to = `${from}-copy`;
(async () => {
  const out = [];
  for await (const x of Readable.from(['a','b','c'])) out.push(x);
  console.log(out);
  const t = new Transform({ transform(c, e, cb) { cb(null, String(c).toUpperCase()) }, flush(cb) { cb(null, '!') } });
  const chunks = [];
  await require('stream/promises').pipeline(Readable.from(['x','y']), t, new Writable({ write(c,e,cb) { chunks.push(String(c)); setTimeout(cb, 5) } }));
  console.log(chunks);
  fs.writeFileSync(from, 'z'.repeat(300000));
  await new Promise((r, j) => pipeline(fs.createReadStream(from), fs.createWriteStream(to), (e) => e ? j(e) : r()));
  console.log(fs.statSync(to).size);
  let n = 0; for await (const c of fs.createReadStream(from)) n += c.length; console.log(n);
  await new Promise((r) => pipeline(fs.createReadStream('/nope'), new PassThrough(), (e) => { console.log(e.code); r() }));
  const r = new Readable({ read() {} }); r.push('abc'); r.push(null); r.setEncoding('utf8');
  r.on('data', (d) => console.log('data', d)).on('end', () => console.log('end')).on('close', () => console.log('close'));
  const w = new Writable({ highWaterMark: 3, write(c, e, cb) { setImmediate(cb) } });
  console.log(w.write('abcd')); w.on('drain', () => { console.log('drain'); w.end() }); w.on('finish', () => console.log('finish'));
  const e = new Readable({ read() { this.destroy(new Error('bad')) } }); e.on('error', (x) => console.log('error', x.message)); e.resume();
  process.on('exit', () => [from, to].forEach((file) => fs.unlinkSync(file)));
})();

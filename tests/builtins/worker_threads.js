// Threads: messages of every kind, how a worker begins, ends and is ended.
const wt = require('worker_threads');
const { Worker, MessageChannel, MessagePort, receiveMessageOnPort } = wt;
const show = (...v) => console.log(...v);
const attempt = (f) => { try { return f(); } catch (e) { return `${e.name} ${e.code} ${e.message}`; } };
(async () => {
  show(wt.isMainThread, wt.threadId, wt.parentPort, wt.workerData);
  show(attempt(() => new Worker('a.js')));
  show(attempt(() => new Worker(5)));
  show(attempt(() => new Worker('1', { eval: true, workerData: () => 1 })));
  show(attempt(() => new MessagePort()));
  const { port1, port2 } = new MessageChannel();
  show(receiveMessageOnPort(port1), attempt(() => port1.postMessage()), attempt(() => port1.postMessage(1, [port1])));
  show(attempt(() => port1.postMessage({ port2 })).replace(/^\S+ \S+ /, ''), attempt(() => port1.postMessage(Symbol('x'))));
  port1.postMessage({ a: [1, , 3], u: undefined, n: NaN, z: -0, big: 2n ** 70n, d: new Date(5), r: /a/gi, s: new Set([1]), o: Object(1) });
  port1.postMessage('two');
  const { message } = receiveMessageOnPort(port2);
  show(message, Object.is(message.z, -0), message.a.length, 1 in message.a);
  show(receiveMessageOnPort(port2), receiveMessageOnPort(port2));
  const buffer = new ArrayBuffer(4); new Uint8Array(buffer)[0] = 9;
  port1.postMessage(buffer, [buffer]);
  show(buffer.byteLength, new Uint8Array(receiveMessageOnPort(port2).message));
  const cyc = { name: 'c' }; cyc.self = cyc; cyc.list = [cyc];
  port1.postMessage(cyc);
  const back = receiveMessageOnPort(port2).message;
  show(back.self === back, back.list[0] === back);
  const closed = new Promise((resolve) => port2.once("close", resolve)); port2.on("message", () => {});
  port2.start(); port1.close(); await closed; show('closed');
  // termination
  const loop = new Worker('while (true) {}', { eval: true });
  loop.on('error', (e) => show('unexpected', e));
  await new Promise((r) => loop.once('online', r));
  show('terminate', await loop.terminate(), loop.threadId);
  const caught = new Worker("const {parentPort}=require('worker_threads'); try { parentPort.postMessage('looping'); for (;;); } catch { parentPort.postMessage('caught') } finally { parentPort.postMessage('finally') }", { eval: true });
  caught.on('message', (m) => { show(m); caught.terminate(); });
  show('exit', await new Promise((r) => caught.on('exit', r)));
  const exits = new Worker("process.on('exit', (c) => console.log('exit listener', c)); setTimeout(() => { try { process.exit(7) } finally { console.log('never') } }, 1); setInterval(()=>{}, 1000)", { eval: true });
  show('exit', await new Promise((r) => exits.on('exit', r)));
  const rejects = new Worker("Promise.reject(new RangeError('r'))", { eval: true });
  rejects.on('error', (e) => show('error', e.name, e.message));
  show('exit', await new Promise((r) => rejects.on('exit', r)));
  const syntax = new Worker("let 1", { eval: true });
  syntax.on('error', (e) => show('error', e.name));
  show('exit', await new Promise((r) => syntax.on('exit', r)));
  const missing = new Worker("/nonexistent.js");
  missing.on('error', (e) => show('error', e.code));
  show('exit', await new Promise((r) => missing.on('exit', r)));
  const env = new Worker("process.env.A = '2'; require('worker_threads').parentPort.postMessage([process.env.A, process.env.B, process.argv.slice(1), require('worker_threads').threadId > 0])", { eval: true, env: { B: 3 }, argv: [1, 'b'] });
  show(await new Promise((r) => env.on('message', r)), process.env.A);
  await new Promise((r) => env.on('exit', r));
  const out = new Worker("console.log('captured'); process.stderr.write('err')", { eval: true, stdout: true, stderr: true });
  let text = ''; out.stdout.on('data', (d) => { text += d; }); out.stderr.on('data', (d) => { text += `[${d}]`; });
  await new Promise((r) => out.on('exit', r)); await new Promise((r) => setTimeout(r, 20)); show(JSON.stringify(text));
  wt.setEnvironmentData('k', { v: 1 });
  const data = new Worker("const w = require('worker_threads'); w.parentPort.postMessage([w.getEnvironmentData('k'), w.isMainThread])", { eval: true });
  show(await new Promise((r) => data.on('message', r)));
  await new Promise((r) => data.on('exit', r));
  // Shared memory, Atomics, and a worker that starts one itself.
  const shared64 = new SharedArrayBuffer(8); new BigInt64Array(shared64)[0] = 7n;
  const shared = new Int32Array(new SharedArrayBuffer(8));
  const nested = new Worker(`
    const { Worker, workerData, parentPort } = require('worker_threads');
    const inner = new Worker("const { workerData } = require('worker_threads'); Atomics.add(workerData, 0, 2); Atomics.store(workerData, 1, 1); Atomics.notify(workerData, 1)",
      { eval: true, workerData });
    const waited = Atomics.wait(workerData, 1, 0, 10000);
    inner.on('exit', (code) => parentPort.postMessage([code, ['ok', 'not-equal'].includes(waited)]));`,
  { eval: true, workerData: shared });
  show(await new Promise((r) => nested.on('message', r)), shared[0]);
  await new Promise((r) => nested.on('exit', r));
  // A worker that waits is woken, or ended.
  const waiting = new Worker("const { workerData, parentPort } = require('worker_threads'); parentPort.postMessage(0); parentPort.postMessage(Atomics.wait(workerData, 0, 7n)); Atomics.wait(workerData, 0, 7n)",
    { eval: true, workerData: new BigInt64Array(shared64) });
  const cell = new BigInt64Array(shared64);
  await new Promise((r) => waiting.once('message', r));
  const said = new Promise((r) => waiting.once('message', r));
  while (Atomics.notify(cell, 0) === 0);
  show(await said, await waiting.terminate());
  show(Atomics.wait(cell, 0, 8n), Atomics.wait(cell, 0, 7n, 1), Atomics.notify(cell, 0),
    Atomics.notify(new Int32Array(1), 0), attempt(() => Atomics.wait(new Int32Array(1), 0, 0)).slice(0, 9),
    attempt(() => Atomics.notify(cell, 9)).slice(0, 10), attempt(() => Atomics.wait(cell, 0, 7)).slice(0, 9));
  // A port travels to a worker and on to another.
  const channel = new MessageChannel();
  const relay = new Worker(`
    const { Worker, workerData } = require('worker_threads');
    new Worker("require('worker_threads').workerData.postMessage('from afar')", { eval: true, workerData, transferList: [workerData] });`,
  { eval: true, workerData: channel.port2, transferList: [channel.port2] });
  const heard = [];
  channel.port1.on('message', (m) => heard.push(m));
  await new Promise((r) => channel.port1.on('close', r));
  show(heard);
  // What is in the queue when a worker ends arrives before that is told.
  const last = new Worker("const { parentPort } = require('worker_threads'); for (let i = 0; i < 100; i++) parentPort.postMessage(i); process.exit(3)", { eval: true });
  let count = 0;
  last.on('message', () => { count += 1; });
  show(await new Promise((r) => last.on('exit', r)), count);
  // Structured clones of the same kinds.
  const original = { m: new Map([['k', new Set([[1]])]]), e: new RangeError('r', { cause: { a: 1 } }), v: new Float64Array([1.5]).subarray(0), s: [, 1], d: new DataView(new ArrayBuffer(2)) };
  const clone = structuredClone(original);
  show(clone.m, clone.e instanceof RangeError, clone.e.cause, clone.v, clone.s, clone.d.byteLength, clone.v.buffer !== original.v.buffer);
  const unref = new Worker("setInterval(() => {}, 1000)", { eval: true });
  unref.unref();
  show('end');
})();

// Ends workers in the middle of what the addon does for them.
'use strict';

const { Worker, isMainThread } = require('worker_threads');
const addon = require(process.cwd() + '/soundness.node');

if (isMainThread) {
  addon.keepElsewhere([{ n: 1000 }]);
  const rounds = 24;
  let done = 0;
  const start = (round) => {
    const worker = new Worker(__filename);
    worker.on('error', (error) => { console.log(error); process.exit(1); });
    worker.on('exit', () => {
      if (++done === rounds) {
        // References of workers that are gone: they can be neither opened nor, any more, leak.
        const opened = addon.openKept();
        console.log(opened[0], new Set(opened.slice(1)).size <= 1, opened.length > 1);
        addon.dropElsewhere();
      }
    });
    worker.once('message', () => setTimeout(() => worker.terminate(), round * 3));
  };
  for (let round = 0; round < rounds; round++) start(round);
} else {
  const { parentPort } = require('worker_threads');
  const list = new addon.List([1, 2, 3]);
  addon.keep(list);
  addon.keepElsewhere([{ n: 1 }, { n: 2 }]);
  addon.countInThreads(3, 1e9, () => list.push(1));
  const work = () => {
    addon.compute(200000).then(work, () => {});
    list.look(() => new addon.Dog('x').rename('y'));
    addon.many(100);
  };
  for (let i = 0; i < 8; i++) work();
  parentPort.postMessage('ready');
  const busy = () => { for (let i = 0; i < 50; i++) new addon.List([i]).push(1); setImmediate(busy); };
  busy();
}

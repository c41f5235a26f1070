// node-addon-api; callbacks from a thread that watches, promises, and errors of theirs.
'use strict';
const watcher = require('@parcel/watcher');
const fs = require('fs');
const os = require('os');
const path = require('path');

const show = (events) => console.log(events.map((event) => `${event.type} ${path.basename(event.path)}`).sort());
(async () => {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'nodeapi-watcher-')));
  const { promise, resolve } = Promise.withResolvers?.() ?? withResolvers();
  const subscription = await watcher.subscribe(folder, (error, events) => resolve(error ?? events), { ignore: ['*.log'] });
  fs.writeFileSync(path.join(folder, 'unseen.log'), '');
  fs.writeFileSync(path.join(folder, 'seen.txt'), 'text');
  show(await promise);
  await subscription.unsubscribe();
  await watcher.subscribe('/no/such/folder', () => {}).catch((error) => console.log(error instanceof Error));
  fs.rmSync(folder, { recursive: true });
})();

function withResolvers() {
  let resolve;
  const promise = new Promise((settle) => { resolve = settle; });
  return { promise, resolve };
}

// Stores follow whatever calls back later, wherever it was settled.
'use strict';
const { AsyncLocalStorage, AsyncResource } = require('async_hooks');
const fs = require('fs');
const storage = new AsyncLocalStorage();
const log = (...values) => console.log(...values, storage.getStore());
const after = (delay) => new Promise((resolve) => setTimeout(resolve, delay));

class Sub extends Promise {}

// As query builders have it.
const thenable = (fails) => ({
  async work() {
    await after(1);
    log('working');
    if (fails) throw new Error('failed');
    return 'value';
  },
  then(resolve, reject) {
    log('then is called');
    return this.work().then(resolve, reject);
  },
});

async function* numbers() {
  yield 1;
  log('generator');
  await after(1);
  log('generator after await');
  yield 2;
}

async function everything() {
  let resolve;
  let reject;
  // Made and settled by others.
  const good = storage.run('maker', () => new Promise((its) => { resolve = its; }));
  const bad = storage.run('maker', () => new Promise((_, its) => { reject = its; }));
  setTimeout(() => storage.run('settler', () => {
    resolve('good');
    reject(new Error('bad'));
  }), 2);

  log('start');
  log(await 1, 'a value');
  log(await good, 'pending');
  await bad.catch((error) => log(error.message, 'catch'));
  try { await bad; } catch (error) { log(error.message, 'rejected'); }
  log(await good, 'settled');
  await good.then(() => log('then'));
  await bad.finally(() => log('finally')).catch(() => log('catch after finally'));
  await Promise.all([good, 1, Promise.resolve(2)]);
  log('all');
  await Promise.race([good, new Promise(() => {})]);
  log('race');
  await Promise.any([bad, good]);
  log('any');
  await Promise.allSettled([bad, good]);
  log('allSettled');
  await Promise.resolve(good);
  log('resolve');
  await new Sub((its) => setTimeout(its, 1));
  log('subclass');
  try { await new Sub((_, its) => setTimeout(its, 1)); } catch { log('subclass rejected'); }
  await Sub.resolve(1).then(() => log('subclass then'));
  log(await thenable(false), 'thenable');
  try { await thenable(true); } catch (error) { log(error.message, 'thenable'); }
  await new Promise((its) => process.nextTick(its));
  log('tick');
  await new Promise((its) => queueMicrotask(its));
  log('microtask');
  await new Promise((its) => setImmediate(its));
  log('immediate');
  for await (const each of numbers()) log('for await', each);
  for await (const each of [good, 2]) log('for await', each);
  await (async () => {
    await 1;
    storage.enterWith('entered');
    await after(1);
    log('enterWith');
  })();
  await fs.promises.readFile(__filename);
  log('fs.promises');
  await new Promise((its) => fs.stat(__filename, () => {
    log('fs');
    its();
  }));
  await import('path');
  log('import');
}

async function callbacks() {
  storage.run('callbacks', () => {
    setTimeout((...values) => log('timeout', ...values), 1, 1, 2);
    const interval = setInterval(() => {
      log('interval');
      clearInterval(interval);
    }, 1);
    process.nextTick((...values) => log('tick', ...values), 3);
    setImmediate((...values) => log('immediate', ...values), 4);
    queueMicrotask(() => log('microtask'));
    new AsyncResource('TEST').runInAsyncScope(() => log('resource'));
  });
  log('outside');
  setImmediate(() => log('immediate outside'));
  await after(20);
}

// Where nobody catches, the listener is in the context of what failed.
async function failures() {
  process.on('uncaughtException', (error) => log('uncaught', error.message));
  process.on('unhandledRejection', (error) => log('unhandled', error.message));
  for (const [name, start] of Object.entries({ setTimeout, setImmediate, nextTick: process.nextTick })) {
    storage.run(name, start, () => { throw new Error(name); });
    await after(5);
    log('after', name);
  }
  storage.run('rejecting', () => { Promise.reject(new Error('rejected')); });
  await after(5);
  await null;
}

(async () => {
  for (const name of ['first', 'second']) await storage.run(name, everything);
  await storage.exit(everything);
  await callbacks();
  await failures();
  log('end');
})();

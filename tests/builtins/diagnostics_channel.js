'use strict';
const { channel, subscribe, unsubscribe, hasSubscribers, tracingChannel, Channel } = require('diagnostics_channel');
const { AsyncLocalStorage } = require('async_hooks');
const show = (...values) => console.log(...values);

const one = channel('one');
show(one === channel('one'), one instanceof Channel, one.name, one.hasSubscribers, hasSubscribers('one'));
const listener = (message, name) => show('heard', message, name);
subscribe('one', listener);
one.publish({ a: 1 });
show(one.hasSubscribers, unsubscribe('one', listener), unsubscribe('one', listener), one.hasSubscribers);
try { channel(7); } catch ({ code }) { show(code); }
try { subscribe('one', 7); } catch ({ code }) { show(code); }

const store = new AsyncLocalStorage();
one.bindStore(store, (data) => ({ ...data, bound: true }));
show(one.runStores({ b: 2 }, function (x) { return [store.getStore(), this.c, x]; }, { c: 3 }, 4), store.getStore());

const traced = tracingChannel('work');
const log = (name) => (context) => show(name, { ...context, error: context.error?.message });
traced.subscribe({ start: log('start'), end: log('end'), asyncStart: log('asyncStart'), asyncEnd: log('asyncEnd'), error: log('error') });
show(traced.hasSubscribers, traced.start.name, traced.traceSync((x) => x + 1, { id: 1 }, null, 4));
try { traced.traceSync(() => { throw new Error('broken'); }, { id: 2 }); } catch ({ message }) { show('thrown', message); }
traced.traceCallback((x, callback) => setImmediate(callback, null, x * 2), -1, { id: 3 }, null, 21, (error, result) => {
  show('called back', error, result);
  traced.tracePromise(async (x) => x, { id: 4 }, null, 'value')
    .then((value) => show('resolved', value))
    .then(() => traced.tracePromise(async () => { throw new Error('late'); }, { id: 5 }))
    .catch(({ message }) => show('rejected', message));
});

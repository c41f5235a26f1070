// The builtin `diagnostics_channel`.
'use strict';

const { invalidArgType, checkFunction } = require('internal/errors');

const channels = new Map();

// The subscribers of a channel and the stores that it binds change by being replaced.
class Channel {
  #subscribers = [];
  #stores = new Map();

  constructor(name) { this.name = name; }

  get hasSubscribers() { return this.#subscribers.length > 0 || this.#stores.size > 0; }

  subscribe(subscriber) {
    checkFunction(subscriber, 'subscription');
    this.#subscribers = [...this.#subscribers, subscriber];
  }

  unsubscribe(subscriber) {
    const index = this.#subscribers.indexOf(subscriber);
    if (index >= 0) this.#subscribers = this.#subscribers.toSpliced(index, 1);
    return index >= 0;
  }

  bindStore(store, transform) { this.#stores.set(store, transform); }
  unbindStore(store) { return this.#stores.delete(store); }

  publish(data) {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(data, this.name);
      } catch (error) {
        process.nextTick(() => { throw error; });
      }
    }
  }

  runStores(data, run, receiver, ...values) {
    let all = () => {
      this.publish(data);
      return Reflect.apply(run, receiver, values);
    };
    for (const [store, transform] of this.#stores) {
      const inner = all;
      all = () => {
        let context = data;
        try {
          if (transform !== undefined) context = transform(data);
        } catch (error) {
          process.nextTick(() => { throw error; });
          return inner();
        }
        return store.run(context, inner);
      };
    }
    return all();
  }
}

function channel(name) {
  if (typeof name !== 'string' && typeof name !== 'symbol') throw invalidArgType('channel', ['string', 'symbol'], name);
  let found = channels.get(name);
  if (found === undefined) channels.set(name, found = new Channel(name));
  return found;
}

const events = ['start', 'end', 'asyncStart', 'asyncEnd', 'error'];

class TracingChannel {
  constructor(names) {
    for (const event of events) {
      this[event] = typeof names === 'string' ? channel(`tracing:${names}:${event}`) : names[event];
    }
  }

  get hasSubscribers() { return events.some((event) => this[event]?.hasSubscribers); }

  subscribe(handlers) {
    for (const event of events) if (handlers[event]) this[event]?.subscribe(handlers[event]);
  }

  unsubscribe(handlers) {
    return events.map((event) => !handlers[event] || this[event]?.unsubscribe(handlers[event])).every(Boolean);
  }

  #failed(context, error) {
    context.error = error;
    this.error.publish(context);
  }

  #sync(context, run) {
    return this.start.runStores(context, () => {
      try {
        return run();
      } catch (error) {
        this.#failed(context, error);
        throw error;
      } finally {
        this.end.publish(context);
      }
    });
  }

  traceSync(run, context = {}, receiver, ...values) {
    return this.#sync(context, () => {
      context.result = Reflect.apply(run, receiver, values);
      return context.result;
    });
  }

  tracePromise(run, context = {}, receiver, ...values) {
    const settled = () => {
      this.asyncStart.publish(context);
      this.asyncEnd.publish(context);
    };
    return this.#sync(context, () => Promise.resolve(Reflect.apply(run, receiver, values)).then((result) => {
      context.result = result;
      settled();
      return result;
    }, (error) => {
      this.#failed(context, error);
      settled();
      throw error;
    }));
  }

  traceCallback(run, position = -1, context = {}, receiver, ...values) {
    const callback = values.at(position);
    checkFunction(callback, 'callback');
    const traced = (...results) => {
      const [error, result] = results;
      if (error) this.#failed(context, error);
      else context.result = result;
      return this.asyncStart.runStores(context, () => {
        try {
          return Reflect.apply(callback, undefined, results);
        } finally {
          this.asyncEnd.publish(context);
        }
      });
    };
    values.splice(position, 1, traced);
    return this.#sync(context, () => Reflect.apply(run, receiver, values));
  }
}

module.exports = {
  channel,
  hasSubscribers: (name) => channels.get(name)?.hasSubscribers ?? false,
  subscribe: (name, subscriber) => channel(name).subscribe(subscriber),
  unsubscribe: (name, subscriber) => channel(name).unsubscribe(subscriber),
  tracingChannel: (names) => new TracingChannel(names),
  Channel,
};

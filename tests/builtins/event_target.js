// Events of the web's: who is told, in which order, and what is no event, listener or signal.
'use strict';
const show = (...values) => console.log(...values);
const attempt = (run) => {
  try {
    show(run());
  } catch ({ name, code, message }) {
    show(name, code, message);
  }
};

// `DOMException`.
const exception = new DOMException('text', 'AbortError');
show(exception.name, exception.message, exception.code, exception instanceof Error, String(exception), Object.keys(exception), typeof exception.stack);
for (const [message, options] of [[], [5, 6], ['a', null], ['a', { name: 'X', cause: 5 }]]) {
  const made = new DOMException(message, options);
  show(made.name, made.message, made.code, made.cause, 'cause' in made);
}
for (const name of ['IndexSizeError', 'HierarchyRequestError', 'InvalidCharacterError', 'SyntaxError', 'TypeMismatchError', 'QuotaExceededError', 'TimeoutError', 'DataCloneError', 'OperationError']) show(name, new DOMException('', name).code);
show(DOMException.ABORT_ERR, DOMException.prototype.DATA_CLONE_ERR, Object.keys(DOMException).length, Object.keys(DOMException.prototype).sort().join(), Object.prototype.toString.call(exception));
class OwnException extends DOMException {
  constructor() {
    super('own', 'OwnError');
    this.more = 1;
  }
}
const own = new OwnException();
show(own.name, own.message, own.more, own instanceof DOMException, own.constructor.name);
attempt(() => DOMException.prototype.name);

// `Event` and `CustomEvent`.
const event = new Event('x', { cancelable: true, bubbles: 1, composed: 'y' });
show(event.type, event.target, event.currentTarget, event.srcElement, event.bubbles, event.cancelable, event.composed, event.defaultPrevented, event.eventPhase, event.isTrusted, event.composedPath(), typeof event.timeStamp, event.returnValue, event.cancelBubble);
event.preventDefault();
event.stopPropagation();
show(event.defaultPrevented, event.returnValue, event.cancelBubble, Object.keys(event), Event.NONE, Event.AT_TARGET, Object.keys(Event.prototype).sort().join());
for (const run of [() => new Event(), () => new Event('x', 5), () => new Event('x', null).type, () => new Event(5).type, () => new CustomEvent(), () => new CustomEvent('x', 5), () => Event.prototype.preventDefault.call({}), () => Reflect.get(Event.prototype, 'type', {})]) attempt(run);
show(new CustomEvent('x', { detail: 5 }).detail, new CustomEvent('x').detail, new CustomEvent('x') instanceof Event, Object.keys(CustomEvent.prototype), Object.prototype.toString.call(event), Object.prototype.toString.call(new CustomEvent('x')));
show(require('util').inspect(event).replace(/timeStamp: [\d.]+/, 'timeStamp'));
class OwnEvent extends Event {
  constructor(type, data) {
    super(type);
    this.data = data;
  }
  get type() { return 'other'; }
}

// `EventTarget`.
function told(run) {
  const target = new EventTarget();
  const seen = [];
  const result = run(target, seen);
  show(result, seen.join());
}
told((target, seen) => {
  const one = new Event('a');
  target.addEventListener('a', function (each) { seen.push(this === target, each === one, each.target === target, each.currentTarget === target, each.eventPhase, each.composedPath().length); });
  return [target.dispatchEvent(one), one.eventPhase, one.currentTarget, one.target === target, one.composedPath()];
});
told((target, seen) => {
  const listener = () => seen.push('called');
  for (const options of [undefined, undefined, true, { capture: true }, { once: true }]) target.addEventListener('a', listener, options);
  target.dispatchEvent(new Event('a'));
  target.removeEventListener('a', listener);
  target.dispatchEvent(new Event('a'));
  target.removeEventListener('a', listener, { capture: true });
  return target.dispatchEvent(new Event('a'));
});
told((target, seen) => {
  target.addEventListener('a', () => seen.push('once'), { once: true });
  target.addEventListener('a', { handleEvent({ type }) { seen.push(type, this.name); }, name: 'object' });
  target.addEventListener('a', {});
  target.dispatchEvent(new Event('a'));
  return target.dispatchEvent(new Event('a'));
});
told((target, seen) => {
  target.addEventListener('a', (each) => { seen.push(1); each.stopImmediatePropagation(); });
  target.addEventListener('a', () => seen.push(2));
  const one = new Event('a');
  return [target.dispatchEvent(one), one.cancelBubble];
});
told((target, seen) => {
  const removed = () => seen.push('removed');
  target.addEventListener('a', () => {
    seen.push('first');
    target.addEventListener('a', () => seen.push('added'), { once: true });
    target.removeEventListener('a', removed);
  }, { once: true });
  target.addEventListener('a', removed);
  target.addEventListener('a', () => seen.push('last'));
  return target.dispatchEvent(new Event('a'));
});
told((target) => {
  target.addEventListener('a', (each) => each.preventDefault());
  return [target.dispatchEvent(new Event('a', { cancelable: true })), target.dispatchEvent(new Event('a'))];
});
told((target, seen) => {
  const one = new Event('a');
  target.addEventListener('a', () => attempt(() => target.dispatchEvent(one)));
  target.addEventListener('other', ({ data }) => seen.push(data));
  return [target.dispatchEvent(one), target.dispatchEvent(new OwnEvent('a', 'data'))];
});
told((target, seen) => {
  const controller = new AbortController();
  target.addEventListener('a', () => seen.push(1), { signal: controller.signal });
  target.dispatchEvent(new Event('a'));
  controller.abort();
  target.dispatchEvent(new Event('a'));
  target.addEventListener('a', () => seen.push(2), { signal: controller.signal });
  return target.dispatchEvent(new Event('a'));
});
const target = new EventTarget();
for (const listener of [5, 'x', true, {}]) {
  attempt(() => target.addEventListener('a', listener));
  attempt(() => target.removeEventListener('a', listener));
}
for (const options of [null, 5, 'x', true, { signal: 5 }, { signal: null }]) attempt(() => target.addEventListener('b', () => {}, options));
for (const run of [() => target.addEventListener(), () => target.addEventListener('x'), () => target.removeEventListener(), () => target.dispatchEvent(), () => target.dispatchEvent(5), () => target.dispatchEvent({ type: 'x' }),
  () => EventTarget.prototype.addEventListener.call({}, 'a', () => {})]) attempt(run);
class OwnTarget extends EventTarget {
  count = 0;
  constructor() {
    super();
    this.addEventListener('a', () => this.count++);
  }
}
const ownTarget = new OwnTarget();
ownTarget.dispatchEvent(new Event('a'));
show(ownTarget.count, target, ownTarget instanceof EventTarget, Object.keys(EventTarget.prototype), Object.keys(target), Object.prototype.toString.call(target));

// `AbortSignal` and `AbortController`.
const controller = new AbortController();
const order = [];
controller.signal.addEventListener('abort', () => order.push(1));
controller.signal.onabort = () => order.push(2);
controller.signal.addEventListener('abort', () => order.push(3));
controller.signal.onabort = function (each) { order.push(4, each.type, this === controller.signal, each.isTrusted); };
controller.abort();
controller.abort('again');
show(order.join(), controller, controller.signal, controller.signal === controller.signal, controller.signal.reason.name, controller.signal.reason.code, controller.signal.reason instanceof DOMException);
for (const reason of [null, undefined, 5]) attempt(() => { const made = new AbortController(); made.abort(reason); return [made.signal.aborted, String(made.signal.reason)]; });
const first = new AbortController();
const second = new AbortController();
const any = AbortSignal.any([first.signal, second.signal]);
any.onabort = () => show('any', any.reason);
second.abort(7);
first.abort(8);
show(any.aborted, any.reason, AbortSignal.any([]).aborted, AbortSignal.any([AbortSignal.abort(3), AbortSignal.abort(4)]).reason);
for (const run of [() => new AbortSignal(), () => AbortSignal.timeout(-1), () => AbortSignal.timeout('x'), () => Reflect.get(AbortSignal.prototype, 'aborted', {}), () => AbortSignal.abort(5).throwIfAborted()]) attempt(run);
const { signal } = new AbortController();
signal.onabort = 5;
show(signal.reason, signal.throwIfAborted(), Object.keys(AbortSignal.prototype), Object.keys(AbortController.prototype).sort(), Object.keys(signal));
signal.onabort = () => {};
show(typeof signal.onabort);
signal.onabort = null;
show(signal.onabort, Object.prototype.toString.call(signal), Object.prototype.toString.call(controller));
class OwnController extends AbortController {}
show(new OwnController(), new OwnController().signal.aborted);

// What listeners throw, and their promises are rejected with, comes when nobody listens any more.
process.on('uncaughtException', (error) => show('uncaught', error));
const throwing = new EventTarget();
throwing.addEventListener('a', () => { throw 'thrown'; });
throwing.addEventListener('a', () => show('the next one'));
throwing.addEventListener('a', async () => { throw 'rejected'; });
show(throwing.dispatchEvent(new Event('a')));
AbortSignal.timeout(5).onabort = ({ target: { reason } }) => show(reason.name, reason.message, reason.code);
setTimeout(() => {}, 50);

// Globals: text encodings, events, aborting, cloning, the clock.
'use strict';
const show = (...values) => console.log(...values);
const attempt = (run) => {
  try {
    show(run());
  } catch ({ name, code, message }) {
    show(name, code, message);
  }
};

const encoder = new TextEncoder();
show(encoder.encoding, encoder.encode('aé€😀'), encoder.encode('\ud800'));
show(encoder.encodeInto('aé€', new Uint8Array(4)));
const decoder = new TextDecoder();
show(decoder.encoding, decoder.decode(Uint8Array.of(0xEF, 0xBB, 0xBF, 0x61, 0xFF)).length, decoder.fatal, decoder.ignoreBOM);
show(new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.of(0xEF, 0xBB, 0xBF, 0x61)).length);
attempt(() => new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.of(0xFF)));
show(new TextDecoder('utf-16le').decode(Uint16Array.of(0x61, 0x20AC)), new TextDecoder('latin1').encoding);
const parts = new TextDecoder();
show(parts.decode(Uint8Array.of(0xE2, 0x82), { stream: true }) + parts.decode(Uint8Array.of(0xAC)));
attempt(() => new TextDecoder('no such'));

const target = new EventTarget();
const listener = (event) => show(event.type, event.target === target, event.defaultPrevented);
target.addEventListener('x', listener);
target.addEventListener('x', listener);
target.addEventListener('x', { handleEvent: (event) => event.preventDefault() }, { once: true });
show(target.dispatchEvent(new Event('x', { cancelable: true })), target.dispatchEvent(new Event('x', { cancelable: true })));
target.removeEventListener('x', listener);
show(target.dispatchEvent(new Event('x')));
show(new CustomEvent('y', { detail: 7 }).detail);

const controller = new AbortController();
const { signal } = controller;
signal.addEventListener('abort', () => show('aborted', signal.reason.name, signal.reason.code, signal.reason.message));
signal.onabort = () => show('onabort');
show(signal.aborted, signal.reason);
controller.abort();
controller.abort('again');
show(signal.aborted);
attempt(() => signal.throwIfAborted());
attempt(() => new AbortSignal());
show(AbortSignal.abort('why').reason, AbortSignal.any([signal]).aborted, signal);
AbortSignal.timeout(1).addEventListener('abort', ({ target: { reason } }) => show(reason.name, reason.message));
const wait = setTimeout(() => {}, 20);
show(wait.hasRef());

const original = {
  date: new Date(0), pattern: /x/gi, map: new Map([[{}, 1]]), set: new Set([1, 'two']), list: [1, , 3], big: 5n,
  bytes: Uint8Array.of(1, 2), nothing: undefined, text: Object('boxed'), error: new RangeError('far', { cause: 'why' }),
};
original.self = original;
const copy = structuredClone(original);
show(copy !== original, copy.self === copy, copy.date.getTime(), copy.pattern, copy.map.size, [...copy.set], copy.list, copy.big);
show(copy.bytes, 'nothing' in copy, copy.text, copy.error instanceof RangeError, copy.error.message, copy.error.cause, 1 in copy.list);
attempt(() => structuredClone(() => {}));
attempt(() => structuredClone({ symbol: Symbol('s') }));
attempt(() => structuredClone(new WeakMap()));
const memory = new ArrayBuffer(4);
show(structuredClone(memory, { transfer: [memory] }).byteLength, memory.byteLength);
class Point { constructor() { this.x = 1; } get y() { return 2; } }
show(structuredClone(new Point()).constructor === Object, structuredClone(new Point()));
attempt(() => { throw new DOMException('text', 'DataCloneError'); });
show(new DOMException('text', 'DataCloneError').code, new DOMException('a').name);
show(performance.now() > 0, performance.timeOrigin > 1e12);

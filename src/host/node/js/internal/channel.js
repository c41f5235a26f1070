// Messages between a process and one that it forked: lines of JSON, as Node.js's are.
'use strict';

const { coded, invalidArgType, notProvided } = require('internal/errors');
const native = host.natives('child');

// Gives `target`, an emitter, the channel of what the natives call a process: `send`, `disconnect`,
// `connected`, `channel`. Gives what to call with what comes in, and without it at the end. `setRef`
// says whether the channel keeps the program alive; `closed` is called at the end.
function attach(target, nextTick, { connection, setRef, closed }) {
  const { StringDecoder } = require('string_decoder');
  const decoder = new StringDecoder('utf8');
  let rest = '';

  target.connected = true;
  target.channel = { ref() { setRef(true); }, unref() { setRef(false); } };

  target.send = function send(message, handle, options, callback) {
    if (typeof handle === 'function') [handle, callback] = [undefined, handle];
    else if (typeof options === 'function') callback = options;
    if (!target.connected) {
      const error = coded(Error, 'ERR_IPC_CHANNEL_CLOSED', 'Channel closed');
      if (typeof callback === 'function') nextTick(callback, error);
      else nextTick(() => target.emit('error', error));
      return false;
    }
    if (message === undefined) throw coded(TypeError, 'ERR_MISSING_ARGS', 'The "message" argument must be specified');
    if (!['string', 'object', 'number', 'boolean'].includes(typeof message)) {
      throw invalidArgType('message', ['string', 'object', 'number', 'boolean'], message);
    }
    if (handle !== undefined && handle !== null) throw notProvided('child_process: handles sent to other processes');
    native.send(connection(), Buffer.from(`${JSON.stringify(message)}\n`));
    if (typeof callback === 'function') nextTick(callback, null);
    return true;
  };

  target.disconnect = function disconnect() {
    if (target.connected) return end();
    target.emit('error', coded(Error, 'ERR_IPC_DISCONNECTED', 'IPC channel is already disconnected'));
  };

  function end() {
    if (!target.connected) return;
    target.connected = false;
    target.channel = null;
    native.send(connection());
    nextTick(() => {
      target.emit('disconnect');
      closed();
    });
  }

  return (bytes) => {
    if (bytes === undefined) return end();
    const lines = (rest + decoder.write(Buffer.from(bytes))).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const message = JSON.parse(line);
      const isInternal = typeof message?.cmd === 'string' && message.cmd.startsWith('NODE_');
      if (target.connected) target.emit(isInternal ? 'internalMessage' : 'message', message, undefined);
    }
  };
}

// Gives `process` the channel to the process that forked it, which keeps the program alive while
// somebody listens.
function attachToParent(process, number) {
  let channel;
  let listeners = 0;
  const setRef = (keep) => { if (channel !== undefined) native.setRef(channel, keep); };
  const receive = attach(process, process.nextTick, {
    connection: () => channel,
    setRef,
    closed() {
      native.release(channel);
      channel = undefined;
    },
  });
  channel = native.toParent(number, (_, bytes) => receive(bytes));
  const isHeard = (name) => name === 'message' || name === 'disconnect';
  process.on('newListener', (name) => { if (isHeard(name) && ++listeners === 1) setRef(true); });
  process.on('removeListener', (name) => { if (isHeard(name) && --listeners === 0) setRef(false); });
  for (const name of ['NODE_CHANNEL_FD', 'NODE_CHANNEL_SERIALIZATION_MODE']) delete process.env[name];
}

module.exports = { attach, attachToParent };

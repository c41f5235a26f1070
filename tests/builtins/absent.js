// Builtins that are there by name alone: what can be asked of them without using them.
'use strict';
const { builtinModules, isBuiltin } = require('module');
const show = (...values) => console.log(...values);

for (const name of ['http', 'https', 'http2', 'net', 'tls', 'dns', 'dgram', 'zlib', 'v8', 'readline', 'cluster', 'stream/web', 'inspector']) {
  show(name, builtinModules.includes(name), isBuiltin(`node:${name}`), require(name) === require(`node:${name}`), typeof require(name));
}
show(isBuiltin('test'), isBuiltin('node:test'), isBuiltin('nothing'), isBuiltin('node:nothing'), isBuiltin(7));

const http = require('http');
const https = require('node:https');
class Mine extends http.Agent {}
const agent = new Mine({ keepAlive: true, maxSockets: 3 });
show(agent instanceof http.Agent, agent.maxSockets, agent.keepAlive, agent.protocol, typeof agent.on, https.globalAgent.protocol);
class Timed extends http.Agent {
  get timeout() { return 5; }
}
show(new Timed({ timeout: 3 }).timeout, new http.Agent().maxFreeSockets, typeof process.binding('fs'));
class Server extends http.Server {}
show(typeof http.createServer, http.request.name, Server.name, http.METHODS.includes('PATCH'), http.STATUS_CODES[404], http.STATUS_CODES[418]);

const net = require('net');
show(['1.2.3.4', '::1', 'fe80::1%eth0', '1.2.3', '01.2.3.4', '', '::1%'].map(net.isIP), net.isIPv4('0.0.0.0'), net.isIPv6('::'), typeof net.Socket);
show(require('cluster').isPrimary, require('inspector').url(), Boolean(require('v8').startupSnapshot.isBuildingSnapshot()), require('sys') === require('util'));
const heap = require('v8').getHeapStatistics();
show(heap.heap_size_limit > heap.used_heap_size, heap.used_heap_size > 0, require('v8').setFlagsFromString('--no-flags'));
show(typeof require('zlib').gunzipSync, typeof require('zlib').constants, typeof require('readline').createInterface, typeof require('dns').promises.lookup);

import('node:util').then(async ({ parseArgs, MIMEType }) => {
  const { createECDH } = await import('crypto');
  const { ReadableStream } = await import('stream/web');
  show(typeof parseArgs, typeof MIMEType, typeof createECDH, ReadableStream === globalThis.ReadableStream);
});

// Globals.
class Stream extends ReadableStream {}
show(typeof Stream, ({}) instanceof Blob, ({}) instanceof FormData, ({}) instanceof Response, typeof fetch);
show(crypto.getRandomValues(new Uint8Array(4)).length, crypto.randomUUID().length);

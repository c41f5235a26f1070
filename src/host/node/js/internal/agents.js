// The agents of `http` and `https`: programs make one long before they ask for anything.
'use strict';

const EventEmitter = require('events');
const { notProvided } = require('internal/errors');

function agents(protocol) {
  class Agent extends EventEmitter {
    constructor(options) {
      super();
      this.options = { ...options };
      const { maxSockets = Infinity, maxFreeSockets = 256, maxTotalSockets = Infinity, keepAlive = false, keepAliveMsecs = 1000 } = this.options;
      const { scheduling = 'lifo', defaultPort = protocol === 'http:' ? 80 : 443 } = this.options;
      Object.assign(this, {
        protocol, defaultPort, maxSockets, maxFreeSockets, maxTotalSockets, keepAlive, keepAliveMsecs, scheduling, sockets: {},
        freeSockets: {}, requests: {}, totalSocketCount: 0,
      });
    }
    createConnection() { throw notProvided(`${protocol.slice(0, -1)}.Agent.createConnection`); }
    destroy() {}
  }
  return { Agent, globalAgent: new Agent({ keepAlive: true }) };
}

exports.http = agents('http:');
exports.https = agents('https:');

// Globals of which this host has little or nothing; see `internal/absent`.
'use strict';

module.exports = {
  ...require('internal/absent').standIns('', 'fetch Request Response FormData Blob File BroadcastChannel WebSocket'),
  get crypto() { return require('crypto').webcrypto; },
  navigator: {
    get hardwareConcurrency() { return require('os').availableParallelism(); },
    language: 'en-US', languages: Object.freeze(['en-US']),
    platform: 'linux', userAgent: `Node.js/${process.version.slice(1).split('.')[0]}`,
  },
};

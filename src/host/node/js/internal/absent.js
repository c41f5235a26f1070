// What Node.js has and this host has not. Much of it is required and little of it used, so that it says so
// only then: its functions and classes are there, and throw when they are called.
'use strict';

const { notProvided } = require('internal/errors');

// The functions and classes of builtins that are missing altogether.
const builtins = {
  cluster: 'Worker setupPrimary setupMaster fork disconnect',
  dgram: 'createSocket Socket',
  dns: 'lookup lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers getServers resolve resolve4 ' +
    'resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr resolveSoa resolveSrv ' +
    'resolveTlsa resolveTxt reverse',
  http: '_connectionListener ClientRequest IncomingMessage OutgoingMessage Server ServerResponse createServer ' +
    'validateHeaderName validateHeaderValue get request setMaxIdleHTTPParsers setGlobalProxyFromEnv WebSocket CloseEvent ' +
    'MessageEvent',
  http2: 'connect createServer createSecureServer getDefaultSettings getPackedSettings getUnpackedSettings ' +
    'performServerHandshake Http2ServerRequest Http2ServerResponse',
  https: 'Server createServer get request',
  inspector: 'open close waitForDebugger Session',
  net: 'BlockList SocketAddress connect createConnection createServer Server Socket Stream getDefaultAutoSelectFamily ' +
    'setDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout setDefaultAutoSelectFamilyAttemptTimeout',
  'path/win32': 'resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse matchesGlob',
  punycode: 'decode encode toASCII toUnicode',
  readline: 'Interface clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor',
  'readline/promises': 'Interface Readline createInterface',
  repl: 'start writer REPLServer Recoverable isValidSyntax',
  sea: 'getAsset getRawAsset getAssetAsBlob getAssetKeys',
  sqlite: 'DatabaseSync StatementSync Session backup',
  'stream/consumers': 'arrayBuffer blob buffer bytes text json',
  'stream/web': 'ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest ' +
    'ReadableByteStreamController ReadableStreamDefaultController TransformStream TransformStreamDefaultController ' +
    'WritableStream WritableStreamDefaultWriter WritableStreamDefaultController ByteLengthQueuingStrategy ' +
    'CountQueuingStrategy TextEncoderStream TextDecoderStream CompressionStream DecompressionStream',
  test: 'expectFailure skip todo only after afterEach before beforeEach describe getTestContext it run suite test',
  'test/reporters': 'dot junit spec tap lcov',
  tls: 'getCiphers getCACertificates setDefaultCACertificates convertALPNProtocols checkServerIdentity createSecureContext ' +
    'SecureContext TLSSocket Server createServer connect',
  trace_events: 'createTracing',
  v8: 'getHeapSnapshot getHeapSpaceStatistics getHeapCodeStatistics getCppHeapStatistics ' +
    'Serializer Deserializer DefaultSerializer DefaultDeserializer deserialize takeCoverage stopCoverage ' +
    'serialize writeHeapSnapshot queryObjects setHeapSnapshotNearHeapLimit GCProfiler isStringOneByteRepresentation ' +
    'startCpuProfile startHeapProfile',
  wasi: 'WASI',
  zlib: 'crc32 Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress ZstdCompress ' +
    'ZstdDecompress deflate deflateSync gzip gzipSync deflateRaw deflateRawSync unzip unzipSync inflate inflateSync gunzip ' +
    'gunzipSync inflateRaw inflateRawSync brotliCompress brotliCompressSync brotliDecompress brotliDecompressSync ' +
    'zstdCompress zstdCompressSync zstdDecompress zstdDecompressSync createDeflate createInflate createDeflateRaw ' +
    'createInflateRaw createGzip createGunzip createUnzip createBrotliCompress createBrotliDecompress createZstdCompress ' +
    'createZstdDecompress',
};
builtins['dns/promises'] = builtins.dns;
builtins['inspector/promises'] = builtins.inspector;

// Those of builtins that are there. Only `import` is given them, which else could not even begin; who requires a
// builtin may look what it has.
const parts = {
  buffer: 'Blob File resolveObjectURL',
  crypto: 'argon2 argon2Sync checkPrime checkPrimeSync createDiffieHellman createDiffieHellmanGroup createECDH createSecretKey ' +
    'createPrivateKey createPublicKey createCipheriv createDecipheriv createSign createVerify diffieHellman generatePrime ' +
    'generatePrimeSync getCiphers getCipherInfo getCurves getDiffieHellman hkdf hkdfSync pbkdf2 pbkdf2Sync scrypt scryptSync ' +
    'generateKeyPair generateKeyPairSync generateKey generateKeySync privateDecrypt privateEncrypt publicDecrypt ' +
    'publicEncrypt randomFill randomFillSync randomInt timingSafeEqual sign verify setEngine getFips setFips hash Certificate ' +
    'Cipheriv Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac KeyObject Sign Verify X509Certificate secureHeapUsed',
  events: 'on addAbortListener EventEmitterAsyncResource',
  fs: 'cp cpSync fchown fchownSync lchown lchownSync lchmod lchmodSync lutimes lutimesSync mkdtempDisposableSync openAsBlob ' +
    'readv readvSync writev writevSync Dir glob globSync opendir opendirSync statfs statfsSync watch watchFile unwatchFile',
  'fs/promises': 'cp glob opendir statfs lchmod lchown lutimes mkdtempDisposable watch',
  module: 'register registerHooks enableCompileCache findPackageJSON flushCompileCache getCompileCacheDir ' +
    'stripTypeScriptTypes findSourceMap SourceMap syncBuiltinESMExports',
  os: 'getPriority setPriority',
  path: 'matchesGlob',
  perf_hooks: 'Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver ' +
    'PerformanceObserverEntryList PerformanceResourceTiming monitorEventLoopDelay eventLoopUtilization timerify createHistogram',
  process: 'cpuUsage resourceUsage constrainedMemory getgroups loadEnvFile getActiveResourcesInfo',
  stream: 'compose duplexPair',
  url: 'URLPattern',
  util: 'parseArgs parseEnv MIMEType MIMEParams getCallSites getSystemErrorMessage transferableAbortController ' +
    'transferableAbortSignal diff',
  vm: 'measureMemory',
  worker_threads: 'BroadcastChannel markAsUncloneable locks',
};

function standIns(name, list, into = {}) {
  for (const each of list.split(' ')) {
    if (each in into) continue;
    const what = name === '' ? each : `${name}.${each}`;
    into[each] = { [each]: function () { throw notProvided(what); } }[each];
  }
  return into;
}

// The agent of `http` or `https`: programs make one long before they ask for anything.
function agentOf(protocol) {
  const EventEmitter = require('events');
  return class Agent extends EventEmitter {
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
  };
}

function agents(protocol) {
  const Agent = agentOf(protocol);
  return { Agent, globalAgent: new Agent({ keepAlive: true }) };
}

// What of them is no function, or does all that is asked of it.
const more = {
  cluster: () => ({ isMaster: true, isPrimary: true, isWorker: false, workers: {}, settings: {}, SCHED_NONE: 1, SCHED_RR: 2 }),
  dns: () => ({ ADDRCONFIG: 1024, V4MAPPED: 2048, ALL: 256, NOTFOUND: 'ENOTFOUND', get promises() { return require('dns/promises'); } }),
  http: () => ({ ...agents('http:'), maxHeaderSize: 16384, ...require('internal/http_names') }),
  https: () => agents('https:'),
  http2: () => ({ constants: {}, sensitiveHeaders: Symbol('sensitiveHeaders') }),
  inspector: () => ({ url() {}, console: {} }),
  net() {
    const { ipVersion } = host.natives('system');
    const isIP = (text) => ipVersion(`${text}`);
    return { isIP, isIPv4: (text) => isIP(text) === 4, isIPv6: (text) => isIP(text) === 6 };
  },
  'path/win32': () => require('path').win32,
  readline: () => ({ get promises() { return require('readline/promises'); } }),
  sea: () => ({ isSea: () => false }),
  tls: () => ({
    CLIENT_RENEG_LIMIT: 3, CLIENT_RENEG_WINDOW: 600, DEFAULT_CIPHERS: '', DEFAULT_ECDH_CURVE: 'auto',
    DEFAULT_MIN_VERSION: 'TLSv1.2', DEFAULT_MAX_VERSION: 'TLSv1.3', rootCertificates: Object.freeze([]),
  }),
  trace_events: () => ({ getEnabledCategories() {} }),
  v8: () => ({
    cachedDataVersionTag: () => 0, startupSnapshot: { isBuildingSnapshot: () => false },
    // This engine has no flags.
    setFlagsFromString() {},
    getHeapStatistics() {
      const { rss: heap, external } = process.memoryUsage();
      const limit = require('os').totalmem();
      return {
        total_heap_size: heap, total_heap_size_executable: 0, total_physical_size: heap, total_available_size: limit - heap,
        used_heap_size: heap, heap_size_limit: limit, malloced_memory: heap, peak_malloced_memory: heap, does_zap_garbage: 0,
        number_of_native_contexts: 1, number_of_detached_contexts: 0, total_global_handles_size: 0,
        used_global_handles_size: 0, external_memory: external,
      };
    },
  }),
  zlib: () => ({ constants: {}, codes: {} }),
};
more['inspector/promises'] = more.inspector;

module.exports = {
  // The exports of a builtin that is missing; undefined where there is none of that name.
  builtin(name) {
    if (!Object.hasOwn(builtins, name)) return undefined;
    return standIns(name, builtins[name], more[name]?.());
  },

  // Functions and classes of those names, which are not there.
  standIns: (prefix, list) => standIns(prefix, list),

  // What the exports of a builtin lack, for `import`.
  parts: (name, exports) => (Object.hasOwn(parts, name) ? { ...standIns(name, parts[name], Object.create(exports)) } : {}),
};

//! The names of what Node.js has and this host has not.

/// The functions and classes of builtins that are missing altogether.
#[rustfmt::skip]
pub(super) const BUILTINS: &[(&str, &str)] = &[
    ("cluster", "Worker setupPrimary setupMaster fork disconnect"),
    ("dgram", "createSocket Socket"),
    ("dns", DNS),
    ("dns/promises", DNS),
    ("http", "\
        _connectionListener ClientRequest IncomingMessage OutgoingMessage Server ServerResponse createServer \
        validateHeaderName validateHeaderValue get request setMaxIdleHTTPParsers setGlobalProxyFromEnv \
        WebSocket CloseEvent MessageEvent"),
    ("http2", "\
        connect createServer createSecureServer getDefaultSettings getPackedSettings getUnpackedSettings \
        performServerHandshake Http2ServerRequest Http2ServerResponse"),
    ("https", "Server createServer get request"),
    ("inspector", INSPECTOR),
    ("inspector/promises", INSPECTOR),
    ("net", "\
        BlockList SocketAddress connect createConnection createServer Server Socket Stream \
        getDefaultAutoSelectFamily setDefaultAutoSelectFamily getDefaultAutoSelectFamilyAttemptTimeout \
        setDefaultAutoSelectFamilyAttemptTimeout"),
    ("path/win32", "\
        resolve normalize isAbsolute join relative toNamespacedPath dirname basename extname format parse \
        matchesGlob"),
    ("punycode", "decode encode toASCII toUnicode"),
    ("readline", "\
        Interface clearLine clearScreenDown createInterface cursorTo emitKeypressEvents moveCursor"),
    ("readline/promises", "Interface Readline createInterface"),
    ("repl", "start writer REPLServer Recoverable isValidSyntax"),
    ("sea", "getAsset getRawAsset getAssetAsBlob getAssetKeys"),
    ("sqlite", "DatabaseSync StatementSync Session backup"),
    ("stream/consumers", "arrayBuffer blob buffer bytes text json"),
    ("stream/web", "\
        ReadableStream ReadableStreamDefaultReader ReadableStreamBYOBReader ReadableStreamBYOBRequest \
        ReadableByteStreamController ReadableStreamDefaultController TransformStream \
        TransformStreamDefaultController WritableStream WritableStreamDefaultWriter \
        WritableStreamDefaultController ByteLengthQueuingStrategy CountQueuingStrategy TextEncoderStream \
        TextDecoderStream CompressionStream DecompressionStream"),
    ("test", "\
        expectFailure skip todo only after afterEach before beforeEach describe getTestContext it run suite \
        test"),
    ("test/reporters", "dot junit spec tap lcov"),
    ("tls", "\
        getCiphers getCACertificates setDefaultCACertificates convertALPNProtocols checkServerIdentity \
        createSecureContext SecureContext TLSSocket Server createServer connect"),
    ("trace_events", "createTracing"),
    ("v8", "\
        getHeapSnapshot getHeapSpaceStatistics getHeapCodeStatistics getCppHeapStatistics Serializer \
        Deserializer DefaultSerializer DefaultDeserializer deserialize takeCoverage stopCoverage serialize \
        writeHeapSnapshot queryObjects setHeapSnapshotNearHeapLimit GCProfiler isStringOneByteRepresentation \
        startCpuProfile startHeapProfile"),
    ("wasi", "WASI"),
    ("zlib", "\
        crc32 Deflate Inflate Gzip Gunzip DeflateRaw InflateRaw Unzip BrotliCompress BrotliDecompress \
        ZstdCompress ZstdDecompress deflate deflateSync gzip gzipSync deflateRaw deflateRawSync unzip \
        unzipSync inflate inflateSync gunzip gunzipSync inflateRaw inflateRawSync brotliCompress \
        brotliCompressSync brotliDecompress brotliDecompressSync zstdCompress zstdCompressSync \
        zstdDecompress zstdDecompressSync createDeflate createInflate createDeflateRaw createInflateRaw \
        createGzip createGunzip createUnzip createBrotliCompress createBrotliDecompress createZstdCompress \
        createZstdDecompress"),
];

const DNS: &str = "\
    lookup lookupService Resolver getDefaultResultOrder setDefaultResultOrder setServers getServers resolve \
    resolve4 resolve6 resolveAny resolveCaa resolveCname resolveMx resolveNaptr resolveNs resolvePtr \
    resolveSoa resolveSrv resolveTlsa resolveTxt reverse";

const INSPECTOR: &str = "\
    open close waitForDebugger Session";

/// Those of builtins that are there.
#[rustfmt::skip]
pub(super) const PARTS: &[(&str, &str)] = &[
    ("buffer", "transcode isUtf8 isAscii Blob File resolveObjectURL"),
    ("crypto", "\
        argon2 argon2Sync checkPrime checkPrimeSync createDiffieHellman createDiffieHellmanGroup createECDH \
        createSecretKey createPrivateKey createPublicKey createCipheriv createDecipheriv createSign \
        createVerify diffieHellman generatePrime generatePrimeSync getCiphers getCipherInfo getCurves \
        getDiffieHellman hkdf hkdfSync pbkdf2 pbkdf2Sync scrypt scryptSync generateKeyPair \
        generateKeyPairSync generateKey generateKeySync privateDecrypt privateEncrypt publicDecrypt \
        publicEncrypt randomFill randomFillSync randomInt timingSafeEqual sign verify setEngine getFips \
        setFips hash Certificate Cipheriv Decipheriv DiffieHellman DiffieHellmanGroup ECDH Hash Hmac \
        KeyObject Sign Verify X509Certificate secureHeapUsed"),
    ("events", "EventEmitterAsyncResource"),
    ("fs", "\
        cp cpSync fchown fchownSync lchown lchownSync lchmod lchmodSync lutimes lutimesSync \
        mkdtempDisposableSync openAsBlob readv readvSync writev writevSync Dir glob globSync opendir \
        opendirSync statfs statfsSync watch watchFile unwatchFile"),
    ("fs/promises", "cp glob opendir statfs lchmod lchown lutimes mkdtempDisposable watch"),
    ("module", "\
        register registerHooks enableCompileCache findPackageJSON flushCompileCache getCompileCacheDir \
        stripTypeScriptTypes findSourceMap SourceMap syncBuiltinESMExports"),
    ("os", "getPriority setPriority"),
    ("path", "matchesGlob"),
    ("perf_hooks", "\
        Performance PerformanceEntry PerformanceMark PerformanceMeasure PerformanceObserver \
        PerformanceObserverEntryList PerformanceResourceTiming monitorEventLoopDelay eventLoopUtilization \
        timerify createHistogram"),
    ("process", "\
        cpuUsage resourceUsage constrainedMemory getgroups loadEnvFile getActiveResourcesInfo"),
    ("stream", "compose duplexPair"),
    ("url", "URLPattern"),
    ("util", "\
        parseArgs parseEnv MIMEType MIMEParams getCallSites getSystemErrorMessage \
        transferableAbortController transferableAbortSignal diff"),
    ("vm", "measureMemory"),
    ("worker_threads", "BroadcastChannel markAsUncloneable locks"),
];

/// The methods of HTTP.
#[rustfmt::skip]
pub(super) const METHODS: &str = "\
    ACL BIND CHECKOUT CONNECT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE \
    NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE \
    UNBIND UNLINK UNLOCK UNSUBSCRIBE";

/// The statuses of HTTP, each with its name.
#[rustfmt::skip]
pub(super) const STATUSES: &str = "\
    100 Continue,101 Switching Protocols,102 Processing,103 Early Hints,200 OK,201 Created,202 Accepted,\
    203 Non-Authoritative Information,204 No Content,205 Reset Content,206 Partial Content,\
    207 Multi-Status,208 Already Reported,226 IM Used,300 Multiple Choices,301 Moved Permanently,\
    302 Found,303 See Other,304 Not Modified,305 Use Proxy,307 Temporary Redirect,\
    308 Permanent Redirect,400 Bad Request,401 Unauthorized,402 Payment Required,403 Forbidden,\
    404 Not Found,405 Method Not Allowed,406 Not Acceptable,407 Proxy Authentication Required,\
    408 Request Timeout,409 Conflict,410 Gone,411 Length Required,412 Precondition Failed,\
    413 Payload Too Large,414 URI Too Long,415 Unsupported Media Type,416 Range Not Satisfiable,\
    417 Expectation Failed,418 I'm a Teapot,421 Misdirected Request,422 Unprocessable Entity,423 Locked,\
    424 Failed Dependency,425 Too Early,426 Upgrade Required,428 Precondition Required,\
    429 Too Many Requests,431 Request Header Fields Too Large,451 Unavailable For Legal Reasons,\
    500 Internal Server Error,501 Not Implemented,502 Bad Gateway,503 Service Unavailable,\
    504 Gateway Timeout,505 HTTP Version Not Supported,506 Variant Also Negotiates,\
    507 Insufficient Storage,508 Loop Detected,509 Bandwidth Limit Exceeded,510 Not Extended,\
    511 Network Authentication Required";

/// Globals.
pub(super) const GLOBALS: &str =
    "fetch Request Response FormData Blob File BroadcastChannel WebSocket";

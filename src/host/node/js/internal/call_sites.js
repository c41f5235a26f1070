// What `Error.prepareStackTrace` is given: the engine's call sites have less than Node.js's.
'use strict';

// `get` and `set` are the engine's, of that property.
module.exports = (get, set) => {
  const before = get.call(Error);
  set.call(Error, (error, sites) => sites);
  const proto = Object.getPrototypeOf(new Error().stack[0]);
  set.call(Error, before);
  const more = {
    getThis() {}, getEvalOrigin() {}, getMethodName: () => null, getTypeName: () => null, getScriptHash: () => '',
    getPromiseIndex: () => null, getPosition: () => 0, getScriptNameOrSourceURL() { return this.getFileName(); },
    getEnclosingLineNumber() { return this.getLineNumber(); }, getEnclosingColumnNumber() { return this.getColumnNumber(); },
    isAsync: () => false, isEval: () => false, isPromiseAll: () => false, isToplevel: () => true,
    toString() {
      const place = this.isNative() ? 'native' : `${this.getFileName() ?? '<anonymous>'}:${this.getLineNumber()}:${this.getColumnNumber()}`;
      const name = this.getFunctionName();
      return name ? `${name} (${place})` : place;
    },
  };
  for (const [name, value] of Object.entries(more)) {
    Object.defineProperty(proto, name, { configurable: true, enumerable: false, writable: true, value });
  }
};

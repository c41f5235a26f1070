// The builtin `util/types`: what values are, whatever their prototypes say.
'use strict';

const inspectable = (make) => {
  // A method or getter of the class that throws for any other object.
  return (value) => {
    if (value === null || typeof value !== 'object') return false;
    try {
      make(value);
      return true;
    } catch {
      return false;
    }
  };
};
const getter = (Class, name) => {
  const { get } = Object.getOwnPropertyDescriptor(Class.prototype, name);
  return inspectable((value) => get.call(value));
};

const tagOf = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(Uint8Array.prototype), Symbol.toStringTag).get;
const hasTag = (...tags) => (value) => value !== null && typeof value === 'object' &&
  tags.includes(Object.prototype.toString.call(value).slice(8, -1));

const types = {
  isDate: inspectable((value) => Date.prototype.getTime.call(value)),
  isRegExp: inspectable((value) => {
    if (value === RegExp.prototype) throw value;
    Object.getOwnPropertyDescriptor(RegExp.prototype, 'hasIndices').get.call(value);
  }),
  isMap: getter(Map, 'size'),
  isSet: getter(Set, 'size'),
  isWeakMap: inspectable((value) => WeakMap.prototype.has.call(value, value)),
  isWeakSet: inspectable((value) => WeakSet.prototype.has.call(value, value)),
  isArrayBuffer: getter(ArrayBuffer, 'byteLength'),
  isSharedArrayBuffer: getter(SharedArrayBuffer, 'byteLength'),
  isAnyArrayBuffer: (value) => types.isArrayBuffer(value) || types.isSharedArrayBuffer(value),
  isDataView: (value) => ArrayBuffer.isView(value) && tagOf.call(value) === undefined,
  isArrayBufferView: (value) => ArrayBuffer.isView(value),
  isTypedArray: (value) => tagOf.call(value) !== undefined,
  isPromise: (value) => value instanceof Promise,
  isProxy: () => false,
  isNativeError: (value) => Error.isError?.(value) ?? value instanceof Error,
  isNumberObject: inspectable((value) => Number.prototype.valueOf.call(value)),
  isStringObject: inspectable((value) => String.prototype.valueOf.call(value)),
  isBooleanObject: inspectable((value) => Boolean.prototype.valueOf.call(value)),
  isBigIntObject: inspectable((value) => BigInt.prototype.valueOf.call(value)),
  isSymbolObject: inspectable((value) => Symbol.prototype.valueOf.call(value)),
  isBoxedPrimitive: (value) => types.isNumberObject(value) || types.isStringObject(value) ||
    types.isBooleanObject(value) || types.isBigIntObject(value) || types.isSymbolObject(value),
  isGeneratorFunction: (value) => typeof value === 'function' &&
    /GeneratorFunction$/.test(Object.prototype.toString.call(value).slice(8, -1)),
  isAsyncFunction: (value) => typeof value === 'function' &&
    /^Async/.test(Object.prototype.toString.call(value).slice(8, -1)),
  isGeneratorObject: hasTag('Generator', 'AsyncGenerator'),
  isMapIterator: hasTag('Map Iterator'),
  isSetIterator: hasTag('Set Iterator'),
  isArgumentsObject: hasTag('Arguments'),
  isModuleNamespaceObject: hasTag('Module'),
  isExternal: (value) => host.natives('system').isExternal(value),
};
for (const name of ['Uint8Array', 'Uint8ClampedArray', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array',
  'Int32Array', 'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
  types[`is${name}`] = (value) => tagOf.call(value) === name;
}

module.exports = types;

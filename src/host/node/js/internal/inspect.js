// How values look when they are printed: what `console` and error messages need of `util.inspect`.
'use strict';

const defaults = {
  showHidden: false, depth: 2, colors: false, customInspect: true, showProxy: false, maxArrayLength: 100,
  maxStringLength: 10000, breakLength: 80, compact: 3, sorted: false, getters: false, numericSeparator: false,
};
const custom = Symbol.for('nodejs.util.inspect.custom');

function inspect(value, options) {
  // As it once was called: (value, showHidden, depth).
  if (typeof options === 'boolean') options = { showHidden: options, depth: arguments[2] ?? 2 };
  const state = { ...defaults, ...options, seen: [], circular: new Map(), indentation: 0, current: 0 };
  if (state.depth === null) state.depth = Infinity;
  return render(value, state, 0);
}
inspect.custom = custom;
inspect.defaultOptions = defaults;

function quote(text) {
  const escaped = text.replace(/[\x00-\x1F\x7F-\x9F\\]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
    (character) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\v': '\\v' })[character] ??
      (character > '\xFF' ? `\\u${character.charCodeAt(0).toString(16)}`
        : `\\x${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`));
  if (!escaped.includes("'")) return `'${escaped}'`;
  if (!escaped.includes('"')) return `"${escaped}"`;
  if (!escaped.includes('`') && !escaped.includes('${')) return `\`${escaped}\``;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

// A text; one that does not fit, a line a line.
function text(value, state) {
  let more = '';
  if (value.length > state.maxStringLength) {
    const count = value.length - state.maxStringLength;
    value = value.slice(0, state.maxStringLength);
    more = `... ${count} more character${count > 1 ? 's' : ''}`;
  }
  if (state.compact === true || value.length <= 16 || value.length <= state.breakLength - state.indentation - 4) return quote(value) + more;
  return value.split(/(?<=\n)/).map(quote).join(` +\n${' '.repeat(state.indentation + 2)}`) + more;
}

function render(value, state, depth) {
  switch (typeof value) {
    case 'string': return text(value, state);
    case 'bigint': return `${value}n`;
    case 'symbol': return value.toString();
    case 'function': return renderObject(value, state, depth);
    case 'object': return value === null ? 'null' : renderObject(value, state, depth);
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    default: return String(value);
  }
}

function functionBase(value, name, tag) {
  const source = Function.prototype.toString.call(value);
  const own = typeof value.name === 'string' && value.name !== '' ? value.name : '';
  if (/^class\b/.test(source)) {
    const base = Object.getPrototypeOf(value)?.name;
    return `[class ${own || '(anonymous)'}${base ? ` extends ${base}` : ''}]`;
  }
  const kind = /^(?:Async|Generator|AsyncGenerator)Function$/.test(tag) ? tag : 'Function';
  return `[${kind}${own === '' ? ' (anonymous)' : `: ${own}`}]${name === null ? ' [null prototype]' : ''}`;
}

function constructorName(value) {
  for (let each = value; each !== null; each = Object.getPrototypeOf(each)) {
    // It may be watched; see `internal/async_promises`.
    const Class = each === Promise.prototype ? Promise : Object.getOwnPropertyDescriptor(each, 'constructor')?.value;
    if (typeof Class === 'function' && Class.name !== '' && value instanceof Class) return Class.name;
  }
  return null;
}

function renderObject(value, state, depth) {
  const own = state.customInspect ? value[custom] : undefined;
  if (typeof own === 'function' && own !== inspect) {
    const options = { ...state, depth: state.depth - depth };
    const shown = own.call(value, options.depth, options, inspect);
    if (shown !== value) {
      return typeof shown === 'string' ? shown.replaceAll('\n', `\n${' '.repeat(state.indentation)}`) : render(shown, state, depth);
    }
  }
  if (state.seen.includes(value)) {
    if (!state.circular.has(value)) state.circular.set(value, state.circular.size + 1);
    return `[Circular *${state.circular.get(value)}]`;
  }

  const types = require('util/types');
  const name = constructorName(value);
  let tag = value[Symbol.toStringTag];
  if (typeof tag !== 'string' || tag === '' || tag === name) tag = '';
  const titled = (fallback, size) => {
    const title = name === null ? `[${fallback}: null prototype] ` : `${name} `;
    const sized = size === undefined ? title : `${title.slice(0, -1)}(${size}) `;
    return tag === '' ? sized : `${sized}[${tag}] `;
  };
  let keys = Reflect.ownKeys(value).filter((key) => state.showHidden || Object.prototype.propertyIsEnumerable.call(value, key));
  let [open, close] = ['{', '}'];
  let prefix = '';
  let base = '';
  let [isList, isPlain] = [false, false];
  let contents = () => [];

  if (Array.isArray(value) || types.isTypedArray(value)) {
    isList = true;
    [open, close] = ['[', ']'];
    keys = keys.filter((key) => typeof key === 'symbol' || (!/^(?:0|[1-9]\d*)$/.test(key) && key !== 'length'));
    if (name !== 'Array' || tag !== '') prefix = titled('Array', value.length);
    contents = () => renderElements(value, state, depth);
  } else if (types.isSet(value)) {
    prefix = titled('Set', value.size);
    contents = () => [...Set.prototype.values.call(value)].map((each) => inner(each, state, depth));
  } else if (types.isMap(value)) {
    prefix = titled('Map', value.size);
    contents = () => [...Map.prototype.entries.call(value)]
      .map(([key, each]) => `${inner(key, state, depth)} => ${inner(each, state, depth)}`);
  } else if (typeof value === 'function') {
    base = functionBase(value, name, tag || name);
  } else if (types.isRegExp(value)) {
    base = RegExp.prototype.toString.call(value);
  } else if (types.isDate(value)) {
    base = Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  } else if (types.isNativeError(value)) {
    base = errorBase(value, keys);
    if (base !== '' && keys.length > 0) keys = keys.filter((key) => !['stack', 'message'].includes(key));
    if (Object.hasOwn(value, 'cause') && !keys.includes('cause')) keys.push('cause');
    if (Array.isArray(value.errors) && !keys.includes('errors')) keys.push('errors');
  } else if (types.isAnyArrayBuffer(value)) {
    prefix = titled('ArrayBuffer');
    const bytes = new Uint8Array(value);
    const shown = Array.from(bytes.subarray(0, 50), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    const more = bytes.length > 50 ? ` ... ${bytes.length - 50} more byte${bytes.length > 51 ? 's' : ''}` : '';
    contents = () => [`[Uint8Contents]: <${shown}${more}>`, `[byteLength]: ${value.byteLength}`];
  } else if (types.isDataView(value)) {
    prefix = titled('DataView');
    contents = () => ['byteLength', 'byteOffset', 'buffer'].map((key) => `[${key}]: ${inner(value[key], state, depth)}`);
  } else if (types.isBoxedPrimitive(value)) {
    const primitive = value.valueOf();
    const kind = typeof primitive === 'bigint' ? 'BigInt' : typeof primitive;
    if (typeof primitive === 'string') keys = keys.filter((key) => typeof key === 'symbol' || !/^\d+$/.test(key));
    base = `[${kind[0].toUpperCase()}${kind.slice(1)}: ${render(primitive, state, depth)}]`;
  } else if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
    prefix = titled('Object');
    contents = () => [value instanceof Promise ? '<state unknown>' : '<items unknown>'];
  } else if (types.isArgumentsObject(value)) {
    prefix = '[Arguments] ';
  } else {
    isPlain = true;
    if (name !== 'Object' || tag !== '') prefix = titled('Object');
  }

  if (keys.length === 0) {
    if (base !== '') return base;
    if (isList ? value.length === 0 : close === '}' && value.size === 0) return `${prefix}${open}${close}`;
    if (!isList && isPlain) return `${prefix}{}`;
  }
  if (depth > state.depth) {
    return `[${isList && name === 'Array' ? 'Array' : titled('Object').slice(0, -1).replace(/^\[(.*)\]$/, '$1')}]`;
  }
  state.seen.push(value);
  state.current = depth;
  const parts = contents();
  for (const key of keys) parts.push(renderProperty(value, key, state, depth));
  state.seen.pop();
  if (parts.length === 0) return `${prefix}${open}${close}`;
  if (state.circular.has(value)) {
    const mark = `<ref *${state.circular.get(value)}> `;
    if (base === '') prefix = mark + prefix;
    else base = mark + base;
  }
  return layOut(parts, base, prefix + open, close, isList && parts.length > 6 && value.length > 6, state, depth, value);
}

function inner(value, state, depth) {
  state.indentation += 2;
  const shown = render(value, state, depth + 1);
  state.indentation -= 2;
  return shown;
}

function layOut(parts, base, open, close, isLongList, state, depth, value) {
  const entries = parts.length;
  if (typeof state.compact === 'number' && state.compact >= 1) {
    if (isLongList) parts = group(parts, state, value);
    if (state.current - depth < state.compact && entries === parts.length) {
      const start = parts.length + state.indentation + open.length + base.length + 10;
      const total = parts.reduce((sum, part) => sum + part.length, parts.length + start);
      const joined = parts.join(', ');
      if (total <= state.breakLength && !base.includes('\n') && !joined.includes('\n')) {
        return `${base === '' ? '' : `${base} `}${open} ${joined} ${close}`;
      }
    }
  }
  const gap = `\n${' '.repeat(state.indentation)}`;
  return `${base === '' ? '' : `${base} `}${open}${gap}  ${parts.join(`,${gap}  `)}${gap}${close}`;
}

// Many short elements in columns.
function group(parts, state, value) {
  const last = parts.at(-1).endsWith('more items') || parts.at(-1).endsWith('more item') ? parts.length - 1 : parts.length;
  const lengths = parts.slice(0, last).map((part) => part.length + 2);
  const longest = Math.max(...lengths);
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (longest * 3 + state.indentation >= state.breakLength || (total / longest <= 5 && longest > 8)) return parts;
  // A square of characters that are two and a half times as high as they are wide.
  const width = Math.max(longest - 3 - Math.sqrt(longest - total / parts.length), 1);
  const columns = Math.min(Math.round(Math.sqrt(2.5 * width * last) / width),
    Math.floor((state.breakLength - state.indentation) / longest), state.compact * 4, 15);
  if (columns <= 1) return parts;
  const widths = [];
  for (let column = 0; column < columns; column++) {
    widths.push(Math.max(...lengths.filter((_, index) => index % columns === column)));
  }
  const isNumeric = Array.prototype.every.call(value, (each) => typeof each === 'number' || typeof each === 'bigint');
  const rows = [];
  for (let index = 0; index < last; index += columns) {
    const end = Math.min(index + columns, last);
    let row = '';
    for (let each = index; each < end - 1; each++) {
      const cell = `${parts[each]}, `;
      row += isNumeric ? cell.padStart(widths[each - index]) : cell.padEnd(widths[each - index]);
    }
    row += isNumeric ? parts[end - 1].padStart(widths[end - 1 - index] - 2) : parts[end - 1];
    rows.push(row);
  }
  return [...rows, ...parts.slice(last)];
}

function renderElements(list, state, depth) {
  const parts = [];
  const most = state.maxArrayLength ?? Infinity;
  let index = 0;
  while (index < list.length && parts.length < most) {
    let holes = 0;
    while (index + holes < list.length && !Object.hasOwn(list, index + holes)) holes++;
    parts.push(holes > 0 ? `<${holes} empty item${holes > 1 ? 's' : ''}>` : inner(list[index], state, depth));
    index += holes || 1;
  }
  const more = list.length - index;
  if (more > 0) parts.push(`... ${more} more item${more > 1 ? 's' : ''}`);
  return parts;
}

function renderProperty(value, key, state, depth) {
  const descriptor = Object.getOwnPropertyDescriptor(value, key) ?? { value: value[key], enumerable: true };
  const name = typeof key === 'symbol' ? key.toString() : /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
  const { get, set } = descriptor;
  const shown = get !== undefined ? (set !== undefined ? '[Getter/Setter]' : '[Getter]')
    : set !== undefined ? '[Setter]' : inner(descriptor.value, state, depth);
  return `${descriptor.enumerable ? name : `[${name}]`}: ${shown}`;
}

// `console.log`'s own formatting.
function format(first, ...values) {
  let text;
  if (typeof first === 'string') {
    text = first.replace(/%[sdifjoOc%]/g, (directive) => {
      if (directive === '%%') return '%';
      if (values.length === 0) return directive;
      const value = values.shift();
      switch (directive) {
        case '%s': return typeof value === 'string' ? value : typeof value === 'object' && value !== null
          ? inspect(value, { depth: 0 }) : inspect(value);
        case '%d': return typeof value === 'bigint' ? `${value}n` : String(Number(value));
        case '%i': return typeof value === 'bigint' ? `${value}n` : String(Number.parseInt(value, 10));
        case '%f': return String(Number.parseFloat(value));
        case '%j': return JSON.stringify(value);
        case '%c': return '';
        default: return inspect(value, { depth: 4 });
      }
    });
  } else {
    text = arguments.length === 0 ? '' : inspect(first);
  }
  for (const value of values) text += ' ' + (typeof value === 'string' ? value : inspect(value));
  return text;
}

// The stack of an error, or its name and message.
function errorBase(error) {
  const stack = typeof error.stack === 'string' ? error.stack.trimEnd() : '';
  const name = String(error.name ?? 'Error');
  const head = error.message === '' ? name : `${name}: ${error.message}`;
  if (stack === '') return `[${head}]`;
  return stack.startsWith(name) ? stack : `${head}\n${stack}`;
}

// An error with its stack, as an uncaught one is printed.
function describeError(error) {
  return error instanceof Error ? inspect(error) : `Uncaught ${inspect(error)}`;
}

// What Node.js's messages say of an argument of the wrong type.
function received(value) {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value === 'object') {
    const name = constructorName(value);
    return name === null ? inspect(value, { depth: -1 }) : `an instance of ${name}`;
  }
  return `type ${typeof value} (${inspect(value)})`;
}

const formatWithOptions = (options, ...values) => format(...values);

module.exports = { inspect, format, formatWithOptions, describeError, received };

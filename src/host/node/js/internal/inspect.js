// How values look when they are printed: what `console` and error messages need of `util.inspect`.
'use strict';

const LINE = 72;

function inspect(value, options = {}) {
  return render(value, { depth: options?.depth === null ? Infinity : options?.depth ?? 2, seen: [] }, 0, 0);
}

function quote(text) {
  const escaped = text.replace(/[\\\n\r\t\b\f\v\0]/g, (character) => ({
    '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f', '\v': '\\v',
    '\0': '\\x00',
  })[character]);
  if (!escaped.includes("'")) return `'${escaped}'`;
  if (!escaped.includes('"')) return `"${escaped}"`;
  if (!escaped.includes('`')) return `\`${escaped}\``;
  return `'${escaped.replaceAll("'", "\\'")}'`;
}

function render(value, state, depth, indentation) {
  switch (typeof value) {
    case 'string': return quote(value);
    case 'bigint': return `${value}n`;
    case 'symbol': return value.toString();
    case 'function': return renderFunction(value);
    case 'object': return value === null ? 'null' : renderObject(value, state, depth, indentation);
    case 'number': return Object.is(value, -0) ? '-0' : String(value);
    default: return String(value);
  }
}

function renderFunction(value) {
  const isClass = /^class\b/.test(Function.prototype.toString.call(value));
  const name = typeof value.name === 'string' && value.name !== '' ? value.name : '(anonymous)';
  return isClass ? `[class ${name}]` : `[Function${name === '(anonymous)' ? ' ' : ': '}${name}]`;
}

function constructorName(value) {
  for (let each = value; each !== null; each = Object.getPrototypeOf(each)) {
    const descriptor = Object.getOwnPropertyDescriptor(each, 'constructor');
    if (typeof descriptor?.value === 'function' && descriptor.value.name !== '') {
      return descriptor.value.name;
    }
  }
  return null;
}

function renderObject(value, state, depth, indentation) {
  if (state.seen.includes(value)) return '[Circular *1]';
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  if (value instanceof RegExp) return String(value);
  const name = constructorName(value);
  const isArray = Array.isArray(value);
  if (depth > state.depth) return isArray ? '[Array]' : `[${name ?? 'Object: null prototype'}]`;

  state.seen.push(value);
  const inner = (each) => render(each, state, depth + 1, indentation + 2);
  const parts = [];
  let prefix = '';
  if (isArray) {
    prefix = name === 'Array' ? '' : `${name}(${value.length}) `;
    renderElements(value, parts, inner);
  } else if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    prefix = `${name}(${value.length}) `;
    renderElements(value, parts, inner);
  } else if (value instanceof Map) {
    prefix = `Map(${value.size}) `;
    for (const [key, each] of value) parts.push(`${inner(key)} => ${inner(each)}`);
  } else if (value instanceof Set) {
    prefix = `Set(${value.size}) `;
    for (const each of value) parts.push(inner(each));
  } else if (name !== 'Object') {
    prefix = name === null ? '[Object: null prototype] ' : `${name} `;
  }
  const hasElements = isArray || ArrayBuffer.isView(value);
  for (const key of Reflect.ownKeys(value)) {
    if (hasElements && typeof key === 'string' && /^\d+$/.test(key)) continue;
    const descriptor = Object.getOwnPropertyDescriptor(value, key);
    if (!descriptor.enumerable) continue;
    parts.push(`${renderKey(key)}: ${renderProperty(descriptor, inner)}`);
  }
  state.seen.pop();

  const [open, close] = hasElements ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return `${prefix}${open}${close}`;
  const oneLine = `${prefix}${open} ${parts.join(', ')} ${close}`;
  if (oneLine.length + indentation <= LINE && !oneLine.includes('\n')) return oneLine;
  const gap = ' '.repeat(indentation + 2);
  return `${prefix}${open}\n${gap}${parts.join(`,\n${gap}`)}\n${' '.repeat(indentation)}${close}`;
}

function renderElements(list, parts, inner) {
  const shown = Math.min(list.length, 100);
  for (let index = 0; index < shown; index++) {
    parts.push(index in list ? inner(list[index]) : '<1 empty item>');
  }
  if (list.length > shown) {
    const more = list.length - shown;
    parts.push(`... ${more} more item${more === 1 ? '' : 's'}`);
  }
}

function renderKey(key) {
  if (typeof key === 'symbol') return `[${key.toString()}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : quote(key);
}

function renderProperty({ get, set, value }, inner) {
  if (get !== undefined) return set !== undefined ? '[Getter/Setter]' : '[Getter]';
  return set !== undefined ? '[Setter]' : inner(value);
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
          ? inspect(value, { depth: 0 }) : render(value, { depth: 0, seen: [] }, 0, 0);
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

// An error with its stack, as an uncaught one is printed.
function describeError(error) {
  if (!(error instanceof Error)) return `Uncaught ${inspect(error)}`;
  const stack = typeof error.stack === 'string' ? error.stack.trimEnd() : '';
  const name = error.name ?? 'Error';
  const head = error.message === '' ? String(name) : `${name}: ${error.message}`;
  let text = stack === '' ? head : stack.startsWith(String(name)) ? stack : `${head}\n${stack}`;
  const extra = Object.keys(error).filter((key) => key !== 'stack' && key !== 'message');
  if (extra.length > 0) {
    text += ' {\n' + extra.map((key) => `  ${renderKey(key)}: ${inspect(error[key], { depth: 0 })}`)
      .join(',\n') + '\n}';
  }
  if (error.cause !== undefined) text += `\n[cause]: ${inspect(error.cause)}`;
  return text;
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

module.exports = { inspect, format, describeError, received };

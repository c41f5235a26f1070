// The builtin `querystring`.
'use strict';

function escape(text) {
  if (typeof text !== 'string') text = typeof text === 'object' ? String(text) : `${text}`;
  try {
    return encodeURIComponent(text);
  } catch {
    throw require('internal/errors').coded(URIError, 'ERR_INVALID_URI', 'URI malformed');
  }
}

// Escaped bytes; what is no escape stays.
function unescapeBuffer(text) {
  return Buffer.from(text.replace(/[^\x00-\x7F]/g, (character) => Buffer.from(character).toString('latin1'))
    .replace(/%([0-9A-Fa-f]{2})/g, (_, digits) => String.fromCharCode(Number.parseInt(digits, 16))), 'latin1');
}

function unescape(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return querystring.unescapeBuffer(text).toString();
  }
}

function primitive(value) {
  switch (typeof value) {
    case 'string': return value;
    case 'number': return Number.isFinite(value) ? `${value}` : '';
    case 'bigint': case 'boolean': return `${value}`;
    default: return '';
  }
}

function stringify(object, separator, equals, options) {
  const encode = typeof options?.encodeURIComponent === 'function' ? options.encodeURIComponent : querystring.escape;
  if (object === null || typeof object !== 'object') return '';
  return Object.entries(object).flatMap(([name, value]) => (Array.isArray(value) ? value : [value])
    .map((each) => `${encode(primitive(name))}${equals || '='}${encode(primitive(each))}`)).join(separator || '&');
}

function parse(text, separator, equals, options) {
  const found = Object.create(null);
  if (typeof text !== 'string' || text === '') return found;
  const most = typeof options?.maxKeys === 'number' ? options.maxKeys : 1000;
  const custom = typeof options?.decodeURIComponent === 'function' ? options.decodeURIComponent : undefined;
  const decode = (part) => {
    try {
      return (custom ?? querystring.unescape)(part.replaceAll('+', custom ? '%20' : ' '));
    } catch {
      return querystring.unescape(part);
    }
  };
  let parts = text.split(separator || '&');
  if (most > 0) parts = parts.slice(0, most);
  for (const part of parts) {
    if (part === '') continue;
    const sign = `${equals || '='}`;
    const at = part.indexOf(sign);
    const name = decode(at < 0 ? part : part.slice(0, at));
    const value = at < 0 ? '' : decode(part.slice(at + sign.length));
    if (!(name in found)) found[name] = value;
    else if (Array.isArray(found[name])) found[name].push(value);
    else found[name] = [found[name], value];
  }
  return found;
}

const querystring = module.exports = {
  unescapeBuffer, unescape, escape, stringify, encode: stringify, parse, decode: parse,
};

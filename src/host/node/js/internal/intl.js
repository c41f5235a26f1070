// The global `Intl`, which the engine has not: what programs ask for while they are loaded, in English alone.
// What needs the tables of languages says that it is not there.
'use strict';

const { notProvided, outOfRange } = require('internal/errors');

const localesOf = (locales) => (locales === undefined ? [] : [locales].flat().map(String));

class Formatter {
  #options;
  constructor(locales, options) { this.#options = { locale: localesOf(locales)[0] ?? 'en-US', ...options }; }
  resolvedOptions() { return { ...this.#options }; }
  static supportedLocalesOf(locales) { return localesOf(locales); }
}

// Functions that need more than is here.
function without(Class, ...names) {
  for (const name of names) {
    const value = { [name]() { throw notProvided(`Intl.${Class.name}.prototype.${name}`); } }[name];
    Object.defineProperty(Class.prototype, name, { configurable: true, writable: true, value });
  }
  return Class;
}

function digitsOf(options, name, fallback) {
  const value = options?.[name] ?? fallback;
  if (!(value >= 0 && value <= 100)) throw outOfRange(name, '>= 0 and <= 100', value);
  return Math.floor(value);
}

class NumberFormat extends Formatter {
  #least;
  #most;
  constructor(locales, options) {
    const style = options?.style ?? 'decimal';
    const usual = style === 'percent' ? 0 : 3;
    const least = digitsOf(options, 'minimumFractionDigits', Math.min(0, options?.maximumFractionDigits ?? 0));
    const most = digitsOf(options, 'maximumFractionDigits', Math.max(least, usual));
    super(locales, {
      numberingSystem: 'latn', style, notation: 'standard', ...options, minimumFractionDigits: least, maximumFractionDigits: most,
    });
    if (least > most) throw outOfRange('maximumFractionDigits', `>= ${least}`, most);
    [this.#least, this.#most] = [least, most];
    Object.defineProperty(this, 'format', { configurable: true, value: (value) => this.#format(value) });
  }

  #format(value) {
    const { style, notation, useGrouping } = this.resolvedOptions();
    if (!['decimal', 'percent'].includes(style) || notation !== 'standard') {
      throw notProvided(`Intl.NumberFormat of style '${style}' and notation '${notation}'`);
    }
    if (typeof value !== 'bigint') value = Number(value) * (style === 'percent' ? 100 : 1);
    if (Number.isNaN(value)) return 'NaN';
    let text = String(value);
    if (typeof value === 'number') text = Number.isFinite(value) ? value.toFixed(this.#most) : text.replace('Infinity', '∞');
    let [whole, fraction = ''] = text.split('.');
    fraction = fraction.slice(0, this.#least) + fraction.slice(this.#least).replace(/0+$/, '');
    fraction = fraction.padEnd(this.#least, '0');
    if (useGrouping !== false) whole = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return `${whole}${fraction && `.${fraction}`}${style === 'percent' ? '%' : ''}`;
  }
}

function timeZone() {
  if (process.env.TZ) return process.env.TZ.replace(/^:/, '');
  try {
    return /zoneinfo\/(.+)$/.exec(require('fs').readlinkSync('/etc/localtime'))[1].replace('Etc/UTC', 'UTC');
  } catch {
    return 'UTC';
  }
}

class DateTimeFormat extends Formatter {
  constructor(locales, options) { super(locales, { calendar: 'gregory', numberingSystem: 'latn', timeZone: timeZone(), ...options }); }
}

class Collator extends Formatter {
  constructor(locales, options) { super(locales, { usage: 'sort', sensitivity: 'variant', ...options }); }
  get compare() { return (a, b) => String(a).localeCompare(String(b)); }
}

class PluralRules extends Formatter {
  constructor(locales, options) { super(locales, { type: 'cardinal', ...options }); }
  select(number) {
    if (this.resolvedOptions().type === 'cardinal') return number === 1 ? 'one' : 'other';
    if (number % 100 > 10 && number % 100 < 14) return 'other';
    return ['other', 'one', 'two', 'few'][number % 10] ?? 'other';
  }
}

class ListFormat extends Formatter {
  constructor(locales, options) { super(locales, { type: 'conjunction', style: 'long', ...options }); }
  format(list) {
    const parts = [...list];
    const { type } = this.resolvedOptions();
    const word = { conjunction: ' and ', disjunction: ' or ', unit: ', ' }[type];
    if (parts.length < 3) return parts.join(word);
    return `${parts.slice(0, -1).join(', ')},${type === 'unit' ? ' ' : word}${parts.at(-1)}`;
  }
}

class Segmenter extends Formatter {
  constructor(locales, options) { super(locales, { granularity: 'grapheme', ...options }); }
}
class RelativeTimeFormat extends Formatter {}
class DisplayNames extends Formatter {}

// The old ones are called without `new`, too.
const callable = (Class) => new Proxy(Class, { apply: (target, _, values) => new Class(...values) });

const Intl = {
  getCanonicalLocales: localesOf,
  supportedValuesOf() { throw notProvided('Intl.supportedValuesOf'); },
  NumberFormat: callable(without(NumberFormat, 'formatToParts', 'formatRange')),
  DateTimeFormat: callable(without(DateTimeFormat, 'format', 'formatToParts', 'formatRange')),
  Collator: callable(Collator),
  PluralRules: without(PluralRules, 'selectRange'),
  ListFormat: without(ListFormat, 'formatToParts'),
  Segmenter: without(Segmenter, 'segment'),
  RelativeTimeFormat: without(RelativeTimeFormat, 'format', 'formatToParts'),
  DisplayNames: without(DisplayNames, 'of'),
};
for (const name of Object.keys(Intl)) Object.defineProperty(Intl, name, { enumerable: false });
Object.defineProperty(Intl, Symbol.toStringTag, { configurable: true, value: 'Intl' });

module.exports = { Intl };

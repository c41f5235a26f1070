// The global `Intl`, which the engine has not: what programs ask for while they are loaded, in English alone.
// What needs the tables of languages says that it is not there.
'use strict';

const { notProvided, outOfRange } = require('internal/errors');

const localesOf = (locales) => (locales === undefined ? [] : [locales].flat().map(String));
// Who asks for another language is told that this is the one.
const knownOf = (locales) => localesOf(locales).filter((locale) => locale === 'en' || locale === 'en-US');

class Formatter {
  #options;
  constructor(locales, options) { this.#options = { ...options, locale: knownOf(locales)[0] ?? 'en-US' }; }
  resolvedOptions() { return { ...this.#options }; }
  static supportedLocalesOf(locales) { return knownOf(locales); }
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

// The digits of a number times 10 ** shift, before and behind the point; half a digit is rounded up. What counts
// is the number as it is written, not the one that the engine has.
function rounded(value, shift, most) {
  const [text, exponent] = typeof value === 'bigint' ? [`${value}`, 0] : value.toExponential().split('e');
  const [whole, fraction = ''] = text.replace('-', '').split('.');
  const scale = BigInt(Number(exponent) - fraction.length + shift + most);
  const power = 10n ** (scale < 0n ? -scale : scale);
  const all = BigInt(whole + fraction);
  const digits = `${scale < 0n ? (all + power / 2n) / power : all * power}`.padStart(most + 1, '0');
  return [digits.slice(0, digits.length - most), digits.slice(digits.length - most)];
}

// The options that numbers are written by here.
const numberOptions = ['style', 'notation', 'useGrouping', 'minimumFractionDigits', 'maximumFractionDigits', 'localeMatcher'];

class NumberFormat extends Formatter {
  #unknown;
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
    this.#unknown = Object.keys(options ?? {}).find((name) => options[name] !== undefined &&
      (!numberOptions.includes(name) || options[name] === 'min2'));
    Object.defineProperty(this, 'format', { configurable: true, value: (value) => this.#format(value) });
  }

  #format(value) {
    const { style, notation, useGrouping } = this.resolvedOptions();
    if (!['decimal', 'percent'].includes(style) || notation !== 'standard' || this.#unknown !== undefined) {
      throw notProvided(`Intl.NumberFormat of style '${style}' and notation '${notation}'` +
        (this.#unknown === undefined ? '' : ` with the option '${this.#unknown}'`));
    }
    if (typeof value !== 'bigint') value = Number(value);
    const sign = value < 0 || Object.is(value, -0) ? '-' : '';
    const behind = style === 'percent' ? '%' : '';
    if (Number.isNaN(value)) return `NaN${behind}`;
    if (value === Infinity || value === -Infinity) return `${sign}∞${behind}`;
    let [whole, fraction] = rounded(value, style === 'percent' ? 2 : 0, this.#most);
    fraction = fraction.slice(0, this.#least) + fraction.slice(this.#least).replace(/0+$/, '');
    if (useGrouping !== false) whole = whole.replace(/\B(?=(\d{3})+$)/g, ',');
    return `${sign}${whole}${fraction && `.${fraction}`}${behind}`;
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

// Small letters in their order; what languages order otherwise is not known here.
function compare(a, b) {
  if (a === b) return 0;
  if (/^[a-z0-9]*$/.test(a) && /^[a-z0-9]*$/.test(b)) return a < b ? -1 : 1;
  throw notProvided('Intl.Collator.prototype.compare of other texts than small letters and digits');
}

class Collator extends Formatter {
  constructor(locales, options) { super(locales, { usage: 'sort', sensitivity: 'variant', ...options }); }
  get compare() {
    const { numeric, caseFirst, ignorePunctuation, sensitivity } = this.resolvedOptions();
    if (numeric || ignorePunctuation || sensitivity !== 'variant' || (caseFirst ?? 'false') !== 'false') {
      return () => { throw notProvided('Intl.Collator.prototype.compare with these options'); };
    }
    return (a, b) => compare(String(a), String(b));
  }
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
    const { type, style } = this.resolvedOptions();
    if (style !== 'long') throw notProvided(`Intl.ListFormat of style '${style}'`);
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

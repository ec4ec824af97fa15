/** One text for one result, whichever language gave it. The runners write the same form themselves; a test holds the three together. */
import { createHash } from 'node:crypto';

/** Texts longer than this are shown in part and told apart by their hash. */
const LONGEST = 2000;
const SHOWN = 160;

/**
 * Canonical text of a value that was read from a source: null (None, undefined), booleans, numbers (whole ones as integers), bigint,
 * strings, arrays, plain objects, Map, Set, Date, Uint8Array. Python's tuples and whole floats have forms of their own (`(1,2)`, `2.0`)
 * which a value read from text has lost: compare with `looseForm`.
 */
export function canonicalValue(value: unknown): string {
  const text = written(value);
  return text.length <= LONGEST ? text : `${text.slice(0, SHOWN)}...#${hashOf(text)}`;
}

/** First 16 hexadecimal digits of SHA-256. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

function written(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
  if (value instanceof Set) return `set{${[...value].map(written).sort(byCode).join(',')}}`;
  if (value instanceof Map) return `{${pairs([...value])}}`;
  if (value instanceof Date) return `date:${value.toISOString()}`;
  if (value instanceof Uint8Array) return `bytes:${Buffer.from(value).toString('hex')}`;
  return typeof value === 'object' ? `{${pairs(Object.entries(value))}}` : `<${typeof value}>`;
}

function pairs(entries: readonly (readonly [unknown, unknown])[]): string {
  return entries
    .map(([key, value]) => `${written(key)}:${written(value)}`)
    .sort(byCode)
    .join(',');
}

function byCode(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\uffff]/g,
    (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Floats to 9 significant digits: what differs behind them is the order of additions. A product of two prices often lies right between two such
 * numbers, and what is a little above and what is a little below would be told apart: so all are moved up by less than the last digit first.
 */
function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Number.isSafeInteger(value)) return value === 0 ? '0' : String(value);
  const [mantissa = '', power = '0'] = Math.min(Number.MAX_VALUE, Math.abs(value) * (1 + 1e-11))
    .toExponential(8)
    .split('e');
  const exponent = Number(power);
  const digits = mantissa.replace('.', '').replace(/0+$/, '');
  const sign = value < 0 ? '-' : '';
  if (exponent < -5 || exponent >= 16) {
    return `${sign}${digits.charAt(0)}${digits.length > 1 ? `.${digits.slice(1)}` : ''}e${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return `${sign}${digits.padEnd(exponent + 1, '0')}.0`;
  return `${sign}${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|\bundefined\b|\bmap(?=\{)|(?<![\w#])-?\d+\.0(?![\d\w])|[()]/g;

/** The text without what a literal of a source cannot tell: tuples are lists, `2.0` is `2`, Maps are objects, undefined is null. */
export function looseForm(canonical: string): string {
  return canonical.replace(TOKENS, (token) => {
    if (token.startsWith('"')) return token;
    if (token === 'undefined') return 'null';
    if (token === 'map') return '';
    if (token === '(') return '[';
    return token === ')' ? ']' : token.slice(0, -2);
  });
}

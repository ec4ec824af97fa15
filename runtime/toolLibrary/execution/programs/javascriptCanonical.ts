/** One text for one result: the same form as `canonicalValue.ts` and `pythonCanonical.ts` write. A part of the JavaScript runner. */
export const JAVASCRIPT_CANONICAL = String.raw`
const LONGEST = 2000, SHOWN = 160, NODES = 100000, DEEPEST = 60, TAKEN = 1000;
class TooLarge extends Error {}
const digest = (text) => crypto.createHash('sha256').update(text).digest('hex').slice(0, 16);
const quote = (text) => JSON.stringify(text).replace(/[\u007f-\uffff]/g, (each) => '\\u' + each.charCodeAt(0).toString(16).padStart(4, '0'));
function numberText(x) {
  if (Number.isNaN(x)) return 'nan';
  if (!Number.isFinite(x)) return x > 0 ? 'inf' : '-inf';
  if (Number.isSafeInteger(x)) return x === 0 ? '0' : String(x);
  const [mantissa, exponent] = Math.min(Number.MAX_VALUE, Math.abs(x) * (1 + 1e-11)).toExponential(8).split('e');
  const e = Number(exponent), digits = mantissa.replace('.', '').replace(/0+$/, ''), sign = x < 0 ? '-' : '';
  if (e < -5 || e >= 16) return sign + digits[0] + (digits.length > 1 ? '.' + digits.slice(1) : '') + 'e' + e;
  if (e < 0) return sign + '0.' + '0'.repeat(-e - 1) + digits;
  return sign + (digits.length <= e + 1 ? digits.padEnd(e + 1, '0') + '.0' : digits.slice(0, e + 1) + '.' + digits.slice(e + 1));
}
function bigText(x) {
  const hex = (x < 0n ? '-0x' : '0x') + (x < 0n ? -x : x).toString(16);
  return hex.length < 1024 ? String(x) : 'int#' + digest(hex);
}
class Writer {
  nodes = 0;
  open = new Set();
  text(v, depth = 0) {
    if (v === undefined) return 'undefined';
    if (v === null) return 'null';
    if (typeof v === 'boolean') return String(v);
    if (typeof v === 'number') return numberText(v);
    if (typeof v === 'bigint') return bigText(v);
    if (typeof v === 'string') return quote(v);
    if (typeof v === 'symbol') return '<symbol>';
    if (typeof v === 'function') return '<function>';
    if (++this.nodes > NODES) throw new TooLarge();
    if (this.open.has(v)) return '<cycle>';
    if (depth > DEEPEST) return '<deep>';
    this.open.add(v);
    try { return this.compound(v, depth + 1); } finally { this.open.delete(v); }
  }
  items(values, depth) { return Array.from(values, (each) => this.text(each, depth)).join(','); }
  pairs(pairs, depth) { return Array.from(pairs, ([key, value]) => this.text(key, depth) + ':' + this.text(value, depth)).sort(byCode).join(','); }
  compound(v, depth) {
    if (Array.isArray(v)) return '[' + this.items(v, depth) + ']';
    const proto = Object.getPrototypeOf(v);
    if (proto === null || proto === Object.prototype) return '{' + this.pairs(Object.entries(v), depth) + '}';
    const name = proto.constructor?.name || 'Object';
    if (v instanceof Map) return 'map{' + this.pairs(v, depth) + '}';
    if (v instanceof Set) return 'set{' + Array.from(v, (each) => this.text(each, depth)).sort(byCode).join(',') + '}';
    if (v instanceof RealDate) return 'date:' + (Number.isNaN(v.getTime()) ? 'invalid' : v.toISOString());
    if (v instanceof Uint8Array || v instanceof ArrayBuffer) { const held = Buffer.from(v); return 'bytes:' + (held.length < 500 ? held.toString('hex') : '#' + digest(held)); }
    if (ArrayBuffer.isView(v) && 'length' in v) return 'array[' + this.items(v, depth) + ']';
    if (v instanceof Error) return 'error:' + name;
    if (v instanceof RegExp) return 'regexp:' + quote(String(v));
    if (v instanceof Number || v instanceof String || v instanceof Boolean) return this.text(v.valueOf(), depth);
    if (typeof v.next === 'function' && typeof v[Symbol.iterator] === 'function') return 'iter[' + this.items(taken(v), depth) + ']';
    if (typeof v.toJSON === 'function') return name + ':' + this.text(v.toJSON(), depth);
    return name + '{' + this.pairs(Object.entries(v), depth) + '}';
  }
}
// Sorted as Python sorts: by code points, which for escaped text are code units.
const byCode = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
function* taken(values) { let count = 0; for (const each of values) { if (count++ >= TAKEN) return; yield each; } }
const bounded = (text) => (text.length <= LONGEST ? text : text.slice(0, SHOWN) + '...#' + digest(text));
function canonical(v) {
  try { return bounded(new Writer().text(v)); } catch (error) {
    if (!(error instanceof TooLarge)) throw error;
    return '<large ' + (v?.constructor?.name ?? 'object') + (v?.length === undefined ? '' : ' ' + v.length) + '>';
  }
}
`;

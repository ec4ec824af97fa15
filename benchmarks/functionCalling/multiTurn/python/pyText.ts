/** Values as Python prints them. */
import { JsonNumber, pythonJson, type ExactJson } from '../../../../runtime/functionCalling';
import { PyError } from './pyError';
import { fromExact, PyOther, type PyKey, type PyValue } from './pyValue';

/** Python's `str`. */
export function pyStr(value: PyValue): string {
  return typeof value === 'string' ? value : pyRepr(value);
}

/** Python's `repr`. */
export function pyRepr(value: PyValue | PyKey): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return floatRepr(value);
  if (typeof value === 'string') return textRepr(value);
  if (value instanceof PyOther) return value.repr;
  if (Array.isArray(value)) return `[${value.map(pyRepr).join(', ')}]`;
  return `{${[...value].map(([key, member]) => `${pyRepr(key)}: ${pyRepr(member)}`).join(', ')}}`;
}

/** Python's `json.dumps`: characters outside ASCII are escaped. */
export function pyJson(value: PyValue): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? floatRepr(value) : jsonInfinity(value);
  if (typeof value === 'string') return asciiJson(value);
  if (value instanceof PyOther) throw new PyError('TypeError', `${value.repr} is not JSON serializable`);
  if (Array.isArray(value)) return `[${value.map(pyJson).join(', ')}]`;
  return `{${[...value].map(([key, member]) => `${asciiJson(String(key))}: ${pyJson(member)}`).join(', ')}}`;
}

function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[\u007f-\uffff]/g, escaped);
}

const escaped = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;

function jsonInfinity(value: number): string {
  return Number.isNaN(value) ? 'NaN' : value > 0 ? 'Infinity' : '-Infinity';
}

export function floatRepr(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (Object.is(value, -0)) return '-0.0';
  const literal = String(value);
  return pythonJson(new JsonNumber(/^-?\d+$/.test(literal) ? `${literal}.0` : literal));
}

/** In single quotes, unless only those are inside. */
function textRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const inside = Array.from(text, (char) => {
    const known = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', [quote]: `\\${quote}` }[char];
    if (known !== undefined) return known;
    const code = char.codePointAt(0) ?? 0;
    if (code < 0x20 || (code >= 0x7f && code <= 0xa0) || code === 0xad)
      return `\\x${code.toString(16).padStart(2, '0')}`;
    return char;
  });
  return `${quote}${inside.join('')}${quote}`;
}

/** JSON as Python's `str` would print it once it is read. */
export function pyText(value: ExactJson): string {
  return pyRepr(fromExact(value));
}

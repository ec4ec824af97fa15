import { isExactArray, JsonNumber, type ExactJson } from './exactJson';

/**
 * Writes JSON as Python's `json.dumps(value, ensure_ascii=False)` does: the form that models of this kind were trained on.
 * @param indent spaces of a level; without it everything is on one line, with `, ` and `: `
 */
export function pythonJson(value: ExactJson, indent?: number): string {
  return written(value, indent, 0);
}

function written(value: ExactJson, indent: number | undefined, depth: number): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof JsonNumber) return pythonNumber(value);
  const list = isExactArray(value);
  const members = list
    ? value.map((item) => written(item, indent, depth + 1))
    : [...value].map(([key, member]) => `${JSON.stringify(key)}: ${written(member, indent, depth + 1)}`);
  const [open, close] = list ? '[]' : '{}';
  if (members.length === 0 || indent === undefined) return `${open}${members.join(', ')}${close}`;
  const line = (level: number) => `\n${' '.repeat(indent * level)}`;
  return `${open}${line(depth + 1)}${members.join(`,${line(depth + 1)}`)}${line(depth)}${close}`;
}

/** Python's integers have no bound, its floats are written by `repr`. */
function pythonNumber(number: JsonNumber): string {
  if (number.isInteger) return String(BigInt(number.literal));
  const { value } = number;
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [digits = '', exponentText = '0'] = Math.abs(value).toExponential().replace('.', '').split('e');
  const sign = value < 0 ? '-' : '';
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/**
 * Values of Python, as far as JSON and calls know them. Whole numbers are bigint and floats are number, so that `3` and `3.0`
 * stay different: results are compared by their text. Lists and dicts are shared and changed as in Python.
 */
import { isExactArray, isExactObject, JsonNumber, type ExactJson } from '../../../../runtime/functionCalling';

export type PyKey = string | bigint;
export type PyNumber = boolean | bigint | number;
export type PyValue = null | PyNumber | string | PyOther | PyList | PyDict;
export type PyList = PyValue[];
export type PyDict = Map<PyKey, PyValue>;

/** A value of a class of its own, known by how Python prints it; `json.dumps` refuses it. */
export class PyOther {
  constructor(readonly repr: string) {}
}

export function isPyNumber(value: PyValue | undefined): value is PyNumber {
  return typeof value === 'boolean' || typeof value === 'bigint' || typeof value === 'number';
}

export function pyDict(members: Readonly<Record<string, PyValue>> = {}): PyDict {
  return new Map(Object.entries(members));
}

/** Python's `==`: 1, 1.0 and True are equal; dicts have no order. */
export function pyEqual(a: PyValue, b: PyValue): boolean {
  // Also between bigint and number by their mathematical values, and never for NaN.
  if (isPyNumber(a) && isPyNumber(b)) return comparable(a) <= comparable(b) && comparable(a) >= comparable(b);
  if (Array.isArray(a)) {
    return Array.isArray(b) && a.length === b.length && a.every((item, index) => pyEqual(item, b[index] ?? null));
  }
  if (a instanceof Map) {
    return (
      b instanceof Map &&
      a.size === b.size &&
      [...a].every(([key, value]) => {
        const other = b.get(key);
        return other !== undefined && pyEqual(value, other);
      })
    );
  }
  if (a instanceof PyOther) return b instanceof PyOther && a.repr === b.repr;
  return a === b;
}

/** For `<` and the like of JavaScript, which compare bigint and number by their mathematical values. */
export function comparable(value: PyNumber): bigint | number {
  return typeof value === 'boolean' ? BigInt(value) : value;
}

/** Python's `in` for lists. */
export function isIn(value: PyValue, list: Iterable<PyValue>): boolean {
  for (const each of list) if (pyEqual(value, each)) return true;
  return false;
}

/** Whether `if value:` holds. */
export function isTruthy(value: PyValue): boolean {
  if (value instanceof Map) return value.size > 0;
  if (Array.isArray(value)) return value.length > 0;
  return Boolean(value);
}

/** @returns undefined for what is no key of a dict here: lists, dicts, fractions, None */
export function pyKey(value: PyValue): PyKey | undefined {
  if (typeof value === 'string' || typeof value === 'bigint') return value;
  if (typeof value === 'boolean') return BigInt(value);
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}

/** A new value each time: nothing is shared with `value`. */
export function fromExact(value: ExactJson): PyValue {
  if (value instanceof JsonNumber) return value.isInteger ? BigInt(value.literal) : value.value;
  if (isExactArray(value)) return value.map(fromExact);
  if (isExactObject(value)) return new Map([...value].map(([key, member]) => [key, fromExact(member)]));
  return value;
}

/** The way back; what JSON does not have becomes its text. */
export function toExact(value: PyValue): ExactJson {
  if (typeof value === 'bigint') return new JsonNumber(String(value));
  if (typeof value === 'number') return floatLiteral(value);
  if (value instanceof PyOther) return value.repr;
  if (Array.isArray(value)) return value.map(toExact);
  if (value instanceof Map) return new Map([...value].map(([key, member]) => [String(key), toExact(member)]));
  return value;
}

function floatLiteral(value: number): ExactJson {
  const literal = String(value);
  if (!Number.isFinite(value)) return literal;
  return new JsonNumber(/^-?\d+$/.test(literal) ? `${literal}.0` : literal);
}

/** Python's `deepcopy`. */
export function deepCopy(value: PyValue): PyValue {
  if (Array.isArray(value)) return value.map(deepCopy);
  if (value instanceof Map) return new Map([...value].map(([key, member]) => [key, deepCopy(member)]));
  return value;
}

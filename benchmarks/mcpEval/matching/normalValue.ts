import { pythonStrip } from '../../../runtime/functionCalling';
import type { Json } from '../../core/runs/types';

/** A value as the reference compares it: texts trimmed and in lower case, booleans as numbers, all the way down. */
export type NormalValue = null | number | string | readonly NormalValue[] | ReadonlyMap<string, NormalValue>;

export function normalValue(value: Json): NormalValue {
  if (typeof value === 'string') return normalText(value);
  // Python's booleans are integers.
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === null || typeof value === 'number') return value;
  if (isList(value)) return value.map(normalValue);
  return new Map(Object.entries(value).map(([key, each]) => [normalText(key), normalValue(each)]));
}

/** Python's `==`: numbers exactly, lists by order, objects by keys. */
export function equalValues(a: NormalValue, b: NormalValue): boolean {
  if (isNormalList(a) && isNormalList(b)) {
    return a.length === b.length && a.every((each, index) => equalValues(each, b[index] ?? null));
  }
  if (isNormalObject(a) && isNormalObject(b)) {
    return a.size === b.size && [...a].every(([key, each]) => b.has(key) && equalValues(each, b.get(key) ?? null));
  }
  return a === b;
}

const normalText = (text: string) => pythonStrip(text).toLowerCase();
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
const isNormalList = (value: NormalValue): value is readonly NormalValue[] => Array.isArray(value);
const isNormalObject = (value: NormalValue): value is ReadonlyMap<string, NormalValue> => value instanceof Map;

/** Values of `initial_config`; a member that is there counts, also when it is null. */
import { type PyDict, type PyList, type PyValue } from '../python/pyValue';

export function member(config: PyDict, name: string, fallback: PyValue): PyValue {
  const value = config.get(name);
  return value === undefined ? fallback : value;
}

export function dictMember(config: PyDict, name: string, fallback: PyDict): PyDict {
  const value = config.get(name);
  return value instanceof Map ? value : fallback;
}

export function listMember(config: PyDict, name: string, fallback: PyList): PyList {
  const value = config.get(name);
  return Array.isArray(value) ? value : fallback;
}

export function wholeMember(config: PyDict, name: string, fallback: bigint): bigint {
  const value = config.get(name);
  return typeof value === 'bigint' ? value : fallback;
}

/** Names of members that are whole numbers in digits become whole numbers. */
export function withWholeKeys(dict: PyDict): PyDict {
  return new Map(
    [...dict].map(([key, value]) => [typeof key === 'string' && /^\d+$/.test(key) ? BigInt(key) : key, value]),
  );
}

/** A member of a dict that may be none. */
export function of(value: PyValue | undefined, name: string): PyValue {
  return value instanceof Map ? (value.get(name) ?? null) : null;
}

export function empty(): PyDict {
  return new Map();
}

/** A member of a table; names of Object.prototype are none. */
export function entryNamed<T>(table: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

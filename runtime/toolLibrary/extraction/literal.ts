/** Values that a source writes out. */

/**
 * As JavaScript has them: lists and tuples are arrays, `None` is null, whole numbers beyond 2^53 are bigint, dictionaries with keys that are
 * no strings are maps, bytes are Uint8Array.
 */
export type Literal =
  | null
  | undefined
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly Literal[]
  | ReadonlySet<Literal>
  | ReadonlyMap<Literal, Literal>
  | { readonly [key: string]: Literal };

/** A value, or nothing where the text does not say it. `undefined` alone could be the value. */
export type Known = { readonly value: Literal } | undefined;

export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** Whether JSON can hold the value as it is. */
export function isJson(value: unknown): boolean {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return isPlainObject(value) && Object.values(value).every(isJson);
}

/** Sets a key as data: `__proto__` is a name like any other. */
export function setKey(target: Record<string, Literal>, key: string, value: Literal): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}

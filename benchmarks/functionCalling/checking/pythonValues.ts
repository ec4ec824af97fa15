/** JSON values compared as Python compares them: the leaderboard's checker is Python, and its verdicts depend on that. */
import { isExactArray, isExactObject, JsonNumber, type ExactJson } from '../../../runtime/functionCalling';

export type PythonType = 'str' | 'int' | 'float' | 'bool' | 'list' | 'dict' | 'NoneType';

/** The exact type: `true` is no int, and `3.0` is none either. */
export function pythonType(value: ExactJson): PythonType {
  if (value === null) return 'NoneType';
  if (typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof JsonNumber) return value.isInteger ? 'int' : 'float';
  return isExactArray(value) ? 'list' : 'dict';
}

/** Python's `==`: 1, 1.0 and True are equal. */
export function pythonEqual(a: ExactJson, b: ExactJson): boolean {
  const numbers = [numeric(a), numeric(b)] as const;
  if (numbers[0] !== undefined || numbers[1] !== undefined) return sameNumber(...numbers);
  if (isExactArray(a)) {
    return isExactArray(b) && a.length === b.length && a.every((item, index) => pythonEqual(item, b[index]!));
  }
  if (isExactObject(a)) {
    return (
      isExactObject(b) &&
      a.size === b.size &&
      [...a].every(([key, value]) => {
        const other = b.get(key);
        return other !== undefined && pythonEqual(value, other);
      })
    );
  }
  return a === b;
}

/** Python's `in`. */
export function isAmong(value: ExactJson, values: readonly ExactJson[]): boolean {
  return values.some((each) => pythonEqual(value, each));
}

function numeric(value: ExactJson): JsonNumber | undefined {
  if (typeof value === 'boolean') return new JsonNumber(value ? '1' : '0');
  return value instanceof JsonNumber ? value : undefined;
}

function sameNumber(a: JsonNumber | undefined, b: JsonNumber | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a.isInteger && b.isInteger ? BigInt(a.literal) === BigInt(b.literal) : a.value === b.value;
}

/** What does not count in strings: case, spaces, some punctuation, and which quotes are used. */
export function standardised(text: string): string {
  return text
    .replace(/[ ,./\-_*^]/g, '')
    .toLowerCase()
    .replaceAll("'", '"');
}

/** Strings standardised, all else as it is. */
export function standardisedValue(value: ExactJson): ExactJson {
  return typeof value === 'string' ? standardised(value) : value;
}

/** A value as Python would print it, for messages. */
export function shown(value: ExactJson): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return JSON.stringify(value);
  if (value instanceof JsonNumber) return value.literal;
  if (isExactArray(value)) return `[${value.map(shown).join(', ')}]`;
  return `{${[...value].map(([key, member]) => `${JSON.stringify(key)}: ${shown(member)}`).join(', ')}}`;
}

import type { Check } from './goldenForm';

const tolerance = 1e-9;

/** Every value of `expected`, however deep, beside the one in the same place of `actual`. Values that only `actual` has are left out. */
export function checksOf(caseName: string, key: string, expected: unknown, actual: unknown): readonly Check[] {
  if (isRecord(expected)) {
    return Object.entries(expected).flatMap(([name, value]) =>
      checksOf(caseName, `${key}.${name}`, value, isRecord(actual) ? actual[name] : undefined),
    );
  }
  return [{ case: caseName, key, expected, actual }];
}

/** Numbers within 1e-9; texts, and lists by their elements, exactly. */
export function agrees(expected: unknown, actual: unknown): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    return Math.abs(expected - actual) <= tolerance;
  }
  if (Array.isArray(expected) && Array.isArray(actual)) {
    return expected.length === actual.length && expected.every((value, index) => agrees(value, actual[index]));
  }
  if (isRecord(expected) && isRecord(actual)) {
    const keys = Object.keys(expected);
    return keys.length === Object.keys(actual).length && keys.every((key) => agrees(expected[key], actual[key]));
  }
  return expected === actual;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Preferences of each aspect by a set's name: `ws233` is three aspects with 2, 3 and 3.
 * @returns undefined for what is no such name
 */
export function countsOf(name: string): readonly number[] | undefined {
  const [, digits] = /^ws([1-4]{2,4})$/.exec(name) ?? [];
  return digits === undefined ? undefined : digits.split('').map(Number);
}

export const knownSets = ['ws22', 'ws33', 'ws44', 'ws222', 'ws233', 'ws333', 'ws334', 'ws444', 'ws2222'] as const;

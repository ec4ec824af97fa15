/** Judges' words as they are taken, whatever form a model gives them. */
export type YesNo = 'Yes' | 'No' | 'Maybe';

/**
 * The verdict alone: whatever else a host says could give away what is hidden.
 * @returns undefined where there is none
 */
export function yesNo(value: unknown): YesNo | undefined {
  if (value === true) return 'Yes';
  if (value === false) return 'No';
  if (typeof value !== 'string') return undefined;
  const [, word] = /^\W*(yes|no|maybe)\b/iu.exec(value) ?? [];
  if (word === undefined) return undefined;
  return word.toLowerCase() === 'yes' ? 'Yes' : word.toLowerCase() === 'no' ? 'No' : 'Maybe';
}

/** A score of 0, a half or 1; numbers between go to the nearest. @returns undefined for what is no number */
export function halfScore(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return undefined;
  return Math.max(0, Math.min(1, Math.round(number * 2) / 2));
}

import type { Json } from '../../core/runs/types';
import { equalValues, normalValue } from './normalValue';

export type MatchMode = 'strict' | 'flexible';

/** Two numbers nearer than this are the same in strict mode. */
const STRICT_TOLERANCE = 1e-6;
/** Absolute where one of them is below 1, relative to the larger one otherwise. */
const FLEXIBLE_TOLERANCE = 0.2;

/** Whether two arguments are the same to the reference. Nothing is flexible inside lists and objects. */
export function matchesValue(expected: Json, actual: Json, mode: MatchMode): boolean {
  const [a, b] = [normalValue(expected), normalValue(actual)];
  if (typeof a === 'number' && typeof b === 'number') {
    const apart = Math.abs(a - b);
    if (mode === 'strict') return apart < STRICT_TOLERANCE;
    const larger = Math.max(Math.abs(a), Math.abs(b));
    return (Math.min(Math.abs(a), Math.abs(b)) < 1 ? apart : apart / larger) < FLEXIBLE_TOLERANCE;
  }
  // An empty text is part of every text: that is how the reference has it.
  if (mode === 'flexible' && typeof a === 'string' && typeof b === 'string' && (a.includes(b) || b.includes(a))) {
    return true;
  }
  return equalValues(a, b);
}

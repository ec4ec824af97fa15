/** Figures of a fitted gate on tasks that it was not fitted on, although all tasks are used for fitting in the end. */
import { createHash } from 'node:crypto';
import type { SuggestionEvidence } from '../../runtime/protocol';
import type { CalibrationRow } from './calibrationRun';

/** Fits on rows, and gives the chances that the fit gives. */
export type Fit = (rows: readonly CalibrationRow[]) => (evidence: SuggestionEvidence) => number;

/**
 * Cross-validation: the rows of each fold with the chances of a fit on all other folds. Rows of one file stay together, because
 * neighbours in a file are right and wrong together. The folds depend on the names of the files alone.
 */
export function crossValidated(rows: readonly CalibrationRow[], folds: number, fit: Fit): readonly CalibrationRow[] {
  const groups = [...new Set(rows.map(groupOf))].sort((a, b) => (hashOf(a) < hashOf(b) ? -1 : 1));
  const foldOf = new Map(groups.map((group, index) => [group, index % folds]));
  const members = (fold: number) => rows.filter((row) => foldOf.get(groupOf(row)) === fold);
  return Array.from({ length: folds }, (_, fold) => fold).flatMap((fold) => {
    const held = members(fold);
    if (held.length === 0) return [];
    const chanceOf = fit(rows.filter((row) => foldOf.get(groupOf(row)) !== fold));
    return held.map((row) => ({ ...row, chance: chanceOf(row.evidence) }));
  });
}

/** The file that a task was cut from, as far as its name tells: all but its kind in front and the place at its end. */
function groupOf({ task_id, kind }: CalibrationRow): string {
  const name = task_id.startsWith(`${kind}/`) ? task_id.slice(kind.length + 1) : task_id;
  const place = /(:\d+)+$/;
  return place.test(name) ? name.replace(place, '') : name.replace(/\/[^/]*$/, '');
}

function hashOf(name: string): string {
  return createHash('sha256').update(name).digest('hex');
}

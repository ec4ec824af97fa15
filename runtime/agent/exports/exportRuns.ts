import type { TraceFormat } from '../protocol';
import type { StoredRun } from '../traces';
import { Cleaner, type CleanOptions } from './cleanText';
import { shareGptOf } from './shareGpt';
import { unifiedOf } from './unified';
import { xlamRowsOf } from './xlamRows';

/**
 * Runs as JSON Lines for others: secrets taken out, paths relative, long bodies cut. Each row is checked against its format.
 * Runs in which no model has said anything are left out.
 */
export function exportRuns(runs: readonly StoredRun[], format: TraceFormat, options: CleanOptions): string {
  const cleaner = new Cleaner(options);
  const rows = runs.flatMap((run): readonly unknown[] => {
    switch (format) {
      case 'unified':
        return [unifiedOf(run, cleaner) ?? []].flat();
      case 'sharegpt':
        return [shareGptOf(run, cleaner) ?? []].flat();
      case 'xlam':
        return xlamRowsOf(run, cleaner);
    }
  });
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

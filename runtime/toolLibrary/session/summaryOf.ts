import type { Refactoring } from '../merging';
import type { RefactorSummary } from '../protocol';
import type { ToolCollection } from '../types';

/** The library before and after, in numbers. No model took part. */
export function summaryOf({ tools }: ToolCollection, { coverage }: Refactoring): RefactorSummary {
  const count = (wanted: string) => coverage.entries.filter(({ outcome }) => outcome === wanted).length;
  const merged = count('merged');
  return {
    ...{ before: tools.length, after: tools.length - merged, merged, rejected: count('rejected') },
    ...{ descriptionLength: undefined, cost: 0 },
  };
}

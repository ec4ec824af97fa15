import { functionName, ownName } from '../merging';
import type { RefactorSummary } from '../protocol';
import type { ToolCollection } from '../types';
import type { Merged } from './keptLibrary';

/** The library before and after, in numbers. */
export function summaryOf({ tools }: ToolCollection, { refactoring, length, work }: Merged): RefactorSummary {
  const { entries } = refactoring.coverage;
  const count = (wanted: string) => entries.filter(({ outcome }) => outcome === wanted).length;
  const merged = count('merged');
  const known = new Set(tools.map(ownName));
  // Written by a model, or for a family.
  const written = refactoring.merges.filter(({ target }) => !known.has(functionName(target))).length;
  return {
    ...{ before: tools.length, after: tools.length - merged + written, merged, rejected: count('rejected') },
    ...{ descriptionLength: length, cost: work?.cost ?? 0, model: work },
  };
}

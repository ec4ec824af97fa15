import path from 'node:path';
import type { Retrieval, RetrievalRow } from '../../../runtime/toolLibrary/protocol';
import type { MeasuredLibrary } from '../../../runtime/toolLibrary/session';
import { openTokenCounter } from '../../../runtime/toolLibrary/tokenCounter';
import { modelsFolder } from '../../core/packageRoot';
import { equivalenceOfCoverage } from '../equivalence';
import { evaluateLibrary, retrieverNames, type LibraryEvaluation } from '../evaluateLibrary';
import { itemsOfLibrary } from '../libraryItems';
import { readToolQueries } from '../readToolQueries';
import type { Metric } from '../retrievalFigures';
import { plannedCoverage } from '../unverifiedMerge';

const measures: readonly (readonly [RetrievalRow['measure'], Metric])[] = [
  ['hit@1', 'hit1'],
  ['hit@5', 'hit5'],
  ['mrr', 'mrr'],
  ['budgeted', 'within512'],
  ['parameters', 'resolved'],
];

/**
 * Whether tools are found better after merging than before, and than after merging at random. After: what was verified; before anything was merged,
 * what the duplicates would make, unverified.
 *
 * @throws BadInputError for questions that cannot be read, or name other tools
 */
export async function measureLibrary(measured: MeasuredLibrary, progress: (what: string) => void): Promise<Retrieval> {
  const { collection, groups, fingerprints, merged, signal } = measured;
  const { tools } = collection;
  const queries = await readToolQueries(measured.queries, tools);
  const coverage = merged?.refactoring.coverage ?? plannedCoverage(tools, groups.equal, fingerprints);
  const gone = new Set(coverage.entries.filter(({ outcome }) => outcome === 'merged').map(({ tool }) => tool));
  const after = itemsOfLibrary(merged?.after ?? tools.filter(({ id }) => !gone.has(id)), tools, coverage);
  return rowsOf(
    await evaluateLibrary({
      ...{ tools, queries, after, sizes: after.map(({ covers }) => covers.size), policy: 'representative' },
      equivalence: equivalenceOfCoverage(coverage),
      count: await openTokenCounter(path.join(modelsFolder(), 'embedded')),
      ...{ signal, progress },
    }),
  );
}

function rowsOf({ queries, before, after, controls }: LibraryEvaluation): Retrieval {
  const rows = retrieverNames.flatMap((retriever) =>
    (['strict', 'equivalent'] as const).flatMap((counting) =>
      measures.flatMap(([measure, metric]): readonly RetrievalRow[] => {
        const figures = [before, after, controls].map(({ retrieval }) => retrieval[retriever]?.[counting][metric]);
        const [old, merged, control] = figures;
        // Questions without calls say nothing of parameters.
        if (old === undefined || merged === undefined || control === undefined) return [];
        return [{ retriever, measure, counting, before: old, after: merged, control }];
      }),
    ),
  );
  return { queries, controls: controls.merges, rows };
}

/** `whetstone tools evaluate`: whether a library is found in better than the collection that it was made of. */
import type { Command } from 'commander';
import path from 'node:path';
import { cutGroups } from '../../../runtime/toolLibrary/grouping';
import { openTokenCounter } from '../../../runtime/toolLibrary/tokenCounter';
import type { ToolCollection } from '../../../runtime/toolLibrary/types';
import type { CommandOutput } from '../../core/commandOutput';
import { modelsFolder } from '../../core/packageRoot';
import { readEqualTools } from '../../toolLibrary/equalTools';
import { equivalenceOfCoverage, equivalenceOfGroups } from '../../toolLibrary/equivalence';
import { evaluateLibrary, type LibraryEvaluation, type MergedCollection } from '../../toolLibrary/evaluateLibrary';
import { itemsOfGroups, itemsOfLibrary } from '../../toolLibrary/libraryItems';
import { readToolQueries } from '../../toolLibrary/readToolQueries';
import { metrics, type Figure } from '../../toolLibrary/retrievalFigures';
import { toolReferences } from '../../toolLibrary/toolReference';
import { clustersLeft, plannedCoverage } from '../../toolLibrary/unverifiedMerge';
import { integer, probability } from '../optionValues';
import { withPython } from './pythonOption';
import { fingerprintsOf, openTools, withCollection, type CollectionOptions, type RunOptions } from './collection';
import { compare } from './group';
import { verifiedLibrary } from './verifiedLibrary';

interface EvaluateOptions extends CollectionOptions, RunOptions {
  readonly queries: string;
  readonly library?: string;
  readonly keep: number;
  readonly equal?: string;
  readonly controls: number;
  readonly json?: true;
}

export function addEvaluateCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withPython(withCollection(tools.command('evaluate')))
    .description('retrieval before and after merging, beside random merges of the same sizes')
    .requiredOption('--queries <file>', 'one {"query", "tools": [names], "calls"?} a line; Seal-Tools, MetaTool')
    .option('--library <dir>', 'a library that was made of the collection; default: what the duplicates would make')
    .option(
      '--keep <share>',
      'of tools without code: the share of entries that like ones are joined into',
      probability,
      0.5,
    )
    .option('--equal <file>', 'tools that do the same, as lists of names; default: those that became one')
    .option('--controls <n>', 'random merges', integer(20, 1000), 20)
    .option('--no-run', 'run nothing: find duplicates by code and texts alone')
    .option('--seed <n>', 'of arguments and random merges', integer(0, 2 ** 31), 1)
    .option('--json', 'print one JSON document: {kind, queries, before, after, controls, gain}')
    .action(async (options: EvaluateOptions) => {
      const collection = await openTools(options, output, signal);
      const queries = await readToolQueries(options.queries, collection.tools);
      const merged = await mergedOf(collection, options, output, signal);
      const idsOf = toolReferences(collection.tools);
      const given = options.equal === undefined ? undefined : await readEqualTools(options.equal, idsOf);
      const evaluation = await evaluateLibrary({
        ...merged,
        tools: collection.tools,
        queries,
        equivalence: given === undefined ? merged.equivalence : equivalenceOfGroups(given),
        count: await openTokenCounter(path.join(modelsFolder(), 'embedded')),
        ...{ controls: options.controls, seed: options.seed, signal },
        progress: (what) => output.progress(what, false),
      });
      const answer = { kind: merged.kind, ...evaluation };
      output.answer(options.json === true, answer, () => textOf(merged.kind, evaluation));
    });
}

async function mergedOf(
  collection: ToolCollection,
  options: EvaluateOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<MergedCollection> {
  const { tools } = collection;
  if (options.library !== undefined) return verifiedLibrary(options.library, tools, output, signal);
  const fingerprints = await fingerprintsOf(collection, options, output, signal);
  const views = await compare(tools, { fingerprints, signal });
  if (tools.every(({ source }) => source === undefined)) {
    const groups = clustersLeft(views, Math.max(1, Math.round(tools.length * options.keep)));
    return {
      kind: 'like tools joined, their texts one after the other',
      after: itemsOfGroups(groups, 'concatenated'),
      sizes: groups.map(({ length }) => length),
      policy: 'concatenated',
      equivalence: equivalenceOfGroups([]),
    };
  }
  const { equal } = await cutGroups(views);
  const coverage = plannedCoverage(tools, equal, fingerprints);
  const gone = new Set(coverage.entries.filter(({ outcome }) => outcome === 'merged').map(({ tool }) => tool));
  const after = itemsOfLibrary(
    tools.filter(({ id }) => !gone.has(id)),
    tools,
    coverage,
  );
  return {
    kind: 'duplicates by two keys, not verified',
    after,
    sizes: after.map(({ covers }) => covers.size),
    policy: 'representative',
    equivalence: equivalenceOfCoverage(coverage),
  };
}

function textOf(kind: string, { queries, before, after, controls, gain }: LibraryEvaluation): string {
  const percent = (value: number | undefined) => (value === undefined ? '' : (100 * value).toFixed(1));
  const spanned = (figure: Figure | undefined) =>
    figure === undefined ? '' : `${percent(figure.mean)} (${percent(figure.low)} to ${percent(figure.high)})`;
  const tables = (['bm25', 'tfidf'] as const).flatMap((name) =>
    (['strict', 'equivalent'] as const).map((way) => {
      const rows = metrics.flatMap((metric) => {
        const figure = before.retrieval[name]?.[way][metric];
        if (figure === undefined) return [];
        const control = controls.retrieval[name]?.[way][metric];
        return [
          `| ${metric} | ${spanned(figure)} | ${spanned(after.retrieval[name]?.[way][metric])} | ${percent(control?.mean)} | ${spanned(gain[name]?.[way][metric])} |`,
        ];
      });
      const title = way === 'strict' ? 'the very tools' : 'tools that do the same too';
      return [
        `${name}, ${title}`,
        '| % | Before | After | Random | Gain over random |',
        '| --- | --- | --- | --- | --- |',
        ...rows,
      ].join('\n');
    }),
  );
  return [
    `${before.tools} tools before, ${after.tools} after (${kind}); ${queries} queries; ${controls.merges} random merges of the same sizes`,
    ...tables,
  ].join('\n\n');
}

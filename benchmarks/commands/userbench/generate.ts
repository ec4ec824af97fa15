/** `whetstone userbench generate` and `profile`: tasks on a repository, and what its conventions are. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { RepositoryError, type RepositoryIndex } from '../../../runtime/repository';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { wilsonInterval } from '../../core/statistics';
import type { MadeSet } from '../../userbench/workspace/generate/makeWorkspaceSet';
import { countsOf, knownSets } from '../../userbench/workspace/generate/setName';
import type { RepositoryProfile } from '../../userbench/workspace/profile';
import type { StatementLevel } from '../../userbench/workspace/types';
import { integer } from '../optionValues';

interface GenerateOptions {
  readonly repo: string;
  readonly set: string;
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  readonly level: StatementLevel;
  readonly execute?: true;
  readonly json?: true;
}

export function addWorkspaceCommands(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('generate')
    .description(
      'make tasks on a repository: a vague wish, hidden preferences, and predicates that check them without a model',
    )
    .requiredOption('--repo <dir>', 'the repository')
    .requiredOption('--out <dir>', 'folder of the new set, outside of the repository: it holds what is hidden')
    .option('--set <name>', `preferences of each aspect: ${knownSets.join(', ')}, …`, setName, 'ws22')
    .option('--count <n>', 'tasks', integer(1, 10_000), 24)
    .option('--seed <n>', 'the same seed makes the same tasks', integer(0, 2 ** 31 - 1), 1)
    .addOption(
      new Option('--level <level>', 'how the user says what is wanted')
        .choices(['implicit', 'explicit'])
        .default('implicit'),
    )
    .option('--execute', "run the repository's own checks on reference solutions, in the sandbox")
    .option('--json', 'print one JSON document: {folder, tasks, admission, kinds, templates, rejects, notices}')
    .action(async (options: GenerateOptions) => {
      refuseInside(options.repo, options.out);
      const { makeWorkspaceSet } = await import('../../userbench/workspace/generate/makeWorkspaceSet');
      const made = await withIndex(options.repo, output, signal, (index) =>
        makeWorkspaceSet({
          ...{ index, set: options.set, count: options.count, seed: options.seed, level: options.level },
          ...{ folder: options.out, execute: options.execute === true, signal },
          onProgress: ({ done, total, rejected }) =>
            output.progress(`${done}/${total} tasks, ${rejected} rejected`, done === total),
        }),
      );
      const answer = summaryOf(options.out, made);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
  group
    .command('profile')
    .description(
      "a repository's conventions, each with where it shows: what tasks take as settled, contested or silent",
    )
    .requiredOption('--repo <dir>', 'the repository')
    .option('--json', 'print one JSON document: {root, commit, read, all, facets}')
    .action(async (options: { repo: string; json?: true }) => {
      const { profileFolder } = await import('../../userbench/workspace/profile');
      const profile = await withIndex(options.repo, output, signal, (index) => profileFolder(index, signal));
      output.answer(options.json === true, profile, () => profileText(profile));
    });
}

async function withIndex<Result>(
  repo: string,
  output: CommandOutput,
  signal: AbortSignal,
  use: (index: RepositoryIndex) => Promise<Result>,
): Promise<Result> {
  if (!existsSync(repo)) throw new BadInputError(`There is no folder ${repo}. Name the folder of a repository.`);
  const { openRepositoryIndex } = await import('../../../runtime/repository');
  const index = await openRepositoryIndex({
    root: repo,
    folder: path.join(stateFolder(), 'repositories'),
    signal,
    onProgress: ({ stage, done, total }) => output.progress(`index: ${stage} ${done}/${total}`, done === total),
  }).catch((error: unknown) => {
    throw error instanceof RepositoryError && error.kind === 'no-folder'
      ? new BadInputError(error.message, { cause: error })
      : error;
  });
  try {
    return await use(index);
  } finally {
    await index.close();
  }
}

function setName(value: string): string {
  if (countsOf(value) !== undefined) return value;
  throw new InvalidArgumentError(`Give ws and two to four digits from 1 to 4, e.g. ${knownSets.join(', ')}.`);
}

/** What is hidden must not be where a model may look. */
function refuseInside(repo: string, out: string): void {
  const relative = path.relative(path.resolve(repo), path.resolve(out));
  if (relative === '' || (relative.split(path.sep)[0] !== '..' && !path.isAbsolute(relative))) {
    throw new BadInputError(
      `${out} lies inside the repository, where models could read what is hidden. Name a folder elsewhere.`,
    );
  }
}

function summaryOf(folder: string, { set, rejects, kinds }: MadeSet) {
  const templates: Record<string, number> = {};
  for (const { template } of set.tasks) templates[template] = (templates[template] ?? 0) + 1;
  const { drafted, admitted } = set.admission;
  return {
    folder: path.resolve(folder),
    set: set.name,
    tasks: set.tasks.length,
    admission: {
      ...set.admission,
      rate: drafted === 0 ? undefined : admitted / drafted,
      interval: drafted === 0 ? undefined : wilsonInterval(admitted, drafted),
    },
    kinds,
    templates,
    rejects: rejects.map(({ template, reason, detail }) => ({ template, reason, detail })),
    notices: set.notices ?? [],
  };
}

function textOf({
  folder,
  tasks,
  admission,
  kinds,
  templates,
  rejects,
  notices,
}: ReturnType<typeof summaryOf>): string {
  const { drafted, admitted, mutantsTested, mutantsCaught, interval } = admission;
  const range = interval === undefined ? '' : ` (95 %: ${percent(interval.low)}-${percent(interval.high)})`;
  return [
    `${tasks} tasks in ${folder}`,
    ...Object.entries(templates).map(([template, count]) => `  ${template}: ${count}`),
    `admitted: ${admitted} of ${drafted} drafts${range}`,
    `mutants that failed their own predicate alone: ${mutantsCaught} of ${mutantsTested}`,
    `preferences: ${kinds.R} as the repository has it, ${kinds.H} hidden, ${kinds.C} against it`,
    ...rejects.slice(0, 20).map(({ template, reason, detail }) => `  not taken: ${template}, ${reason} (${detail})`),
    ...notices,
  ].join('\n');
}

function percent(share: number): string {
  return (100 * share).toFixed(1);
}

function profileText({ read, all, facets }: RepositoryProfile): string {
  const lines = facets.map(({ scope, title, class: how, majority, n, share, bound, sites }) => {
    const [site] = sites;
    const where = site === undefined ? '' : `, e.g. ${site.path}:${site.line}`;
    return `${how.padEnd(9)} ${scope}: ${title}: ${majority ?? '-'} (${percent(share)} % of ${n}, at least ${percent(bound)} %${where})`;
  });
  return [
    `${read.sources} of ${all.sources} sources and ${read.tests} of ${all.tests} tests were read.`,
    ...lines,
  ].join('\n');
}

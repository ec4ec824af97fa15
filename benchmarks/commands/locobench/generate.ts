/** `whetstone locobench generate` and `import`: sets of scenarios, made from a repository or taken over. */
import { InvalidArgumentError, Option, type Command } from 'commander';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { RepositoryError } from '../../../runtime/repository';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { taskCategories, type TaskCategory } from '../../locobench/reference/scenario';
import type { GenerateOutcome, Phraser } from '../../locobench/scenarios';
import { integer } from '../optionValues';

interface GenerateOptions {
  readonly repo: string;
  readonly categories: readonly TaskCategory[];
  readonly count: number;
  readonly seed: number;
  readonly out: string;
  readonly lengths: readonly number[];
  readonly languages: readonly string[];
  readonly distractors: 'near' | 'mixed';
  readonly tokenizer?: string;
  readonly execute?: true;
  readonly phrase?: string;
  readonly config?: string;
  readonly json?: true;
}

export function addGenerateCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('generate')
    .description('make scenarios from a repository, each with facts to grade answers by')
    .requiredOption('--repo <dir>', 'the repository, or any folder with sources')
    .requiredOption('--out <dir>', 'folder of the new set; an interrupted call goes on where it is named again')
    .option('--categories <list>', 'kinds of tasks, with commas between; default: all', categoryList, [
      ...taskCategories,
    ])
    .option('--count <n>', 'scenarios of all categories together', integer(1, 100_000), 40)
    .option('--seed <n>', 'the same seed makes the same scenarios', integer(0, 2 ** 31 - 1), 1)
    .option('--lengths <list>', 'tokens of contexts, e.g. 10k,50k,1m', lengthList, [10_000, 50_000, 100_000])
    .option('--languages <list>', 'only these, e.g. typescript,python', (value: string) => value.split(','), [])
    .addOption(
      new Option(
        '--distractors <choice>',
        'files beside those that matter: near in the import graph, or every second one from anywhere',
      )
        .choices(['near', 'mixed'])
        .default('near'),
    )
    .option('--tokenizer <file>', "a model's tokenizer.json; default: an estimate of a quarter of the characters")
    .option('--execute', "try references and stubs with the repository's own tools, in the sandbox")
    .option('--phrase <model>', 'let a model say the tasks in other words; facts stay')
    .option('--config <file>', 'settings of the gateway for --phrase (JSON)')
    .option('--json', 'print one JSON document: {folder, scenarios, categories, difficulties, rejects, notices}')
    .action(async (options: GenerateOptions) => {
      const outcome = await generate(options, output, signal);
      const answer = summaryOf(options.out, outcome);
      output.answer(options.json === true, answer, () => textOf(answer));
    });
  group
    .command('import')
    .description('take over scenarios in the published form; they are scored with --mode ref only')
    .argument('<files...>', 'scenario files, or folders of them')
    .requiredOption('--out <dir>', 'folder of the new set')
    .option('--code <dir>', 'the code base that their context files lie in')
    .option('--json', 'print one JSON document: {folder, scenarios, notices}')
    .action(async (files: readonly string[], options: { out: string; code?: string; json?: true }) => {
      const { importPublished } = await import('../../locobench/scenarios');
      const set = await importPublished({ sources: files, code: options.code, folder: options.out, signal });
      const answer = { folder: path.resolve(options.out), scenarios: set.scenarios.length, notices: set.notices ?? [] };
      output.answer(options.json === true, answer, () =>
        [`${answer.scenarios} scenarios in ${answer.folder}`, ...answer.notices].join('\n'),
      );
    });
}

async function generate(
  options: GenerateOptions,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<GenerateOutcome> {
  const { repo, out, categories, count, seed, lengths, languages, distractors } = options;
  if (!existsSync(repo)) throw new BadInputError(`There is no folder ${repo}. Name the folder of a repository.`);
  refuseInside(repo, out);
  const { allMakers, estimatedTokens, executingGrader, generateScenarios, openTokenCounter } =
    await import('../../locobench/scenarios');
  const { openRepositoryIndex } = await import('../../../runtime/repository');
  const counter = options.tokenizer === undefined ? estimatedTokens : await openTokenCounter(options.tokenizer);
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
  const phrasing = options.phrase === undefined ? undefined : await openPhraser(options.phrase, options.config, output);
  try {
    return await generateScenarios({
      ...{
        index,
        makers: allMakers,
        categories,
        count,
        seed,
        folder: out,
        lengths,
        languages,
        distractors,
        counter,
        signal,
      },
      grader: options.execute === true ? executingGrader : undefined,
      phrase: phrasing?.phrase,
      onProgress: ({ stage, done, total, rejected }) =>
        output.progress(`${stage}: ${done}/${total} scenarios, ${rejected} rejected`, stage === 'write'),
    });
  } finally {
    await phrasing?.close();
    await index.close();
  }
}

/** A set inside the repository would be part of the next one. */
function refuseInside(repo: string, out: string): void {
  const relative = path.relative(path.resolve(repo), path.resolve(out));
  const first = relative.split(path.sep)[0] ?? '';
  if (relative === '' || (first !== '..' && !path.isAbsolute(relative) && !first.startsWith('.'))) {
    throw new BadInputError(`${out} lies inside the repository, and would be part of it. Name a folder elsewhere.`);
  }
}

async function openPhraser(model: string, config: string | undefined, output: CommandOutput) {
  const { phraseWithModel } = await import('../../locobench/scenarios');
  const { openCommandGateway } = await import('../commandGateway');
  const opened = await openCommandGateway(model, config, output);
  const ask = async (system: string, text: string, signal: AbortSignal) => {
    let said = '';
    const messages = [
      { role: 'system' as const, content: [{ type: 'text' as const, text: system }] },
      { role: 'user' as const, content: [{ type: 'text' as const, text }] },
    ];
    const request = { model: opened.model, messages, purpose: 'evaluation' as const };
    for await (const event of opened.gateway.generate(request, signal)) if (event.type === 'text') said += event.text;
    return said;
  };
  const phrase: Phraser = phraseWithModel(ask, (id, why) =>
    output.log(`${id}: the maker's own words are kept (${why}).`),
  );
  return { phrase, close: opened.close };
}

function summaryOf(folder: string, { set, notices }: GenerateOutcome) {
  const count = (key: (entry: GenerateOutcome['set']['scenarios'][number]) => string) => {
    const counts: Record<string, number> = {};
    for (const entry of set.scenarios) counts[key(entry)] = (counts[key(entry)] ?? 0) + 1;
    return counts;
  };
  return {
    folder: path.resolve(folder),
    scenarios: set.scenarios.length,
    categories: count(({ category }) => category),
    difficulties: count(({ difficulty }) => difficulty),
    languages: count(({ language }) => language),
    rejects: set.rejects,
    tools: set.tools,
    notices,
  };
}

function textOf({ folder, scenarios, categories, rejects, notices }: ReturnType<typeof summaryOf>): string {
  return [
    `${scenarios} scenarios in ${folder}`,
    ...Object.entries(categories).map(([category, count]) => `  ${category}: ${count}`),
    ...rejects.map(({ category, reason, count }) => `  not taken: ${count} of ${category} (${reason})`),
    ...notices,
  ].join('\n');
}

function categoryList(value: string): readonly TaskCategory[] {
  return [...new Set(value.split(','))].map((name) => {
    const category = taskCategories.find((each) => each === name.trim());
    if (category === undefined) throw new InvalidArgumentError(`Give some of ${taskCategories.join(', ')}.`);
    return category;
  });
}

const units: Readonly<Partial<Record<string, number>>> = { k: 1000, m: 1_000_000 };

function lengthList(value: string): readonly number[] {
  return [...new Set(value.split(','))].map((text) => {
    const [, digits = '', unit = ''] = /^(\d{1,7})([km]?)$/i.exec(text.trim()) ?? [];
    const length = Number(digits) * (units[unit.toLowerCase()] ?? 1);
    if (digits === '' || length < 1000 || length > 2_000_000) {
      throw new InvalidArgumentError('Give numbers of tokens from 1k to 2m, with commas between, e.g. 10k,50k,1m.');
    }
    return length;
  });
}

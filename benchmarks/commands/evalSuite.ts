/** `whetstone eval suite`: models and baselines on the same infilling tasks, in one table. */
import { InvalidArgumentError, type Command } from 'commander';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg } from 'node:os';
import path from 'node:path';
import { defaultThreads } from '../../runtime/host/threadCount';
import { openPythonSandbox } from '../../runtime/tools/sandbox';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { FailedCheckError } from '../core/failedCheckError';
import { openEngine } from '../core/openEngine';
import { packageRoot } from '../core/packageRoot';
import { userFolder } from '../core/userFile';
import { DEFAULT_GATE, TEST_LIMIT_MS } from '../infilling/defaults';
import { ResultFile } from '../infilling/resultFile';
import {
  baselineOf,
  checkAgainst,
  readBaseline,
  reasonsAgainst,
  writeBaseline,
  type Baseline,
  type CheckedFigure,
} from '../infilling/suite/baselineFile';
import type { Competitor } from '../infilling/suite/competitor';
import { CONTEXTS } from '../infilling/suite/repositories/shownContext';
import { markdownOf, suiteFigures, type SuiteDocument } from '../infilling/suite/report';
import { keptAnswerSchema, runSuite, type Outcome } from '../infilling/suite/runSuite';
import { readSuiteTasks, sliceFile, type SuiteTasks } from '../infilling/suite/suiteTasks';
import { GrammarsMissingError } from '../../runtime/syntax';
import { integer, probability } from './optionValues';
import {
  BASELINES,
  openCompetitors,
  otherFilesOf,
  REACHES,
  WITHOUT_OTHERS,
  type SuiteOptions,
} from './suiteCompetitors';

/** @param group the command `eval` */
export function addEvalSuiteCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('suite')
    .description('quality of models and baselines by language and kind of gap, on the same tasks, in one table')
    .option('--tasks <names...>', 'files in the form of human-eval-infilling, or folders of such files')
    .option('--slice', 'the tasks that are in the repository')
    .option('--models <list>', 'embedded, model folders, GGUF files; with commas between', listOf, ['embedded'])
    .option('--previous <folder>', 'an earlier embedded model')
    .option('--baseline <list>', 'ngram (counted from the training corpus), copy (no model)', choices(BASELINES), [])
    .option(
      '--copy <list>',
      'what the copy prior reads, each in its own row: file, off, files',
      choices(REACHES),
      WITHOUT_OTHERS,
    )
    .option(
      '--repositories <folder>',
      'folder of the repositories that the tasks are from, for --copy files and --context',
    )
    .option(
      '--context <list>',
      'pieces of other files, each in its own row: none, index (read and copied from), copies (copied from only)',
      choices(CONTEXTS),
      ['none'],
    )
    .option('--corpus <folder>', 'tokenised training corpus, for ngram', defaultCorpus())
    .option('--ngram-tokens <n>', 'tokens of it to count', integer(1, 1_000_000_000), 100_000_000)
    .option('--limit <n>', 'only the first tasks of each language and kind', integer(1, 10_000_000))
    .option('--gate <p>', 'chance from which on a suggestion counts as shown', probability, DEFAULT_GATE)
    .option('--execute', 'run the tests of tasks that have some (python3, in a sandbox without network)')
    .option('--threads <n>', 'threads of a forward pass', integer(1, 256), defaultThreads())
    .option('--results <folder>', 'keep every answer here, and go on from there after an interruption')
    .option('--out <file>', 'also write the answer here: Markdown when the name ends in .md, else JSON')
    .option('--check <file>', 'fail when a figure is lower than in this baseline, beyond chance')
    .option('--write-baseline <file>', 'write a baseline; one that is there is never lowered')
    .option('--lower', 'let --write-baseline lower it all the same')
    .option('--json', 'print one JSON document')
    .action(async (options: SuiteOptions) => {
      const baselines = await readBaselines(options);
      const { document, outcomes } = await run(options, output, signal);
      // First, so that a disk that is full does not take the answer with it.
      output.answer(options.json === true, document, () => markdownOf(document));
      if (options.out !== undefined) {
        const markdown = options.out.endsWith('.md');
        await writeFile(options.out, `${markdown ? markdownOf(document) : JSON.stringify(document, null, 2)}\n`);
      }
      // Last, so that the figures are seen also when they are too low.
      await holdBaselines(options, baselines, outcomes, output);
    });
}

async function run(options: SuiteOptions, output: CommandOutput, signal: AbortSignal) {
  const load = loadavg()[0] ?? 0;
  const tasks = await readTasks(options);
  const sandbox = options.execute ? await openPythonSandbox({ wallMs: TEST_LIMIT_MS }) : undefined;
  const engine = await openEngine(options.threads);
  const others = otherFilesOf(options);
  // All of them before the first task: what is wrong with the last is told now, not in an hour.
  const competitors: Competitor[] = [];
  try {
    await openCompetitors(options, tasks, { engine, others }, output, competitors);
    const outcomes = await runSuite({
      tasks: tasks.tasks,
      competitors,
      sandbox,
      resultsOf: (competitor) => resultsOf(options.results, competitor),
      onProgress: ({ name }, done, total) => output.progress(progressOf(name, done, total), done.length === total),
      signal,
    });
    const document: SuiteDocument = {
      format: 1,
      made: new Date().toISOString(),
      machine: {
        cores: availableParallelism(),
        threads: options.threads,
        node: process.versions.node,
        load: [load, loadavg()[0] ?? 0],
      },
      files: tasks.files,
      gate: options.gate,
      ...suiteFigures(outcomes, options.gate),
    };
    return { document, outcomes };
  } catch (error) {
    if (!(error instanceof GrammarsMissingError)) throw error;
    throw new BadInputError(`${error.message} They are development dependencies: run \`npm install\`.`);
  } finally {
    for (const competitor of competitors) await competitor.dispose();
    await others?.close();
    await engine.dispose();
  }
}

async function readTasks({ tasks = [], slice, limit }: SuiteOptions): Promise<SuiteTasks> {
  if (slice && !existsSync(sliceFile())) {
    throw new BadInputError(`There is no ${sliceFile()}: the packaged extension comes without it. Use --tasks.`);
  }
  const names = [...(slice ? [sliceFile()] : []), ...tasks];
  if (names.length === 0) {
    throw new BadInputError('No tasks. Give --slice, or files or folders with --tasks.');
  }
  return readSuiteTasks(names, limit);
}

async function resultsOf(folder: string | undefined, { name, settings }: Competitor) {
  if (folder === undefined) return undefined;
  await mkdir(folder, { recursive: true });
  // Other settings are another file: an earlier model's answers stay beside those of the present one.
  const hash = createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8);
  const file = path.join(folder, `${name.replace(/[^\w.-]+/g, '-')}.${hash}.jsonl`);
  return ResultFile.open(file, settings, keptAnswerSchema);
}

function progressOf(name: string, outcomes: readonly Outcome[], total: number): string {
  const exact = outcomes.filter((outcome) => outcome.exact).length;
  return `${name}: ${outcomes.length} of ${total}, ${((100 * exact) / outcomes.length).toFixed(1)} % exact`;
}

/** Before the run, so that a wrong name costs no hour. */
async function readBaselines({ out, check, writeBaseline: written }: SuiteOptions): Promise<Baselines> {
  for (const file of [out, written]) {
    if (file !== undefined) await userFolder(path.dirname(file));
  }
  const checked = check === undefined ? undefined : await readBaseline(check);
  if (check !== undefined && checked === undefined) {
    throw new BadInputError(`${check} does not exist. Write it once with --write-baseline.`);
  }
  return { checked, replaced: written === undefined ? undefined : await readBaseline(written) };
}

interface Baselines {
  /** What --check names. */
  readonly checked: Baseline | undefined;
  /** What is where --write-baseline is to write. */
  readonly replaced: Baseline | undefined;
}

async function holdBaselines(
  options: SuiteOptions,
  { checked, replaced }: Baselines,
  outcomes: ReadonlyMap<Competitor, readonly Outcome[]>,
  output: CommandOutput,
): Promise<void> {
  if (checked !== undefined) {
    const figures = checkAgainst(checked, outcomes);
    const lower = figures.filter((figure) => figure.lower);
    if (lower.length > 0) {
      throw new FailedCheckError(`Lower than ${options.check ?? ''}, beyond chance:\n${lower.map(lineOf).join('\n')}`);
    }
    output.log(`No figure is lower than ${options.check ?? ''} beyond chance (${figures.length} compared).`);
  }
  const file = options.writeBaseline;
  if (file !== undefined) {
    const next = baselineOf(outcomes);
    const reasons = replaced === undefined || options.lower ? [] : reasonsAgainst(replaced, next);
    if (reasons.length > 0) {
      throw new FailedCheckError(`${file} stays as it is: ${reasons.join('; ')}. --lower replaces it all the same.`);
    }
    await writeBaseline(file, next);
    output.log(`Wrote ${file}.`);
  }
}

function lineOf({ model, kind, measure, n, baseline, now }: CheckedFigure): string {
  const percent = (value: number) => (100 * value).toFixed(1);
  return `  ${model}, ${kind}, ${measure}: ${percent(now)} instead of ${percent(baseline)} (${n} tasks)`;
}

function defaultCorpus(): string {
  const corpus = path.join(packageRoot(), '.cache', 'corpus');
  return existsSync(path.join(corpus, 'v2')) ? path.join(corpus, 'v2') : corpus;
}

function listOf(value: string): string[] {
  return value.split(',').filter((name) => name !== '');
}

/** @returns a parser for several of the given words, with commas between */
function choices<T extends string>(allowed: readonly T[]): (value: string) => readonly T[] {
  return (value) =>
    listOf(value).map((name) => {
      const found = allowed.find((each) => each === name);
      if (found === undefined) throw new InvalidArgumentError(`Give some of: ${allowed.join(', ')}.`);
      return found;
    });
}

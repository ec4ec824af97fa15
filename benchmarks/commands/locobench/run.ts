/** `whetstone locobench run`: a run of a set of scenarios by one or more models, begun or gone on with. */
import { Option, type Command } from 'commander';
import type { EstimateRow } from '../../host/protocol';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import type { QueueConnection } from '../../core/queues/redis';
import { FailedCheckError } from '../../core/failedCheckError';
import { estimateRun } from '../../core/runs/estimate/estimateRun';
import { ActiveRun } from '../../core/runs/runner/activeRun';
import { calledModels } from '../../core/runs/modelAccess';
import { planRun, type RunChoice } from '../../core/runs/runner/planRun';
import type { Anew } from '../../core/runs/store/beginAnew';
import type { RunStore } from '../../core/runs/store/runStore';
import type { Json, RunConfiguration, RunProgress, RunRecord } from '../../core/runs/types';
import { microDollars } from '../budget/budgetValues';
import { integer } from '../optionValues';
import { withQueue, withSession, withStore, type EvaluationSession, type WantedQueue } from './evaluationSession';
import { concurrency, halfWidth, samples, temperature } from './runValues';
import { estimateText, modelSummaries, progressText, runText } from './runText';

export interface RunOptions {
  readonly scenarios?: string;
  readonly model: readonly string[];
  readonly repeats: number;
  readonly seed: number;
  readonly maxOutput: number;
  readonly temperature?: number;
  readonly budget?: number;
  readonly concurrency: Readonly<Record<string, number>>;
  readonly localOnly?: true;
  readonly cache: boolean;
  readonly resume?: string;
  readonly rerun?: readonly number[];
  readonly rerunFailed?: string;
  readonly estimate?: true;
  readonly stopWhen?: number;
  readonly name?: string;
  readonly execute: boolean;
  readonly solver?: 'prompt' | 'agent';
  readonly config?: string;
  /** false: --no-queue. */
  readonly queue?: string | false;
  readonly here: boolean;
  /** Seconds. */
  readonly lease: number;
  readonly json?: true;
}

/** What another benchmark's `run` has beside: roles of models, and options of its own. */
export interface RunExtras {
  /** Of the group of commands, for what people are told. */
  readonly name: string;
  /** Of the command itself; default: run. */
  readonly command?: string | undefined;
  readonly description: string;
  /** Adds options to the command. */
  readonly add: (command: Command) => Command;
  /** @param values all options as they were given; not asked for a run that is gone on with */
  readonly choice: (
    values: Readonly<Record<string, unknown>>,
    folder: string,
  ) => RunExtraChoice | Promise<RunExtraChoice>;
  /** Before anything is loaded, e.g. to note what the user agrees to. */
  readonly before?: ((values: Readonly<Record<string, unknown>>, folder: string) => Promise<void>) | undefined;
  /** Folder of the set that options name in another way than by `--scenarios`; undefined: they name none. */
  readonly folder?: ((values: Readonly<Record<string, unknown>>) => Promise<string | undefined>) | undefined;
  /** Does what the options ask for without a run, and says so. */
  readonly instead?: ((values: Readonly<Record<string, unknown>>) => Promise<boolean>) | undefined;
  /** What is told beside run and models when it has ended. */
  readonly results?: ((session: EvaluationSession, run: RunRecord) => Promise<RunResults>) | undefined;
}

export interface RunResults {
  readonly json: Readonly<Record<string, unknown>>;
  readonly text: string;
}

export interface RunExtraChoice {
  readonly roles?: Readonly<Record<string, string>> | undefined;
  readonly options?: Json | undefined;
}

const locobenchRun: RunExtras = {
  name: 'locobench',
  description: 'let models answer a set of scenarios; resumable wherever it ends, nothing is paid twice',
  add: (command) =>
    command.addOption(
      new Option('--solver <how>', 'prompt: all files in the prompt; agent: tools that read, search and edit')
        .choices(['prompt', 'agent'])
        .default('prompt'),
    ),
  choice: () => ({}),
};

export function addRunCommand(
  group: Command,
  output: CommandOutput,
  signal: AbortSignal,
  extras: RunExtras = locobenchRun,
): void {
  extras
    .add(group.command(extras.command ?? 'run'))
    .description(extras.description)
    .option('--scenarios <folder>', 'a set of scenarios')
    .option('--model <id>', 'a model of the gateway, or the path of a GGUF file; may be given again', more, [])
    .option('--repeats <n>', 'answers of each model to each scenario', integer(1, 100), 1)
    .option('--seed <n>', 'of the order', integer(0, 2 ** 31 - 1), 1)
    .option('--max-output <n>', 'tokens of an answer at most, the same for all models', integer(1, 1_000_000), 8192)
    .option('--temperature <t>', "of all models; default: each model's own", temperature)
    .option('--budget <dollars>', 'the whole run may cost at most; with --resume, another limit', microDollars)
    .option('--concurrency <n>', 'answers at once: 4, or by provider: openai=16,default=4', concurrency, { default: 4 })
    .option('--local-only', 'nothing leaves this machine')
    .option('--no-cache', 'ask anew, also what earlier runs asked')
    .option('--resume <run>', 'go on with a run')
    .option(
      '--rerun <samples>',
      'with --resume: do these anew, by number, e.g. 3,7; a new result takes the old place',
      samples,
    )
    .option('--rerun-failed <run>', 'go on with a run, and do its errors and refusals anew')
    .option('--estimate', 'say what it would cost and take, and end')
    .option(
      '--stop-when <points>',
      'end when every two models differ for certain or to so many points (of 100)',
      halfWidth,
    )
    .option('--name <name>', 'of the run, for people')
    .option(
      '--no-execute',
      'run nothing of the repository, not even in the sandbox: what needs its tests is not measured',
    )
    .option('--config <file>', 'settings of the gateway (JSON); default: the vendors whose keys are set, and Ollama')
    .option('--queue <url>', 'redis://HOST:PORT: machines with `whetstone worker` take part; kept for --resume')
    .option('--no-queue', 'with --resume: go on alone, without the queue that the run was begun with')
    .option('--no-here', 'with --queue: leave all samples to workers')
    .option(
      '--lease <seconds>',
      'with --queue: a worker that is silent for so long has died, and its samples go to others',
      integer(1, 3600),
      30,
    )
    .option('--json', 'print one JSON document: {run, models}')
    .addHelpText(
      'after',
      `
With --queue, from the environment: WHETSTONE_WORKER_TOKEN, the secret that runs and workers share (needed);
WHETSTONE_QUEUE_PASSWORD, the password of Redis. No list of processes shows them there.`,
    )
    .action(async (options: RunOptions) => {
      if ((await extras.instead?.({ ...options })) === true) return;
      await withStore(async (store) => {
        const earlier = await earlierRun(store, options);
        const own = earlier === undefined ? await extras.folder?.({ ...options }) : undefined;
        const scenarios = options.scenarios ?? own ?? earlier?.configuration.set.folder;
        if (scenarios === undefined) throw new BadInputError('Name the set: --scenarios FOLDER.');
        const models = earlier?.configuration.models ?? options.model;
        if (models.length === 0) throw new BadInputError('Name a model at least: --model ID.');
        const chosen = earlier?.configuration ?? (await extras.choice({ ...options }, scenarios));
        const { roles = {} } = chosen;
        await extras.before?.({ ...options }, scenarios);
        const how = { mayExecute: options.execute, solver: options.solver, options: chosen.options };
        const ids = earlier && (await store.scenarios(earlier.id)).map(({ id }) => id);
        const called = [...models, ...Object.values(roles)];
        await withSession(store, scenarios, { ...how, scenarios: ids }, called, options.config, output, (session) => {
          // Named by paths, they have ids of their own now.
          const named = Object.keys(roles).map(
            (role, index) => [role, session.models[models.length + index] ?? ''] as const,
          );
          const measured = { ...session, models: session.models.slice(0, models.length) };
          const extra = { roles: named.length === 0 ? undefined : Object.fromEntries(named), options: chosen.options };
          return withQueue(queueOf(options, earlier), session, output, (queue) =>
            run({ ...measured, queue }, earlier, { options, extra, extras }, output, signal),
          );
        });
      });
    });
}

interface RunWish {
  readonly options: RunOptions;
  readonly extra: Pick<RunConfiguration, 'roles' | 'options'>;
  readonly extras: RunExtras;
}

async function run(
  session: EvaluationSession & { readonly queue: QueueConnection | undefined },
  earlier: RunRecord | undefined,
  { options, extra, extras }: RunWish,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<void> {
  const { store, benchmark, access: models, books, queue } = session;
  const { name, command = 'run' } = extras;
  let planned = earlier;
  if (planned === undefined) {
    const choice = { ...choiceOf(options, session.models), ...extra, queue: queue?.shown };
    const facts = await models.facts(calledModels(choice), signal);
    const rows = await estimateRun(benchmark, choice, facts, store.earlier);
    if (options.estimate === true) {
      output.answer(options.json === true, { rows }, () => estimateText(rows));
      return;
    }
    if (options.here) requireRunnable(rows);
    output.log(estimateText(rows));
    planned = await planRun(store, benchmark, choice);
  } else if (options.estimate === true) {
    throw new BadInputError('--estimate is for a run that is not begun.');
  }
  const { id } = planned;
  output.log(`Run ${id}: ${planned.name}`);
  const onProgress = (progress: RunProgress) => output.progress(progressText(progress), false);
  const how = { mayExecute: benchmark.executes ?? false, solver: options.solver ?? 'prompt' };
  const ids = benchmark.scenarios.map((scenario) => scenario.id);
  const active = new ActiveRun(id, benchmark, {
    ...{ store, models, books, onProgress, worksHere: options.here },
    ...queue?.spending(id, models, books),
    openQueue: queue && ((record) => queue.openQueue(record, ids, how)),
  });
  const resumption = earlier === undefined ? {} : { anew: anewOf(options), budget: options.budget };
  const ended = await active.work(signal, resumption).catch((error: unknown) => {
    output.log(`What was done of the run is kept. When it can go on: whetstone ${name} ${command} --resume ${id}`);
    throw error;
  });
  const summaries = modelSummaries(store, ended);
  const results = await extras.results?.(session, ended);
  output.answer(options.json === true, { run: ended, models: summaries, ...results?.json }, () =>
    [runText(ended, summaries), ...(results === undefined ? [] : ['', results.text])].join('\n'),
  );
  if (ended.state !== 'done') {
    throw new FailedCheckError(
      `The run is ${ended.state}. ${ended.reason ?? ''} Go on with it: whetstone ${name} ${command} --resume ${id}`,
    );
  }
}

function queueOf(
  { queue, here, localOnly, lease }: RunOptions,
  earlier: RunRecord | undefined,
): WantedQueue | undefined {
  const address = queue === false ? undefined : (queue ?? earlier?.configuration.queue);
  if (address !== undefined) {
    return { address, localOnly: localOnly ?? earlier?.configuration.localOnly ?? false, leaseMs: 1_000 * lease };
  }
  if (here) return undefined;
  throw new BadInputError('--no-here leaves all samples to workers, and they need a queue: --queue redis://HOST:PORT.');
}

async function earlierRun(store: RunStore, { resume, rerun, rerunFailed }: RunOptions): Promise<RunRecord | undefined> {
  if (rerun !== undefined && resume === undefined) {
    throw new BadInputError('--rerun is for samples of a run: name it with --resume.');
  }
  if (resume !== undefined && rerunFailed !== undefined) {
    throw new BadInputError('Give either --resume or --rerun-failed, which goes on with the run too.');
  }
  const id = resume ?? rerunFailed;
  return id === undefined ? undefined : store.run(id);
}

function anewOf({ rerun, rerunFailed }: RunOptions): Anew | undefined {
  if (rerun !== undefined) return { kind: 'samples', samples: rerun };
  return rerunFailed === undefined ? undefined : { kind: 'failed' };
}

function choiceOf(options: RunOptions, models: readonly string[]): RunChoice {
  const { repeats, seed, maxOutput, budget, localOnly, cache, stopWhen, name } = options;
  return {
    name,
    models: [...new Set(models)],
    repeats,
    seed,
    maxOutputTokens: maxOutput,
    temperature: options.temperature,
    concurrency: options.concurrency,
    budget,
    localOnly: localOnly === true,
    cache,
    sampling: stopWhen === undefined ? undefined : { batch: 16, minimum: 16, halfWidth: stopWhen, confidence: 0.95 },
  };
}

function requireRunnable(rows: readonly EstimateRow[]): void {
  const problems = rows.flatMap(({ model, problem }) => (problem === undefined ? [] : [`${model}: ${problem}`]));
  if (problems.length > 0) throw new BadInputError(`Nothing was sent. ${problems.join(' ')}`);
}

function more(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

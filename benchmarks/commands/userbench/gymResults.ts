/** What a run of a gym, or scripted policies over its tasks, came to. */
import type { CommandOutput } from '../../core/commandOutput';
import type { RunRecord } from '../../core/runs/types';
import type { GymRow } from '../../userbench/gyms/sets/playGymPolicy';
import type { PublishedGymFigure } from '../../userbench/gyms/sets/publishedGymFigures';
import type { Execution } from '../../userbench/gyms/swe/execution';
import type { EvaluationSession } from '../locobench/evaluationSession';
import type { RunResults } from '../locobench/run';

export async function playGymPolicies(
  folder: string,
  name: string,
  {
    turns,
    seed,
    execute,
    json,
  }: { readonly turns?: number; readonly seed: number; readonly execute: boolean; readonly json?: true },
  output: CommandOutput,
  signal: AbortSignal,
): Promise<void> {
  const { openGymSet } = await import('../../userbench/gyms/sets/gymSetFile');
  const { gymRunOptions } = await import('../../userbench/gyms/sets/gymRunOptions');
  const { gymBaselines, gymPolicyNamed } = await import('../../userbench/gyms/sets/playGymPolicy');
  const opened = await openGymSet(folder);
  const set = { ...opened, execution: await executionFor(opened.kind.executes, execute) };
  const only = name === 'all' ? undefined : [gymPolicyNamed(set.loaded, name).name];
  const options = gymRunOptions(turns === undefined ? {} : { turns });
  const policies = await gymBaselines(set, options, {
    ...{ seed, signal, only },
    onProgress: (text) => output.progress(text, false),
  });
  const { meaning, name: environment } = set.kind;
  const published = await publishedOf(environment);
  output.answer(json === true, { set: set.file.name, environment, options, meaning, policies, published }, () =>
    textOf(meaning, [], policies, published.figures),
  );
}

export async function gymResults(
  store: EvaluationSession['store'],
  run: RunRecord,
  { withBaselines, executes }: { readonly withBaselines: boolean; readonly executes: boolean },
  signal: AbortSignal,
): Promise<RunResults> {
  const { openGymSet } = await import('../../userbench/gyms/sets/gymSetFile');
  const { gymRunOptions } = await import('../../userbench/gyms/sets/gymRunOptions');
  const { gymBaselines, gymRow } = await import('../../userbench/gyms/sets/playGymPolicy');
  const { configuration } = run;
  const opened = await openGymSet(configuration.set.folder);
  const set = { ...opened, execution: await executionFor(opened.kind.executes, executes) };
  const samples = [...store.scores(run.id)];
  const results = configuration.models.map((model) =>
    gymRow(
      model,
      samples.flatMap(({ record, metrics }) =>
        record.model === model && record.value !== undefined
          ? [{ task: record.scenario, value: record.value, metrics }]
          : [],
      ),
    ),
  );
  const options = gymRunOptions(configuration.options);
  const baselines = withBaselines ? await gymBaselines(set, options, { seed: configuration.seed, signal }) : [];
  const { meaning, name: environment } = set.kind;
  const published = await publishedOf(environment);
  return {
    json: { environment, meaning, results, baselines, published },
    text: textOf(meaning, results, baselines, published.figures),
  };
}

/** Policies run what they write as models do: by the same leave. */
async function executionFor(needed: boolean, allowed: boolean): Promise<Execution | undefined> {
  if (!needed) return undefined;
  const { sandboxExecution } = await import('../../userbench/gyms/swe/execution');
  return sandboxExecution({ allowed });
}

async function publishedOf(environment: string) {
  const { publishedGymFigures, publishedGymSource } = await import('../../userbench/gyms/sets/publishedGymFigures');
  const figures = publishedGymFigures(environment);
  return { source: figures.length === 0 ? undefined : publishedGymSource, figures };
}

function textOf(
  meaning: string,
  results: readonly GymRow[],
  baselines: readonly GymRow[],
  published: readonly PublishedGymFigure[],
): string {
  const best = [...published].sort((one, other) => other.totalReward - one.totalReward)[0];
  return [
    `Score: ${meaning}.`,
    ...results.map(rowText),
    ...(baselines.length === 0 ? [] : ['Scripted policies on the same tasks, without any model:']),
    ...baselines.map((row) => `  ${rowText(row)}${row.title === undefined ? '' : ` (${row.title})`}`),
    ...(best === undefined
      ? []
      : [
          `Published total rewards (UserRL, other tasks): ${best.totalReward} at most, by ${best.model}; all with --json.`,
        ]),
  ].join('\n');
}

function rowText({ name, n, score, means }: GymRow): string {
  if (score === undefined) return `${name}: no episode was scored`;
  const points = (value: number) => (100 * value).toFixed(1);
  const number = (metric: string) => (means[metric] ?? 0).toFixed(2);
  return (
    `${name}: ${points(score.mean)} of 100 (${points(score.low)} to ${points(score.high)}, n = ${n}); ` +
    `total reward ${number('totalReward')}, ${number('turns')} turns, ${number('unreadable')} unreadable`
  );
}

/** `whetstone userbench run`: models or scripted policies plan journeys for a user who does not say everything at once. */
import { Option, type Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import type { Json, RunRecord } from '../../core/runs/types';
import type { UserbenchRow, ChanceLine } from '../../userbench/solving/userbenchResults';
import type { TravelRunOptions } from '../../userbench/solving/travelOptions';
import type { EvaluationSession } from '../locobench/evaluationSession';
import { addRunCommand, type RunExtras, type RunResults } from '../locobench/run';
import { BadInputError } from '../../core/badInputError';
import { integer } from '../optionValues';
import { kindOf } from '../../userbench/solving/setKind';
import { askingText } from './askingText';
import { gymResults, playGymPolicies } from './gymResults';
import { playOnRepository } from './playOnRepository';
import { wantedSet } from './wantedSet';

interface Values {
  readonly set?: string;
  readonly episodes?: number;
  readonly user: string;
  readonly choices: 'single' | 'multi';
  readonly mode: 'choice' | 'patch';
  readonly setting: 'full' | 'hidden' | 'interaction' | 'all';
  readonly repo: string;
  /** undefined: as the set has it. */
  readonly turns?: number;
  readonly calls: 'auto' | 'tools' | 'text';
  readonly policy?: string;
  readonly baselines: boolean;
  readonly execute: boolean;
  readonly seed: number;
  readonly model: readonly string[];
  readonly json?: true;
}

export function addUserbenchRunCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  addRunCommand(group, output, signal, extrasFor(output, signal));
}

function extrasFor(output: CommandOutput, signal: AbortSignal): RunExtras {
  let baselines = true;
  return {
    name: 'userbench',
    description: 'let models find out what a user wants: they search, ask and answer; resumable, nothing is paid twice',
    add: (command) =>
      command
        .option(
          '--set <set>',
          'made from --seed: travel22, travel33, … (trips), ws22, ws33, … (of --repo), function, intention, … (gyms), ' +
            'function-ws, … (gyms on --repo); or a folder; or a file of a gym, or the authors’ of trips',
        )
        .option('--repo <dir>', 'with --set ws22, turtle-ws and the like: the repository that tasks are made of', '.')
        .option('--episodes <n>', 'scenarios; default: 20 of a set that is made, all of another', integer(1, 100_000))
        .option('--user <who>', 'rules (reproducible, no model), or a model that plays the user', 'rules')
        .addOption(new Option('--choices <how>', 'answers of an aspect').choices(['single', 'multi']).default('single'))
        .addOption(
          new Option('--mode <mode>', 'of sets on a repository: choose a design, or write the change')
            .choices(['choice', 'patch'])
            .default('choice'),
        )
        .addOption(
          new Option('--setting <setting>', 'of sets on a repository: told everything, told nothing, or a user to ask')
            .choices(['full', 'hidden', 'interaction', 'all'])
            .default('interaction'),
        )
        .option('--turns <n>', 'of an episode; default: 20, or as the task has it', integer(1, 200))
        .addOption(
          new Option('--calls <form>', 'how models act; auto: by text where a model is known to call no tools')
            .choices(['auto', 'tools', 'text'])
            .default('auto'),
        )
        .option(
          '--policy <name>',
          'no model: a scripted policy, or all (trips: perfect, blind, ask-everything, search-only, nothing; repositories: perfect, ask-everything, convention, random or no-edit; each gym has its own)',
        )
        .option('--no-baselines', 'without the scripted policies beside the results'),
    choice: async (given, folder) => {
      const { user, choices, mode, setting, turns, calls } = given as unknown as Values;
      const both = {
        ...{ calls, user: user === 'rules' ? 'rules' : 'model' },
        ...(turns === undefined ? {} : { turns }),
      } satisfies Json;
      const kind = await kindOf(folder);
      const ofOthers = kind === 'travel' ? { choices } : kind === 'gym' ? {} : { mode, setting };
      const options: Json = { ...both, ...ofOthers };
      return { options, roles: user === 'rules' ? undefined : { user } };
    },
    folder: async (given) => {
      const values = given as unknown as Values;
      baselines = values.baselines;
      return values.set === undefined
        ? undefined
        : wantedSet({ ...values, set: values.set, episodes: values.episodes, signal });
    },
    instead: async (given) => {
      const values = given as unknown as Values;
      if (values.policy === undefined) return false;
      await playWithoutModel(values, values.policy, output, signal);
      return true;
    },
    results: (session, run) => resultsOf(session, run, baselines, signal),
  };
}

async function playWithoutModel(
  values: Values,
  name: string,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<void> {
  if (values.model.length > 0) throw new BadInputError('Give either --model or --policy: a policy plays without one.');
  if (values.set === undefined) throw new BadInputError('Name the set: --set travel22, a folder, or a file.');
  const { policies, policyNamed } = await import('../../userbench/policies/policies');
  const { travelRunOptions } = await import('../../userbench/solving/travelOptions');
  const { loadUserbench } = await import('../../userbench/solving/loadUserbench');
  const { baselineRows, chanceLine } = await import('../../userbench/solving/userbenchResults');
  const folder = await wantedSet({ ...values, set: values.set, episodes: values.episodes, signal });
  const kind = await kindOf(folder);
  if (kind === 'gym') return playGymPolicies(folder, name, values, output, signal);
  if (kind === 'workspace') return playOnRepository(folder, values, name, output, signal);
  const { choices, turns = 20 } = values;
  const options = travelRunOptions({ choices, turns });
  const only = name === 'all' ? policies : [policyNamed(name)];
  const { set, scenarios } = await loadUserbench(folder, { options });
  const rows = await baselineRows(scenarios, options, {
    ...{ seed: values.seed, signal, only },
    onProgress: (text) => output.progress(text, false),
  });
  const chance = chanceLine(scenarios, options);
  output.answer(values.json === true, { set: set.name, options, chance, policies: rows }, () =>
    resultsText(chance, [], rows),
  );
}

async function resultsOf(
  { store, benchmark }: EvaluationSession,
  run: RunRecord,
  withBaselines: boolean,
  signal: AbortSignal,
): Promise<RunResults> {
  const kind = await kindOf(run.configuration.set.folder);
  if (kind === 'gym') return gymResults(store, run, { withBaselines, executes: benchmark.executes === true }, signal);
  if (kind !== 'travel') return workspaceResults(store, run, withBaselines);
  const { travelRunOptions } = await import('../../userbench/solving/travelOptions');
  const { baselineRows, chanceLine, rowOf } = await import('../../userbench/solving/userbenchResults');
  const { publishedFigures, publishedSource } = await import('../../userbench/metrics/publishedFigures');
  const { readAsking } = await import('../../userbench/asking');
  const options: TravelRunOptions = travelRunOptions(run.configuration.options);
  const chance = chanceLine(benchmark.scenarios, options);
  const samples = [...store.scores(run.id)];
  const results = run.configuration.models.map((model) =>
    rowOf(
      model,
      samples
        .filter(({ record }) => record.model === model)
        .map(({ record, metrics }) => ({ scenario: record.scenario, value: record.value, metrics })),
      chance.guess,
    ),
  );
  const { seed } = run.configuration;
  const baselines = withBaselines ? await baselineRows(benchmark.scenarios, options, { seed, signal }) : [];
  const published = { source: publishedSource, figures: publishedFigures[options.choices] };
  const asking = await readAsking(store, run.id);
  return {
    json: { results, chance, baselines, published, asking },
    text: `${resultsText(chance, results, baselines)}${askingText(asking)}`,
  };
}

/** Of tasks on a repository: scores and metrics with intervals, and what guessing, conventions and knowing all are worth. */
async function workspaceResults(
  store: EvaluationSession['store'],
  run: RunRecord,
  withBaselines: boolean,
): Promise<RunResults> {
  const { buildReport, readReportInput } = await import('../../core/reports');
  const { benchmarkFloors } = await import('../../core/runs/benchmarkFloors');
  const baselines = withBaselines ? await benchmarkFloors(store, run.id) : [];
  const { readAsking } = await import('../../userbench/asking');
  const asking = await readAsking(store, run.id);
  const { overall, byCategory, notes } = buildReport(
    await readReportInput(store, run.id, { floors: baselines, asking }),
  );
  const results = overall.map(({ model, value, complete, further }) => ({
    ...{ name: model, n: value?.n ?? 0, score: value, complete },
    metrics: Object.fromEntries(further.map(({ name, value: metric }) => [name, metric])),
  }));
  const points = (value: number) => (100 * value).toFixed(1);
  const text = [
    ...results.map(({ name, n, score }) =>
      score === undefined
        ? `${name}: no episode was scored`
        : `${name}: ${points(score.mean)} of 100 (${points(score.low)} to ${points(score.high)}, n = ${n})`,
    ),
    ...baselines.map(({ name, value, n }) => `  ${name}: ${points(value)} (n = ${n})`),
    ...notes,
  ].join('\n');
  return { json: { results, byCategory, baselines, notes, asking }, text: `${text}${askingText(asking)}` };
}

function resultsText(chance: ChanceLine, results: readonly UserbenchRow[], baselines: readonly UserbenchRow[]): string {
  const points = (value: number | undefined) => (value === undefined ? '–' : (100 * value).toFixed(1));
  const percent = (value: number | undefined) => (value === undefined ? '–' : value.toFixed(1));
  const row = ({ name, n, score, metrics, chanceCorrected }: UserbenchRow) =>
    `${name}: ${points(score?.mean)} of 100 (${points(score?.low)} to ${points(score?.high)}, n = ${n}), ` +
    `corrected for chance ${points(chanceCorrected)}; best ${points(metrics.bestExist)} %, correct ${points(metrics.correctExist)} %; ` +
    `searches valid ${percent(metrics.validSearchPercent)} %, questions ${percent(metrics.validActionPercent)} %; ` +
    `wishes drawn out ${percent(metrics.elicitedActivePercent)} % asked, ${percent(metrics.elicitedPassivePercent)} % told`;
  const { guess, filtered, guesses } = chance;
  return [
    ...results.map(row),
    `Chance: ${points(guess)} for one guess, ${points(filtered)} among what is not absurd` +
      (guesses === undefined
        ? ''
        : `; ${guesses.count} guesses: ${points(guesses.score)} and ${points(guesses.filtered)}`),
    ...(baselines.length === 0 ? [] : ['Scripted policies on the same scenarios, without any model:']),
    ...baselines.map((each) => `  ${row(each)}`),
  ].join('\n');
}

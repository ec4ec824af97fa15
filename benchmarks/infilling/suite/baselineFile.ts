/** Figures that a change must not lower: how models did on each task of a set, kept in a file of the repository. */
import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { bootstrapMean } from '../../core/statistics';
import { mean } from '../../core/statistics';
import { BadInputError } from '../../core/badInputError';
import type { Competitor } from './competitor';
import { signTest } from './measures';
import { ALL, groupsOf, isIn } from './report';
import type { Outcome } from './runSuite';

/** Of a group with fewer common tasks no difference could be told from chance. */
const LEAST_TASKS = 20;
/** Two-sided. */
const SIGNIFICANCE = 0.05;

/** Exact match 0 or 1, edit similarity 0..1, valid syntax 0 or 1, or null where that is not known. */
const resultSchema = z.tuple([z.literal([0, 1]), z.number(), z.literal([0, 1]).nullable()]);
const shareSchema = z.number().min(0).max(1);
const modelSchema = z.object({
  /** For readers; a check computes them again from the tasks. */
  figures: z.object({ n: z.number(), exactMatch: shareSchema, editSimilarity: shareSchema, syntaxValid: shareSchema }),
  settings: z.record(z.string(), z.unknown()),
  /** By key of the task. */
  results: z.record(z.string(), resultSchema),
});
const baselineSchema = z.object({ format: z.literal(1), models: z.record(z.string(), modelSchema) });

export type Baseline = z.infer<typeof baselineSchema>;
type BaselineModel = Baseline['models'][string];
type TaskResult = BaselineModel['results'][string];

export type MeasureName = 'exactMatch' | 'editSimilarity' | 'syntaxValid';

/** One measure of one group of tasks, now and in the baseline. */
export interface CheckedFigure {
  readonly model: string;
  readonly kind: string;
  readonly measure: MeasureName;
  /** Tasks that both have. */
  readonly n: number;
  readonly baseline: number;
  readonly now: number;
  /** Lower than the baseline by more than chance. */
  readonly lower: boolean;
}

export function baselineOf(outcomes: ReadonlyMap<Competitor, readonly Outcome[]>): Baseline {
  const models = [...outcomes].map(([{ name, settings }, all]) => [name, baselineModel(settings, all)] as const);
  return { format: 1, models: Object.fromEntries(models) };
}

function baselineModel(settings: Competitor['settings'], outcomes: readonly Outcome[]): BaselineModel {
  const results = outcomes.map((outcome) => {
    const { exact, editSimilarity, syntaxValid } = outcome;
    const syntax = syntaxValid === undefined ? null : bit(syntaxValid);
    const result: TaskResult = [bit(exact), round(editSimilarity), syntax];
    return [outcome.task.key, result] as const;
  });
  const known = outcomes.flatMap(({ syntaxValid }) => (syntaxValid === undefined ? [] : [Number(syntaxValid)]));
  return {
    figures: {
      n: outcomes.length,
      exactMatch: round(mean(outcomes.map(({ exact }) => Number(exact)))),
      editSimilarity: round(mean(outcomes.map(({ editSimilarity }) => editSimilarity))),
      syntaxValid: known.length === 0 ? 0 : round(mean(known)),
    },
    settings,
    results: Object.fromEntries(results),
  };
}

const bit = (value: boolean) => (value ? 1 : 0);
const round = (value: number) => Math.round(1e4 * value) / 1e4;

/** @returns undefined when there is no such file; @throws BadInputError when it is no baseline */
export async function readBaseline(file: string): Promise<Baseline | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return baselineSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new BadInputError(`${file} is no baseline of this command. Name another file, or write it anew.`, {
      cause: error,
    });
  }
}

/** One line a task, so that a change of the file can be read. */
export async function writeBaseline(file: string, baseline: Baseline): Promise<void> {
  const value = String.raw`(?:[\d.]+|null)`;
  const result = new RegExp(String.raw`\[\s+(${value}),\s+(${value}),\s+(${value})\s+\]`, 'g');
  await writeFile(file, `${JSON.stringify(baseline, null, 2).replace(result, '[$1, $2, $3]')}\n`);
}

/**
 * Compares models with the baseline on the tasks that both have: all of them, and those of each kind of gap. A figure
 * is lower when chance alone hardly explains it, at 95 %: for exact match and syntax by the exact McNemar test, for edit
 * similarity when the paired bootstrap interval of the difference lies below zero.
 *
 * @throws BadInputError when nothing can be compared
 */
export function checkAgainst(
  baseline: Baseline,
  outcomes: ReadonlyMap<Competitor, readonly Outcome[]>,
): readonly CheckedFigure[] {
  const figures = [...outcomes].flatMap(([{ name }, all]) => {
    const before = baseline.models[name]?.results;
    if (before === undefined) return [];
    const common = all.filter(({ task }) => Object.hasOwn(before, task.key));
    const kinds = groupsOf(common.map(({ task }) => task)).filter(({ language }) => language === ALL);
    return kinds.flatMap((group) => {
      const members = common.filter(({ task }) => isIn(task, group));
      const pairs = members.map((outcome) => [outcome, before[outcome.task.key]!] as const);
      return pairs.length < LEAST_TASKS && group.kind !== ALL ? [] : checkGroup(name, group.kind, pairs);
    });
  });
  if (figures.length === 0) {
    const names = [...outcomes.keys()].map(({ name }) => name).join(', ');
    throw new BadInputError(
      `Nothing can be compared: the baseline is of ${Object.keys(baseline.models).join(', ') || 'no model'}, this run ` +
        `of ${names}, and they must have tasks in common. Give the tasks and models of the baseline.`,
    );
  }
  return figures;
}

function checkGroup(model: string, kind: string, pairs: readonly (readonly [Outcome, TaskResult])[]): CheckedFigure[] {
  const exact = pairs.map(([{ exact: now }, [before]]) => [now, before === 1] as const);
  const syntax = pairs.flatMap(([{ syntaxValid: now }, [, , before]]) =>
    now === undefined || before === null ? [] : [[now, before === 1] as const],
  );
  const edits = pairs.map(([{ editSimilarity: now }, [, before]]) => [now, before] as const);
  const figure = (measure: MeasureName, values: readonly (readonly [number, number])[], lower: boolean) => ({
    ...{ model, kind, measure, n: values.length, lower },
    now: mean(values.map(([now]) => now)),
    baseline: mean(values.map(([, before]) => before)),
  });
  const bits = (values: readonly (readonly [boolean, boolean])[]) =>
    values.map(([now, before]) => [Number(now), Number(before)] as const);
  return [
    figure('exactMatch', bits(exact), isLower(exact)),
    // The file keeps four digits.
    figure('editSimilarity', edits, bootstrapMean(edits.map(([now, before]) => now - before)).high < -1e-4),
    ...(syntax.length === 0 ? [] : [figure('syntaxValid', bits(syntax), isLower(syntax))]),
  ];
}

function isLower(pairs: readonly (readonly [boolean, boolean])[]): boolean {
  const { wins, losses, p } = signTest(pairs);
  return losses > wins && p < SIGNIFICANCE;
}

/**
 * Why a new baseline must not replace an old one without being told to: it would lower what is to be held, by however
 * little, or hold less. Empty when it may.
 */
export function reasonsAgainst(old: Baseline, next: Baseline): readonly string[] {
  return Object.entries(old.models).flatMap(([name, before]) => {
    const now = next.models[name];
    if (now === undefined) return [`${name} is no longer in it`];
    if (Object.keys(before.results).some((key) => !Object.hasOwn(now.results, key))) {
      return [`${name} is measured on other tasks`];
    }
    const measures = ['exactMatch', 'editSimilarity', 'syntaxValid'] as const;
    return measures
      .filter((measure) => now.figures[measure] < before.figures[measure])
      .map((measure) => `${measure} of ${name} goes down from ${before.figures[measure]} to ${now.figures[measure]}`);
  });
}

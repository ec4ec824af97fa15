/** What the reference's `judge-rubric` tells of judged answers: summaries, correlations, patterns. */
import { mean, median } from '../../core/statistics';
import type { JudgeKind } from './rubrics';

/** A row of judged answers, as far as one kind of rubric goes. */
export interface JudgedRow {
  readonly task: string;
  readonly name: string;
  /** What the row says of the answer's success; undefined: it says nothing. */
  readonly success: boolean | undefined;
  readonly score: number;
  readonly scores: Readonly<Record<string, number>>;
}

interface MergedTask {
  readonly task: string;
  readonly name: string;
  readonly success: boolean | undefined;
  readonly trajectory: JudgedRow | undefined;
  readonly completion: JudgedRow | undefined;
}

interface PairedTask extends MergedTask {
  readonly trajectory: JudgedRow;
  readonly completion: JudgedRow;
}

export interface BandedSummary {
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  /** Of a sample (n − 1); 0 of a single value. */
  readonly std_dev: number;
  readonly min: number;
  readonly max: number;
  /** From 0.8, from 0.5, below. */
  readonly high_scores: number;
  readonly medium_scores: number;
  readonly low_scores: number;
}

/** Nothing was judged. */
type NoScores = Readonly<Record<string, never>>;

export interface JudgeStatistics {
  readonly statistics: {
    readonly total_tasks: number;
    readonly trajectory_stats: BandedSummary | NoScores;
    readonly completion_stats: BandedSummary | NoScores;
    readonly combined_stats: BandedSummary | NoScores;
    readonly task_coverage: Readonly<Record<string, number>>;
    readonly aspect_analysis: Readonly<Record<JudgeKind, ReturnType<typeof aspects>>>;
  };
  readonly correlations: {
    readonly trajectory_completion_correlation: number | null;
    readonly original_success_correlation: ReturnType<typeof bySuccess>;
  };
  readonly patterns: ReturnType<typeof patterns>;
}

export function judgeStatistics(trajectory: readonly JudgedRow[], completion: readonly JudgedRow[]): JudgeStatistics {
  const merged = mergedTasks(trajectory, completion);
  const both = merged.filter(isPaired);
  const rows = (kind: JudgeKind) => merged.flatMap((each) => each[kind] ?? []);
  return {
    statistics: {
      total_tasks: merged.length,
      trajectory_stats: bandedSummary(rows('trajectory').map(({ score }) => score)),
      completion_stats: bandedSummary(rows('completion').map(({ score }) => score)),
      combined_stats: bandedSummary(both.map(combined)),
      task_coverage: {
        tasks_with_both_scores: both.length,
        tasks_with_trajectory_only: merged.filter((each) => each.trajectory && !each.completion).length,
        tasks_with_completion_only: merged.filter((each) => !each.trajectory && each.completion).length,
      },
      aspect_analysis: { trajectory: aspects(rows('trajectory')), completion: aspects(rows('completion')) },
    },
    correlations: {
      trajectory_completion_correlation: pearson(
        both.map((each) => each.trajectory.score),
        both.map((each) => each.completion.score),
      ),
      original_success_correlation: bySuccess(both),
    },
    patterns: patterns(merged, both),
  };
}

/** The trajectory's row says name and success where there are both. */
function mergedTasks(trajectory: readonly JudgedRow[], completion: readonly JudgedRow[]): readonly MergedTask[] {
  const first = new Map(trajectory.map((row) => [row.task, row]));
  const second = new Map(completion.map((row) => [row.task, row]));
  return [...new Set([...first.keys(), ...second.keys()])].map((task) => {
    const [ofTrajectory, ofCompletion] = [first.get(task), second.get(task)];
    const told = ofTrajectory ?? ofCompletion;
    return { task, name: told?.name ?? '', success: told?.success, trajectory: ofTrajectory, completion: ofCompletion };
  });
}

const isPaired = (each: MergedTask): each is PairedTask =>
  each.trajectory !== undefined && each.completion !== undefined;
const combined = ({ trajectory, completion }: PairedTask) => (trajectory.score + completion.score) / 2;

/** Deviations are those of a sample (n − 1); 0 of a single value. */
function summary(values: readonly number[]) {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  return {
    mean: middle,
    median: median(values),
    std_dev: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0,
    min: Math.min(...values),
    max: Math.max(...values),
  };
}

function bandedSummary(values: readonly number[]): BandedSummary | NoScores {
  if (values.length === 0) return {};
  return {
    count: values.length,
    ...summary(values),
    high_scores: values.filter((value) => value >= 0.8).length,
    medium_scores: values.filter((value) => value >= 0.5 && value < 0.8).length,
    low_scores: values.filter((value) => value < 0.5).length,
  };
}

function aspects(rows: readonly JudgedRow[]) {
  const found = new Map<string, number[]>();
  for (const { scores } of rows) {
    for (const [aspect, score] of Object.entries(scores)) found.set(aspect, [...(found.get(aspect) ?? []), score]);
  }
  return Object.fromEntries([...found].map(([aspect, values]) => [aspect, summary(values)]));
}

/** null where it has no meaning: fewer than two values, or none that differ. */
function pearson(x: readonly number[], y: readonly number[]): number | null {
  if (x.length < 2) return null;
  const [mx, my] = [mean(x), mean(y)];
  const sum = (of: (index: number) => number) => x.reduce((total, _value, index) => total + of(index), 0);
  const dx = (index: number) => (x[index] ?? 0) - mx;
  const dy = (index: number) => (y[index] ?? 0) - my;
  const spread = Math.sqrt(sum((index) => dx(index) ** 2)) * Math.sqrt(sum((index) => dy(index) ** 2));
  return spread === 0 ? null : sum((index) => dx(index) * dy(index)) / spread;
}

/** Empty where no row says whether its answer succeeded; a mean of nothing is 0. */
function bySuccess(both: readonly PairedTask[]) {
  const told = both.filter(({ success }) => success !== undefined);
  if (told.length === 0) return {};
  const of = (success: boolean) => told.filter((each) => each.success === success);
  const meanOf = (success: boolean, kind: JudgeKind) =>
    of(success).length === 0 ? 0 : mean(of(success).map((each) => each[kind].score));
  return {
    success_trajectory_mean: meanOf(true, 'trajectory'),
    failure_trajectory_mean: meanOf(false, 'trajectory'),
    success_completion_mean: meanOf(true, 'completion'),
    failure_completion_mean: meanOf(false, 'completion'),
    success_count: of(true).length,
    failure_count: of(false).length,
  };
}

function patterns(merged: readonly MergedTask[], both: readonly PairedTask[]) {
  const told = both.map((each) => ({
    task_id: each.task,
    task_name: each.name,
    trajectory_score: each.trajectory.score,
    completion_score: each.completion.score,
    combined_score: combined(each),
    gap: Math.abs(each.trajectory.score - each.completion.score),
  }));
  const weak = (kind: JudgeKind) => {
    const found = new Map<string, object[]>();
    for (const each of merged) {
      for (const [aspect, score] of Object.entries(each[kind]?.scores ?? {})) {
        if (score > 0.6) continue;
        found.set(aspect, [...(found.get(aspect) ?? []), { task_id: each.task, task_name: each.name, score }]);
      }
    }
    return Object.fromEntries(found);
  };
  const down = <T extends { readonly combined_score: number }>(rows: readonly T[]) =>
    [...rows].sort((a, b) => b.combined_score - a.combined_score);
  return {
    high_performers: down(told.filter((each) => each.combined_score >= 0.9)),
    low_performers: down(told.filter((each) => each.combined_score <= 0.5)).reverse(),
    trajectory_completion_gaps: told.filter(({ gap }) => gap >= 0.3).sort((a, b) => b.gap - a.gap),
    consistent_performers: down(told.filter(({ gap, combined_score: score }) => gap <= 0.1 && score >= 0.7)),
    aspect_weaknesses: { trajectory: weak('trajectory'), completion: weak('completion') },
  };
}

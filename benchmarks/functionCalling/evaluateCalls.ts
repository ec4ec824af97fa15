import { wilsonInterval } from '../core/statistics';
import { judgedCalls, type JudgedReply } from './judgedReply';
import { leaderboardScores, type LeaderboardScores } from './leaderboardScores';
import type { Prediction } from './predictions';
import type { Question } from './questions';

export interface CategoryFigures {
  readonly n: number;
  /** Share of questions that are answered right, 0..1. */
  readonly accuracy: number;
  /** 95 % Wilson interval of the accuracy. */
  readonly interval: { readonly low: number; readonly high: number };
  /** Shares of replies that could not be read, and of those with a call of a function that the question does not have. */
  readonly malformed: number;
  readonly unknownFunction: number;
  /** Share with a call that lacks a required argument or has an unknown one. */
  readonly schemaViolation: number;
  /** Share with a call that is the same as the one right before it. */
  readonly repeatedCall: number;
}

export interface CallFailure {
  readonly id: string;
  readonly category: string;
  /** Name of the error, the leaderboard's own where it has one. */
  readonly reason: string;
  readonly message: string;
}

export interface CallReport extends CategoryFigures {
  readonly byCategory: Readonly<Record<string, CategoryFigures>>;
  readonly leaderboard: LeaderboardScores;
  /** Of all questions that no call answers; undefined where there are none. */
  readonly abstention: CategoryFigures | undefined;
  /** How often each reason occurs. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly failures: readonly CallFailure[];
}

/**
 * @param questions at least one
 * @param predictions by id of the question; those of other questions do not count
 */
export function evaluateCalls(
  questions: readonly Question[],
  predictions: ReadonlyMap<string, Prediction>,
  options: { readonly sourceText: boolean },
): CallReport {
  return callReport(questions.map((question) => judgedCalls(question, predictions.get(question.id), options)));
}

/** @param judged at least one */
export function callReport(judged: readonly JudgedReply[]): CallReport {
  const failures = judged.flatMap(({ id, category, verdict }) =>
    verdict.right ? [] : [{ id, category, reason: verdict.reason, message: verdict.message }],
  );
  const categories = [...new Set(judged.map(({ category }) => category))];
  const byCategory = Object.fromEntries(
    categories.map((name) => [name, figuresOf(judged.filter(({ category }) => category === name))]),
  );
  const needless = judged.filter(({ kind }) => kind === 'irrelevance');
  return {
    ...figuresOf(judged),
    byCategory,
    leaderboard: leaderboardScores(byCategory),
    abstention: needless.length > 0 ? figuresOf(needless) : undefined,
    reasons: counted(failures.map(({ reason }) => reason)),
    failures,
  };
}

function figuresOf(judged: readonly JudgedReply[]): CategoryFigures {
  const n = judged.length;
  const share = (of: (each: JudgedReply) => boolean) => judged.filter(of).length / n;
  const { mean, low, high } = wilsonInterval(judged.filter(({ verdict }) => verdict.right).length, n);
  return {
    n,
    accuracy: mean,
    interval: { low, high },
    malformed: share(({ malformed }) => malformed),
    unknownFunction: share(({ unknownFunction }) => unknownFunction),
    schemaViolation: share(({ schemaViolation }) => schemaViolation),
    repeatedCall: share(({ repeatedCall }) => repeatedCall),
  };
}

function counted(names: readonly string[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return Object.fromEntries([...counts].sort(([, a], [, b]) => b - a));
}

/** A table in Markdown. */
export function callReportText(title: string, report: CallReport): string {
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  const row = (name: string, figures: CategoryFigures) => {
    const { n, accuracy, interval, malformed, unknownFunction, schemaViolation, repeatedCall } = figures;
    const shares = [malformed, unknownFunction, schemaViolation, repeatedCall].map(percent).join(' | ');
    return `| ${name} | ${n} | ${percent(accuracy)} | ${percent(interval.low)} to ${percent(interval.high)} | ${shares} |`;
  };
  const rows = Object.entries(report.byCategory).map(([name, figures]) => row(name, figures));
  const reasons = Object.entries(report.reasons).map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`);
  const scores = Object.entries<number>({ ...report.leaderboard }).map(
    ([name, score]) => `${percent(score).padStart(9)}  ${name}`,
  );
  return [
    title,
    '',
    '| Category | n | Right | 95 % interval | Not readable | Unknown function | Not its arguments | Repeated |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...(rows.length > 1 ? [row('all', report)] : []),
    ...(scores.length > 0 ? ['', 'As the leaderboard counts them together:', ...scores] : []),
    ...(reasons.length > 0 ? ['', 'Why answers are wrong:', ...reasons] : []),
  ].join('\n');
}

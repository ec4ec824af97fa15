import { mcNemarP } from '../core/statistics';
import type { CallReport } from './evaluateCalls';
import type { Question } from './questions';

/** Of a report: which categories there are, and what was wrong. */
export type JudgedCategories = Pick<CallReport, 'failures'> & {
  readonly byCategory: Readonly<Record<string, unknown>>;
};

export interface PairedFigures {
  readonly n: number;
  /** Questions that only the model answers right, and those that only the other does. */
  readonly wins: number;
  readonly losses: number;
  /** Two-sided, of the exact McNemar test. */
  readonly p: number;
}

/** Two answers to the same questions, by category. */
export function pairedCalls(
  questions: readonly Question[],
  report: JudgedCategories,
  other: JudgedCategories,
): Readonly<Record<string, PairedFigures>> {
  const wrong = new Set(report.failures.map(({ id }) => id));
  const otherWrong = new Set(other.failures.map(({ id }) => id));
  return Object.fromEntries(
    Object.keys(report.byCategory).map((name) => {
      const ids = questions.filter(({ category }) => category.name === name).map(({ id }) => id);
      const wins = ids.filter((id) => !wrong.has(id) && otherWrong.has(id)).length;
      const losses = ids.filter((id) => wrong.has(id) && !otherWrong.has(id)).length;
      return [name, { n: ids.length, wins, losses, p: mcNemarP(wins, losses) }];
    }),
  );
}

/** A table in Markdown. */
export function pairedText(other: string, figures: Readonly<Record<string, PairedFigures>>): string {
  const rows = Object.entries(figures).map(
    ([name, { n, wins, losses, p }]) =>
      `| ${name} | ${n} | ${wins} | ${losses} | ${p < 0.0001 ? '< 0.0001' : p.toFixed(4)} |`,
  );
  return [
    `Against ${other}, on the same questions:`,
    '',
    '| Category | n | Only this is right | Only the other is right | p (McNemar) |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

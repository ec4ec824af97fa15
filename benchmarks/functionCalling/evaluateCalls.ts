import { checkToolCall, plainJson } from '../../runtime/functionCalling';
import { wilsonInterval } from '../core/statistics';
import { checkPrediction } from './checking/checkPrediction';
import { gatewayTool } from './gatewayMessages';
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
  /** ... of those with a call of a known function whose arguments its schema does not allow. */
  readonly schemaViolation: number;
  /** ... of readable replies that call nothing: right where no function applies. */
  readonly abstained: number;
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
  /** How often each reason occurs. */
  readonly reasons: Readonly<Record<string, number>>;
  readonly failures: readonly CallFailure[];
}

interface Judged {
  readonly question: Question;
  readonly prediction: Prediction | undefined;
  readonly failure: CallFailure | undefined;
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
  const judged = questions.map((question): Judged => {
    const prediction = predictions.get(question.id);
    const verdict = checkPrediction(question, prediction, options);
    const { id, category } = question;
    const { name } = category;
    const failure = verdict.right
      ? undefined
      : { id, category: name, reason: verdict.reason, message: verdict.message };
    return { question, prediction, failure };
  });
  const failures = judged.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const categories = [...new Set(questions.map(({ category }) => category.name))];
  return {
    ...figuresOf(judged),
    byCategory: Object.fromEntries(
      categories.map((name) => [name, figuresOf(judged.filter(({ question }) => question.category.name === name))]),
    ),
    reasons: counted(failures.map(({ reason }) => reason)),
    failures,
  };
}

function figuresOf(judged: readonly Judged[]): CategoryFigures {
  const n = judged.length;
  const share = (of: (each: Judged) => boolean) => judged.filter(of).length / n;
  const { mean, low, high } = wilsonInterval(judged.filter(({ failure }) => failure === undefined).length, n);
  return {
    n,
    accuracy: mean,
    interval: { low, high },
    malformed: share(({ prediction }) => prediction?.kind === 'malformed'),
    unknownFunction: share(
      ({ question, prediction }) =>
        prediction?.kind === 'calls' &&
        prediction.calls.some(({ name }) => !question.functions.some((each) => each.get('name') === name)),
    ),
    schemaViolation: share(
      ({ question, prediction }) => prediction !== undefined && breaksSchema(question, prediction),
    ),
    abstained: share(({ prediction }) => prediction?.kind === 'calls' && prediction.calls.length === 0),
  };
}

/** Whether a call would be turned away before it is run; JSON Schema's types, not the checker's of the leaderboard. */
function breaksSchema({ functions }: Question, prediction: Prediction): boolean {
  if (prediction.kind !== 'calls' || prediction.calls.length === 0) return false;
  const tools = functions.map(gatewayTool);
  return prediction.calls.some((call) => {
    if (!tools.some(({ name }) => name === call.name)) return false;
    const given = Object.fromEntries([...call.arguments].map(([name, value]) => [name, plainJson(value)]));
    return checkToolCall({ name: call.name, arguments: given }, tools).kind === 'invalid';
  });
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
    const { n, accuracy, interval, malformed, unknownFunction, schemaViolation, abstained } = figures;
    const shares = [malformed, unknownFunction, schemaViolation, abstained].map(percent).join(' | ');
    return `| ${name} | ${n} | ${percent(accuracy)} | ${percent(interval.low)} to ${percent(interval.high)} | ${shares} |`;
  };
  const rows = Object.entries(report.byCategory).map(([name, figures]) => row(name, figures));
  const reasons = Object.entries(report.reasons).map(([reason, count]) => `${String(count).padStart(6)}  ${reason}`);
  return [
    title,
    '',
    '| Category | n | Right | 95 % interval | Not readable | Unknown function | Against its schema | No call |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...(rows.length > 1 ? [row('all', report)] : []),
    ...(reasons.length > 0 ? ['', 'Why answers are wrong:', ...reasons] : []),
  ].join('\n');
}

import { median } from '../core/statistics';
import type { Prediction } from './predictions';

/** What a run took, from what is kept of each answer. */
export interface RunFigures {
  readonly model: string;
  readonly modelHash: string | undefined;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Micro-dollars. */
  readonly cost: number;
  /** Milliseconds, median of the answers. */
  readonly firstTokenMs: number | undefined;
  readonly totalMs: number | undefined;
  /** How often calls came in which form. */
  readonly paths: Readonly<Record<string, number>>;
  /** Answers whose first calls could not be read or run, and those of them that came right when the model was told. */
  readonly wrongAtFirst: number;
  readonly repaired: number;
  /** Answers in which a call was doubted, and not believed. */
  readonly doubted: number;
  readonly abstained: number;
}

/** @returns undefined where nothing was kept, as with predictions of others */
export function runFigures(predictions: ReadonlyMap<string, Prediction>): RunFigures | undefined {
  const facts = [...predictions.values()].flatMap((each) => (each.facts ? [each.facts] : []));
  const [first] = facts;
  if (first === undefined) return undefined;
  const replies = facts.flatMap(({ reply }) => (reply ? [reply] : []));
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
  const middle = (values: readonly number[]) => (values.length === 0 ? undefined : median(values));
  const paths = new Map<string, number>();
  for (const { path } of replies) if (path !== undefined) paths.set(path, (paths.get(path) ?? 0) + 1);
  const wrong = replies.filter(({ malformed, invalid }) => malformed + invalid > 0);
  return {
    model: first.model,
    modelHash: first.modelHash,
    inputTokens: sum(facts.map(({ inputTokens }) => inputTokens)),
    outputTokens: sum(facts.map(({ outputTokens }) => outputTokens)),
    cost: sum(facts.map(({ cost }) => cost)),
    firstTokenMs: middle(facts.flatMap(({ firstTokenMs }) => firstTokenMs ?? [])),
    totalMs: middle(facts.map(({ totalMs }) => totalMs)),
    paths: Object.fromEntries(paths),
    wrongAtFirst: wrong.length,
    repaired: wrong.filter(({ dropped }) => dropped === 0).length,
    doubted: replies.filter(({ callChance }) => callChance !== undefined).length,
    abstained: replies.filter(({ abstained }) => abstained).length,
  };
}

export function runText(run: RunFigures): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? '-' : `${(ms / 1000).toFixed(2)} s`);
  const paths = Object.entries(run.paths).map(([path, count]) => `${path} ${count}`);
  return [
    `${run.inputTokens} tokens read, ${run.outputTokens} written, $${(run.cost / 1e6).toFixed(6)}; ` +
      `median ${seconds(run.totalMs)} an answer, ${seconds(run.firstTokenMs)} to its first piece`,
    ...(paths.length > 0 ? [`Calls by form: ${paths.join(', ')}`] : []),
    ...(run.wrongAtFirst > 0
      ? [`${run.wrongAtFirst} answers were wrong at first, ${run.repaired} of them repaired`]
      : []),
    ...(run.doubted > 0 ? [`${run.doubted} calls were doubted, ${run.abstained} of them not believed`] : []),
  ].join('\n');
}

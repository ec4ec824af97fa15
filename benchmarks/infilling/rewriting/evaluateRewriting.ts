/** How often rewriting leaves right text alone, and how often it repairs a wrong word. */
import type { KeptText, RewriteParams, RewriteResult } from '../../../runtime/protocol';
import { mean, percentile, wilsonInterval, type Interval } from '../../core/statistics';
import { clipContext } from '../cursor';
import { hasGrammar } from '../../../runtime/syntax';
import { syntaxValid } from '../suite/syntax';
import { DAMAGES, type Damage } from './damage';
import type { RewriteTask } from './rewriteTasks';

/** What is asked of the model. */
export interface RewritePolicy {
  readonly name: string;
  readonly keep: KeptText;
}

/**
 * left: the span is as it was; restored: it was wrong and is right now; valid: it is something else whose syntax is as good as that of the
 * truth; broken: it is something else.
 */
export type RewriteEnd = 'left' | 'restored' | 'valid' | 'broken';

export interface RewriteOutcome {
  readonly task: RewriteTask;
  readonly end: RewriteEnd;
  readonly text: string;
  readonly forwardPasses: number;
  /** Wall milliseconds. */
  readonly ms: number;
}

/** One model that rewrites, e.g. the engine. */
export interface Rewriter {
  rewrite(params: RewriteParams, signal: AbortSignal): Promise<RewriteResult>;
}

export interface RewritingOptions {
  readonly model: string;
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** As many new tokens as the editor allows for a line or some. */
const MAX_TOKENS = 512;

export async function rewriteOne(
  rewriter: Rewriter,
  task: RewriteTask,
  policy: RewritePolicy,
  { model, seed, signal }: RewritingOptions,
): Promise<RewriteOutcome> {
  const { prefix, suffix } = clipContext(task);
  const span = { start: prefix.length, end: prefix.length + task.text.length };
  const result = await rewriter.rewrite(
    {
      ...{ model, seed },
      session: task.key,
      languageId: task.language,
      text: prefix + task.text + suffix,
      spans: [{ ...span, keep: policy.keep, maxTokens: MAX_TOKENS }],
      copy: 'file',
      temperature: 0,
    },
    signal,
  );
  const [answer] = result.spans;
  const text = answer && answer.tokens.length > 0 ? answer.text : task.text;
  return { task, end: await endOf(task, text), text, forwardPasses: result.forwardPasses, ms: result.ms };
}

async function endOf(task: RewriteTask, text: string): Promise<RewriteEnd> {
  if (text === task.text) return 'left';
  if (text === task.truth) return 'restored';
  // Where syntax cannot be judged nothing is said in favour of the text.
  if (!hasGrammar(task.language)) return 'broken';
  return (await syntaxValid(task.language, task.prefix, text, task.suffix, task.truth)) ? 'valid' : 'broken';
}

/** Counts of wrong spans, by what became of them. */
export type RepairCounts = Readonly<Record<RewriteEnd, number>> & { readonly n: number };

export interface RewritingSummary {
  /** Spans that were right, and the share of them that is exactly as it was. */
  readonly right: { readonly n: number; readonly leftAlone: Interval };
  /** Spans with one wrong word, and what became of them. */
  readonly wrong: {
    readonly n: number;
    readonly restored: Interval;
    readonly otherValid: Interval;
    readonly broken: Interval;
    readonly left: Interval;
    readonly byDamage: Readonly<Partial<Record<Damage, RepairCounts>>>;
  };
  readonly forwardPasses: number;
  readonly msP50: number;
  readonly msP95: number;
}

/** @param outcomes of one policy, of right and of wrong spans, at least one of each */
export function summarise(outcomes: readonly RewriteOutcome[]): RewritingSummary {
  const right = outcomes.filter(({ task }) => task.damage === undefined);
  const wrong = outcomes.filter(({ task }) => task.damage !== undefined);
  const share = (of: readonly RewriteOutcome[], end: RewriteEnd) => wilsonInterval(countOf(of, end), of.length);
  const times = outcomes.map(({ ms }) => ms);
  const byDamage = DAMAGES.flatMap((damage) => {
    const own = wrong.filter(({ task }) => task.damage === damage);
    return own.length === 0 ? [] : [[damage, countsOf(own)] as const];
  });
  return {
    right: { n: right.length, leftAlone: share(right, 'left') },
    wrong: {
      n: wrong.length,
      restored: share(wrong, 'restored'),
      otherValid: share(wrong, 'valid'),
      broken: share(wrong, 'broken'),
      left: share(wrong, 'left'),
      byDamage: Object.fromEntries(byDamage),
    },
    forwardPasses: mean(outcomes.map((outcome) => outcome.forwardPasses)),
    msP50: percentile(times, 0.5),
    msP95: percentile(times, 0.95),
  };
}

function countsOf(outcomes: readonly RewriteOutcome[]): RepairCounts {
  const count = (end: RewriteEnd) => countOf(outcomes, end);
  return {
    n: outcomes.length,
    left: count('left'),
    restored: count('restored'),
    valid: count('valid'),
    broken: count('broken'),
  };
}

function countOf(outcomes: readonly RewriteOutcome[], end: RewriteEnd): number {
  return outcomes.filter((outcome) => outcome.end === end).length;
}

import { ToolIndex } from '../../runtime/functionCalling';
import type { ToolDefinition } from '../../runtime/gateway/types';
import { bootstrapMean } from '../core/pairedStatistics';
import { wilsonInterval, type Interval } from '../core/statistics';
import { toolOf } from './retrievalBaseline';
import { ScanRival } from './scanRival';
import type { Question } from './questions';
import type { ToolQuery } from './toolCollection';

export interface RecallFigures {
  readonly k: number;
  /** Mean share of the needed tools that are among the first k, with its bootstrap interval (95 %). */
  readonly recall: Interval;
  /** Share of queries for which all are, with its Wilson interval (95 %). */
  readonly complete: Interval;
}

export interface SelectionReport {
  readonly tools: number;
  readonly n: number;
  readonly index: readonly RecallFigures[];
  /** A plain scan by TF-IDF over the same words. */
  readonly scan: readonly RecallFigures[];
}

export function measureSelection(
  tools: readonly ToolDefinition[],
  queries: readonly ToolQuery[],
  ks: readonly number[],
): SelectionReport {
  const most = Math.max(...ks);
  const index = new ToolIndex(tools);
  const scan = new ScanRival(tools);
  const found = queries.map(({ query }) => index.find(query, most).map(({ tool }) => tool.name));
  const scanned = queries.map(({ query }) => scan.find(query, most));
  const figures = (names: readonly (readonly string[])[]) => ks.map((k) => recallAt(k, queries, names));
  return { tools: tools.length, n: queries.length, index: figures(found), scan: figures(scanned) };
}

function recallAt(k: number, queries: readonly ToolQuery[], found: readonly (readonly string[])[]): RecallFigures {
  const shares = queries.map(({ needed }, index) => {
    const names = new Set(found[index]!.slice(0, k));
    return needed.filter((name) => names.has(name)).length / needed.length;
  });
  const complete = shares.filter((share) => share === 1).length;
  return { k, recall: bootstrapMean(shares), complete: wilsonInterval(complete, shares.length) };
}

export interface GuardFigures {
  readonly threshold: number;
  /** Questions that a tool answers, and share of them for which the guard says so. */
  readonly kept: Interval & { readonly n: number };
  /** Questions that none answers, and share of them for which the guard says that. */
  readonly abstained: Interval & { readonly n: number };
}

export interface GuardReport {
  /** The highest step at which the kept share of the first half is at least `target`. */
  readonly threshold: number;
  readonly target: number;
  /** On the other half, by threshold. */
  readonly figures: readonly GuardFigures[];
}

/** Every second question finds the threshold, the others measure it. */
export function measureGuard(questions: readonly Question[], target = 0.95): GuardReport {
  const rows = questions.map((question) => ({
    answered: question.category.kind !== 'irrelevance',
    coverage: coverageOf(question),
  }));
  const halves = [0, 1].map((half) => rows.filter((_, index) => index % 2 === half));
  const steps = Array.from({ length: 11 }, (_, step) => step / 20);
  const at = (half: typeof rows, threshold: number): GuardFigures => {
    const share = (answered: boolean) => {
      const members = half.filter((row) => row.answered === answered);
      const right = members.filter(({ coverage }) => coverage >= threshold === answered).length;
      return { ...wilsonInterval(right, members.length), n: members.length };
    };
    return { threshold, kept: share(true), abstained: share(false) };
  };
  const threshold = steps.findLast((step) => at(halves[0]!, step).kept.mean >= target) ?? 0;
  return { threshold, target, figures: steps.map((step) => at(halves[1]!, step)) };
}

function coverageOf({ functions, messages }: Question): number {
  const text = messages.map((message) => message.get('content')).filter((content) => typeof content === 'string');
  return new ToolIndex(functions.map(toolOf)).find(text.join('\n'), 1)[0]?.coverage ?? 0;
}

import { ToolIndex } from '../../runtime/functionCalling';
import type { ToolDefinition } from '../../runtime/gateway/types';
import { openToolRegistry } from '../../runtime/tools/registry';
import type { ToolRegistry } from '../../runtime/tools/types';
import { bootstrapMean } from '../core/statistics';
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
  readonly registry: RegistryFigures;
}

/** What the registry gives: with bad schemas disabled, and shown in fewer words. */
export interface RegistryFigures {
  readonly recall: readonly RecallFigures[];
  /** Tools whose schema cannot be used. */
  readonly disabled: number;
  /** Mean share of the characters of a description and schema that are left, with its bootstrap interval (95 %). */
  readonly shown: Interval;
}

export async function measureSelection(
  tools: readonly ToolDefinition[],
  queries: readonly ToolQuery[],
  ks: readonly number[],
): Promise<SelectionReport> {
  const most = Math.max(...ks);
  const index = new ToolIndex(tools);
  const scan = new ScanRival(tools);
  const found = queries.map(({ query }) => index.find(query, most).map(({ tool }) => tool.name));
  const scanned = queries.map(({ query }) => scan.find(query, most));
  const figures = (names: readonly (readonly string[])[]) => ks.map((k) => recallAt(k, queries, names));
  const registry = await registryOf(tools);
  const selected = queries.map(({ query }) => registry.select(query, most, []).map(({ sourceName }) => sourceName));
  const disabled = registry.entries().filter((entry) => entry.disabled !== undefined).length;
  const recall = figures(selected);
  const shown = bootstrapMean(sharesShown(registry, tools));
  await registry.dispose();
  return {
    tools: tools.length,
    n: queries.length,
    index: figures(found),
    scan: figures(scanned),
    registry: { recall, disabled, shown },
  };
}

/** A registry that holds these tools, and has asked for them. */
export async function registryOf(tools: readonly ToolDefinition[]): Promise<ToolRegistry> {
  const run = () => Promise.reject(new Error('Tools are not run here.'));
  // Sources of at most a thousand tools each: no registry takes more from one.
  const sources = Array.from({ length: Math.ceil(tools.length / 1000) }, (_, at) => ({
    origin: { kind: 'function', id: `part ${at}`, title: `Part ${at}` } as const,
    tools: async () => ({
      tools: tools
        .slice(at * 1000, (at + 1) * 1000)
        .map((tool) => ({ ...tool, title: tool.name, risk: 'read' as const, run })),
    }),
  }));
  const registry = openToolRegistry({ sources });
  await registry.refresh(new AbortController().signal);
  return registry;
}

function sharesShown(registry: ToolRegistry, tools: readonly ToolDefinition[]): readonly number[] {
  const whole = new Map(
    tools.map(({ name, description, inputSchema }) => [name, JSON.stringify({ description, inputSchema }).length]),
  );
  return registry.entries().flatMap(({ sourceName, description, inputSchema, disabled }) => {
    const length = whole.get(sourceName);
    if (length === undefined || disabled !== undefined) return [];
    return [JSON.stringify({ description, inputSchema }).length / length];
  });
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

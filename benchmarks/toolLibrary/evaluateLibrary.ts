import type { TokenCounter } from '../../runtime/toolLibrary/tokenCounter';
import type { ToolRecord } from '../../runtime/toolLibrary/types';
import { Bm25Retriever, TfidfRetriever, toolText, type ToolRetriever } from '../../runtime/toolLibrary/retrieval';
import { itemsOfGroups, itemsOfTools, type MergePolicy } from './libraryItems';
import { outcomeOf, type QueryOutcome, type ShownItem } from './queryOutcome';
import { randomMerge } from './randomMerges';
import { controlFigures, figuresOf, gainOf, type ControlFigures, type Figures } from './retrievalFigures';
import type { Equivalence, LibraryItem, LibraryQuery } from './types';

/** Ranks that are looked at. */
const deepest = 100;

const retrievers = { bm25: Bm25Retriever<LibraryItem>, tfidf: TfidfRetriever<LibraryItem> } as const;
export type RetrieverName = keyof typeof retrievers;
export const retrieverNames: readonly RetrieverName[] = ['bm25', 'tfidf'];

export const retrieverOf = (name: RetrieverName, items: readonly LibraryItem[]): ToolRetriever<LibraryItem> =>
  new retrievers[name](items, (item) => `${toolText(item)} ${item.aliases}`);

/** The very tools alone, and also those that do the same. */
export interface Scored<Form> {
  readonly strict: Form;
  readonly equivalent: Form;
}
type ByRetriever<Form> = Readonly<Partial<Record<RetrieverName, Scored<Form>>>>;

export interface LibraryEvaluation {
  readonly queries: number;
  readonly before: { readonly tools: number; readonly retrieval: ByRetriever<Figures> };
  readonly after: { readonly tools: number; readonly retrieval: ByRetriever<Figures> };
  /** Random groups of the same sizes. */
  readonly controls: {
    readonly merges: number;
    readonly policy: MergePolicy;
    readonly retrieval: ByRetriever<ControlFigures>;
  };
  /** After, less the mean of the controls. */
  readonly gain: ByRetriever<Figures>;
}

/** A collection after merging. */
export interface MergedCollection {
  /** How it was merged, for people. */
  readonly kind: string;
  readonly after: readonly LibraryItem[];
  /** Sizes of all groups that `after` was made by. */
  readonly sizes: readonly number[];
  readonly policy: MergePolicy;
  readonly equivalence: Equivalence;
}

export interface EvaluationOptions extends Omit<MergedCollection, 'kind'> {
  readonly tools: readonly ToolRecord[];
  readonly queries: readonly LibraryQuery[];
  readonly count: TokenCounter;
  readonly controls?: number;
  readonly names?: readonly RetrieverName[];
  readonly seed?: number;
  readonly signal?: AbortSignal;
  readonly progress?: (what: string) => void;
}

/** Whether a refactored library is found in better than the collection was, and better than after merging at random. */
export async function evaluateLibrary(options: EvaluationOptions): Promise<LibraryEvaluation> {
  const { tools, after, sizes, policy, queries, names = retrieverNames, controls = 20, seed = 1, progress } = options;
  const tokens = new Map<string, number>();
  const count = (text: string) => {
    const known = tokens.get(text) ?? options.count(text);
    tokens.set(text, known);
    return known;
  };
  const measured = (items: readonly LibraryItem[], name: RetrieverName) => measure(items, name, { ...options, count });
  const beforeFigures: Partial<Record<RetrieverName, Scored<Figures>>> = {};
  const afterFigures: Partial<Record<RetrieverName, Scored<Figures>>> = {};
  const controlled: Partial<Record<RetrieverName, Scored<ControlFigures>>> = {};
  const gains: Partial<Record<RetrieverName, Scored<Figures>>> = {};
  for (const name of names) {
    beforeFigures[name] = scored(await measured(itemsOfTools(tools), name), figuresOf);
    const merged = await measured(after, name);
    afterFigures[name] = scored(merged, figuresOf);
    const random: Scored<readonly QueryOutcome[]>[] = [];
    for (let at = 0; at < controls; at++) {
      progress?.(`${name}: random merge ${at + 1} of ${controls}`);
      random.push(await measured(itemsOfGroups(randomMerge(tools, sizes, seed + at), policy), name));
    }
    const both = { strict: random.map(({ strict }) => strict), equivalent: random.map(({ equivalent }) => equivalent) };
    controlled[name] = scored(both, controlFigures);
    gains[name] = {
      strict: gainOf(merged.strict, both.strict),
      equivalent: gainOf(merged.equivalent, both.equivalent),
    };
  }
  return {
    queries: queries.length,
    before: { tools: tools.length, retrieval: beforeFigures },
    after: { tools: after.length, retrieval: afterFigures },
    controls: { merges: controls, policy, retrieval: controlled },
    gain: gains,
  };
}

const scored = <From, To>({ strict, equivalent }: Scored<From>, to: (from: From) => To): Scored<To> => ({
  strict: to(strict),
  equivalent: to(equivalent),
});

async function measure(
  items: readonly LibraryItem[],
  name: RetrieverName,
  { queries, equivalence, count, signal }: EvaluationOptions,
): Promise<Scored<readonly QueryOutcome[]>> {
  const retriever = retrieverOf(name, items);
  const strict: QueryOutcome[] = [];
  const equivalent: QueryOutcome[] = [];
  for (const query of queries) {
    signal?.throwIfAborted();
    const ranked = await retriever.find(query.query, deepest);
    const found = ranked.map(({ tool }): ShownItem => ({ item: tool, tokens: count(tool.shown) }));
    strict.push(outcomeOf(query, found));
    equivalent.push(outcomeOf(query, found, equivalence));
  }
  return { strict, equivalent };
}

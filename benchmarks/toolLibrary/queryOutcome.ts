import { resolves } from './callResolution';
import type { Equivalence, LibraryItem, LibraryQuery } from './types';

export const budgets = [256, 512, 1024] as const;
export type Budget = (typeof budgets)[number];

/** One query; shares from 0 to 1. */
export interface QueryOutcome {
  readonly hit1: number;
  readonly hit5: number;
  /** 1 / rank of the first tool that is needed; 0 beyond the ranks that were looked at. */
  readonly reciprocalRank: number;
  /** 1 where all that is needed is among the first five. */
  readonly complete5: number;
  /** Whether something needed is among the tools that fit into so many tokens, from the first on. */
  readonly within: Readonly<Record<Budget, number>>;
  /** Share of calls that the first tool resolves; undefined for queries without calls. */
  readonly resolved: number | undefined;
}

/** An item that was found, with the tokens that it takes to show it. */
export interface ShownItem {
  readonly item: LibraryItem;
  readonly tokens: number;
}

/** @param equivalence without it only the very tools that are needed count */
export function outcomeOf(
  { needs, calls }: LibraryQuery,
  found: readonly ShownItem[],
  equivalence?: Equivalence,
): QueryOutcome {
  const wanted = needs.map((tools) => new Set(tools.flatMap((tool) => [...(equivalence?.classOf(tool) ?? [tool])])));
  const serves = (item: LibraryItem) => wanted.some((tools) => covers(item, tools));
  const rank = found.findIndex(({ item }) => serves(item));
  const five = found.slice(0, 5);
  const fits = (budget: number) => {
    let spent = 0;
    for (const { item, tokens } of found) {
      spent += tokens;
      if (spent > budget) return 0;
      if (serves(item)) return 1;
    }
    return 0;
  };
  const [first] = found;
  const right = calls.filter((call) => first !== undefined && resolves(first.item, call, equivalence)).length;
  return {
    hit1: Number(rank === 0),
    hit5: Number(rank >= 0 && rank < 5),
    reciprocalRank: rank < 0 ? 0 : 1 / (rank + 1),
    complete5: Number(wanted.every((tools) => five.some(({ item }) => covers(item, tools)))),
    within: { 256: fits(256), 512: fits(512), 1024: fits(1024) },
    resolved: calls.length === 0 ? undefined : right / calls.length,
  };
}

const covers = (item: LibraryItem, tools: ReadonlySet<string>) => {
  for (const tool of item.covers.keys()) if (tools.has(tool)) return true;
  return false;
};

import type { CodeSymbol, RepositoryIndex } from '../types';
import type { ContextQuestion } from './types';

/** A place in another file where what is written at the cursor is used. */
export interface Usage {
  readonly path: string;
  /** From 0. */
  readonly line: number;
}

const mostUsages = 3;
const mostImporters = 12;

/** Where others use the definition that the cursor stands in, as far as the saved file tells. */
export function usagesOfOwn(index: RepositoryIndex, question: ContextQuestion): readonly Usage[] {
  const symbol = definitionAround(index, question);
  if (symbol === undefined) return [];
  const usages: Usage[] = [];
  // Of importers only: a name that stands everywhere would be looked for everywhere.
  for (const path of index.importersOf(question.path).slice(0, mostImporters)) {
    const used = index
      .referencesIn(path, symbol.name)
      .find(({ role, target }) => role !== 'import' && target === symbol.id);
    if (used !== undefined && usages.length < mostUsages) usages.push({ path, line: used.range.start.line });
  }
  return usages;
}

/** By its name: lines may have moved since the file was saved. The last one that begins before the cursor. */
function definitionAround(index: RepositoryIndex, { path, before }: ContextQuestion): CodeSymbol | undefined {
  const tail = before.slice(-4000);
  let best: { readonly symbol: CodeSymbol; readonly at: number } | undefined;
  for (const symbol of index.symbols(path)) {
    if (!['function', 'method', 'class'].includes(symbol.kind)) continue;
    const head = symbol.signature.split(/[\n{]/, 1)[0]?.trim().slice(0, 60) ?? '';
    const at = head.length < 4 ? -1 : tail.lastIndexOf(head);
    if (at >= 0 && at > (best?.at ?? -1)) best = { symbol, at };
  }
  return best?.symbol;
}

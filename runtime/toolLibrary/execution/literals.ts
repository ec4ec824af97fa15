/** Values that a tool's own text names: the words and numbers at which it does something else. */
import type { ToolRecord } from '../types';

export interface Literals {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  /** What half of all values are made of, where a search is after something. */
  readonly focus?: Focus;
}

export interface Focus {
  readonly strings: readonly string[];
  readonly numbers: readonly number[];
  /** Names that the text looks up in objects. */
  readonly keys: readonly string[];
}

export const NO_LITERALS: Literals = { strings: [], numbers: [] };

const LONGEST = 40;
/** Larger ones would be counts of rounds for many functions. */
const LARGEST = 10_000;

const TEXT =
  /"""[^]*?"""|'''[^]*?'''|\/\*[^]*?\*\/|(["'`])((?:(?!\1)[^\\\n]|\\.)*)\1|(?<![\w.])\d+(?:\.\d+)?(?:e[-+]?\d+)?(?![\w.])/gi;

export function literalsOf(tool: Pick<ToolRecord, 'source' | 'examples' | 'parameters'>): Literals {
  const strings = new Set<string>();
  const numbers = new Set<number>();
  const add = (value: unknown, depth = 0): void => {
    if (depth > 6) return;
    if (typeof value === 'string' && value.length <= LONGEST) strings.add(value);
    else if (typeof value === 'number' && Number.isFinite(value) && Math.abs(value) <= LARGEST) numbers.add(value);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) add(each, depth + 1);
  };
  for (const { arguments: values } of tool.examples) add(values);
  for (const each of tool.parameters) add(each.default);
  for (const match of (tool.source?.text ?? '').matchAll(TEXT)) {
    const [whole, quote, inside] = match;
    // Documentation names examples of its own, which are among the examples.
    if (quote !== undefined) {
      if (inside !== undefined && !inside.includes('${')) add(unescaped(inside));
    } else if (/^\d/.test(whole)) add(Number(whole));
  }
  return { strings: [...strings], numbers: [...numbers] };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\0' };

function unescaped(text: string): string {
  return text.replace(/\\(.)/g, (_, char: string) => ESCAPES[char] ?? char);
}

/** What each source names first, then what each names second: none is crowded out by one that names a lot. */
export function pooled(
  sources: readonly Literals[],
  most: { readonly strings: number; readonly numbers: number },
): Literals {
  return {
    strings: ranked(sources.map(({ strings }) => strings)).slice(0, most.strings),
    numbers: ranked(sources.map(({ numbers }) => numbers)).slice(0, most.numbers),
  };
}

/** In an order that does not depend on that of the sources. */
function ranked<Value extends string | number>(lists: readonly (readonly Value[])[]): Value[] {
  const ranks = new Map<Value, number>();
  for (const list of lists) {
    for (const [rank, value] of list.entries()) ranks.set(value, Math.min(rank, ranks.get(value) ?? rank));
  }
  return [...ranks].sort(([a, m], [b, n]) => m - n || (a < b ? -1 : 1)).map(([value]) => value);
}

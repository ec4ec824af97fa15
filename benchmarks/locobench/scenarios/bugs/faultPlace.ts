/** Where a fault is: offsets, names of the function around it, and the stretch that gives the answer away. */
import type { Node } from '@vscode/tree-sitter-wasm';
import type { CodeLanguage, CodeSymbol, Position, RepositoryIndex } from '../../../../runtime/repository';
import { parseKept } from '../../../../runtime/syntax';

/** Tokens on either side of a difference that tell its place from others. */
const AROUND = 15;

/** The innermost function or method of the index that a position lies in. */
export function functionAt(index: RepositoryIndex, path: string, position: Position): CodeSymbol | undefined {
  return index
    .symbols(path)
    .filter(({ kind, body }) => (kind === 'function' || kind === 'method') && body !== undefined)
    .filter(({ range }) => !before(position, range.start) && before(position, range.end))
    .sort((a, b) => (before(a.range.start, b.range.start) ? 1 : -1))[0];
}

/**
 * Names that someone may give to the function around a position: its own, that of the variable or property which holds it, and with
 * its class in front.
 */
export async function namesAt(
  language: CodeLanguage,
  text: string,
  position: Position,
  symbol: CodeSymbol,
): Promise<readonly string[]> {
  const names = new Set(await innerNames(language, text, position, symbol));
  names.add(symbol.name);
  const holder = symbol.container.at(-1);
  const qualified = holder === undefined ? [] : ['.', '#', '::'].map((sign) => `${holder}${sign}${symbol.name}`);
  const all = [...names, ...qualified];
  return [...all, ...all.map((name) => `${name}()`)].filter((name) => name !== symbol.name);
}

/** Functions inside functions are no symbols of the index everywhere, and some have two names. */
async function innerNames(
  language: CodeLanguage,
  text: string,
  { line, column }: Position,
  { range }: CodeSymbol,
): Promise<readonly string[]> {
  const tree = await parseKept(language, text);
  try {
    const names: string[] = [];
    let node: Node | null = tree.rootNode.descendantForPosition({ row: line, column });
    for (; node !== null && node.endPosition.row >= range.start.line; node = node.parent) {
      const start = { line: node.startPosition.row, column: node.startPosition.column };
      if (before(start, range.start)) break;
      if (!/function|method|lambda|closure|arrow/.test(node.type)) continue;
      const holder = node.parent;
      const named = [
        node.childForFieldName('name'),
        holder?.childForFieldName('name'),
        holder?.childForFieldName('key'),
        holder?.childForFieldName('left'),
      ];
      for (const each of named) if (each && /^[\p{L}_$][\p{L}\p{N}_$.]*$/u.test(each.text)) names.push(each.text);
    }
    return names.flatMap((name) => [name, name.split('.').at(-1)!]);
  } finally {
    tree.delete();
  }
}

export function offsetOf(text: string, { line, column }: Position): number {
  let start = 0;
  for (let at = 0; at < line; at++) {
    const end = text.indexOf('\n', start);
    if (end === -1) return text.length;
    start = end + 1;
  }
  return start + column;
}

/**
 * A stretch of the right text that does not stand in the faulty one: as many tokens on either side of the difference as it has itself,
 * and at least fifteen, so that neither side alone looks like the whole.
 * @param from offsets of the difference in the right text @param to exclusive
 */
export function stretchAround(text: string, from: number, to: number): string {
  const tokens = [...text.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+|[^\s\p{L}\p{N}_$]/gu)].map((each) => ({
    start: each.index,
    end: each.index + each[0].length,
  }));
  const ahead = tokens.filter(({ end }) => end <= from);
  const behind = tokens.filter(({ start }) => start >= to);
  const width = Math.max(AROUND, tokens.length - ahead.length - behind.length);
  const start = ahead.at(-width)?.start ?? 0;
  const end = behind[Math.min(width, behind.length) - 1]?.end ?? text.length;
  return text.slice(start, end);
}

function before(one: Position, other: Position): boolean {
  return one.line < other.line || (one.line === other.line && one.column < other.column);
}

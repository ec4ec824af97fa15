export interface FencedBlock {
  /** After the opening fence, e.g. `ts path=src/a.ts`. */
  readonly info: string;
  readonly content: string;
  /** The last lines before it that are not blank, nearest first, two at most. */
  readonly before: readonly string[];
  /** false: the text ended first. */
  readonly closed: boolean;
}

export interface SplitText {
  readonly blocks: readonly FencedBlock[];
  /** What stands outside of fences, with an empty line for each block. */
  readonly outside: string;
}

/** Fences of backticks or tildes, as in CommonMark: one is closed by another of its kind that is at least as long. */
export function fencedBlocks(text: string): SplitText {
  const lines = text.split(/\r?\n/);
  const blocks: FencedBlock[] = [];
  const outside: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const [, indent = '', fence = '', info = ''] = /^([ \t]{0,3})(`{3,}|~{3,})(.*)$/.exec(lines[at]!) ?? [];
    if (fence === '' || (fence.startsWith('`') && info.includes('`'))) {
      outside.push(lines[at]!);
      continue;
    }
    const closing = new RegExp(`^[ \\t]{0,3}${fence[0] ?? ''}{${fence.length},}[ \\t]*$`);
    let end = at + 1;
    while (end < lines.length && !closing.test(lines[end]!)) end++;
    const content = lines
      .slice(at + 1, end)
      .map((line) => (line.startsWith(indent) ? line.slice(indent.length) : line));
    const before = outside.filter((line) => line.trim() !== '').slice(-2);
    blocks.push({
      ...{ info: info.trim(), before: before.reverse(), closed: end < lines.length },
      content: content.length === 0 ? '' : `${content.join('\n')}\n`,
    });
    outside.push('');
    at = end;
  }
  return { blocks, outside: outside.join('\n') };
}

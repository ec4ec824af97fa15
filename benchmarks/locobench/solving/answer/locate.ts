/** Where lines stand in a file, as a model remembers them. */

export type Located =
  | { readonly kind: 'found'; readonly at: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous'; readonly times: number };

const SAME: readonly ((line: string) => string)[] = [
  (line) => line,
  (line) => line.trimEnd(),
  // Indentation that was lost or changed.
  (line) => line.trim(),
];

/**
 * Exactly, then without blanks at the ends of lines, then without indentation.
 * @param near line at which it is expected, from 0; without it, more than one place is ambiguous
 */
export function locate(lines: readonly string[], wanted: readonly string[], near?: number): Located {
  if (wanted.length === 0) return { kind: 'missing' };
  for (const same of SAME) {
    const [have, want] = [lines.map(same), wanted.map(same)];
    const places: number[] = [];
    for (let at = 0; at + want.length <= have.length; at++) {
      if (want.every((line, index) => have[at + index] === line)) places.push(at);
    }
    if (places.length === 1) return { kind: 'found', at: places[0]! };
    if (places.length > 1) {
      if (near === undefined) return { kind: 'ambiguous', times: places.length };
      const [best] = [...places].sort((left, right) => Math.abs(left - near) - Math.abs(right - near));
      return { kind: 'found', at: best! };
    }
  }
  return { kind: 'missing' };
}

/** New lines with the indentation of the place where they go, if what was looked for had another. */
export function reindented(found: readonly string[], wanted: readonly string[], lines: readonly string[]): string[] {
  const index = wanted.findIndex((line) => line.trim() !== '');
  const [have = '', want = ''] = [found[index], wanted[index]];
  const [own, given] = [indentOf(have), indentOf(want)];
  if (own === given) return [...lines];
  return lines.map((line) => {
    if (line.trim() === '' || !line.startsWith(given)) return line;
    return own + line.slice(given.length);
  });
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

export interface TextLines {
  readonly lines: readonly string[];
  readonly join: (lines: readonly string[]) => string;
}

/** Lines without their ends, and how to put them together again as they were. */
export function textLines(text: string): TextLines {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const closed = text === '' || text.endsWith('\n');
  const lines = text.replace(/\r\n/g, '\n').split('\n');
  if (closed) lines.pop();
  return { lines, join: (all) => all.join(end) + (closed && all.length > 0 ? end : '') };
}

import type { ToolRecord } from '../types';
import type { DuplicatePlace } from './types';

/** Where a tool stands in its file. @param text of the file @returns undefined for what is known by its schema alone */
export function placeOfTool({ id, name, source }: ToolRecord, text: string): DuplicatePlace | undefined {
  if (source?.access === undefined) return undefined;
  const { path, access, start, end } = source;
  const written = access === 'default' ? name : (access.split('.').at(-1) ?? name);
  const named = nameIn(source.text, written);
  const at = start + named.start;
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  const line = countLineEnds(text, 0, lineStart);
  const first = line - countLineEnds(text, start, lineStart);
  return {
    ...{ id, name, path, access, line, character: at - lineStart, length: named.length },
    ...{ first, last: first + countLineEnds(text, start, end) },
  };
}

interface Span {
  readonly start: number;
  readonly length: number;
}

/** The name in a declaration; where it is not written there, its first line after comments. */
function nameIn(declaration: string, name: string): Span {
  const head = /^(\s*(\/\*[\s\S]*?\*\/|\/\/.*|#.*))*\s*/.exec(declaration)?.[0].length ?? 0;
  const escaped = name.replaceAll(/[^\w]/g, '\\$&');
  const forms = [
    `\\b(?:def|function\\s*\\*?|const|let|var|class)\\s+(${escaped})(?![\\w$])`,
    // A method, a field, or a property that holds a function.
    `(?<![\\w$.'"\`])(${escaped})\\s*[(<=:]`,
    // What a framework is told.
    `['"\`](${escaped})['"\`]`,
  ];
  for (const form of forms) {
    const pattern = new RegExp(form, 'dg');
    pattern.lastIndex = head;
    const [start, end] = pattern.exec(declaration)?.indices?.[1] ?? [];
    if (start !== undefined && end !== undefined) return { start, length: end - start };
  }
  const end = declaration.indexOf('\n', head);
  return { start: head, length: Math.max(1, (end < 0 ? declaration.length : end) - head) };
}

function countLineEnds(text: string, start: number, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

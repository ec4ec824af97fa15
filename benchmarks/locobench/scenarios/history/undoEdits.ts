import { diffLines, structuredPatch } from 'diff';

/** Lines from 0, `end` exclusive; an empty range stands before the line of its `start`. */
export interface LineSpan {
  readonly start: number;
  readonly end: number;
}

/** A stretch that differs. */
export interface UndoneEdit {
  readonly now: LineSpan;
  readonly without: LineSpan;
}

/** Unchanged lines around a stretch that have to be found with it. */
const CONTEXT = 3;

/**
 * @param before a file before a commit @param after and after it @param now as it is today
 * @returns `now` without what the commit changed; undefined where a stretch stands there no longer, or more than once
 */
export function undoEdits({
  before,
  after,
  now,
}: Readonly<Record<'before' | 'after' | 'now', string>>):
  { readonly text: string; readonly edits: readonly UndoneEdit[] } | undefined {
  const text = now === after ? before : withoutHunks(before, after, now);
  return text === undefined || text === now ? undefined : { text, edits: editsBetween(text, now) };
}

function withoutHunks(before: string, after: string, now: string): string | undefined {
  const { hunks } = structuredPatch('', '', after, before, undefined, undefined, { context: CONTEXT });
  const lines = now.split('\n');
  const places: { readonly at: number; readonly length: number; readonly put: readonly string[] }[] = [];
  for (const hunk of hunks) {
    // The mark of a missing line end at the end of a file.
    if (hunk.lines.some((line) => line.startsWith('\\'))) return undefined;
    const wanted = hunk.lines.filter((line) => !line.startsWith('+')).map((line) => line.slice(1));
    const found = placesOf(wanted, lines);
    if (found.length !== 1) return undefined;
    const put = hunk.lines.filter((line) => !line.startsWith('-')).map((line) => line.slice(1));
    places.push({ at: found[0]!, length: wanted.length, put });
  }
  const inOrder = places.every(({ at }, index) => {
    const last = places[index - 1];
    return last === undefined || last.at + last.length <= at;
  });
  if (!inOrder) return undefined;
  for (const { at, length, put } of places.reverse()) lines.splice(at, length, ...put);
  return lines.join('\n');
}

function placesOf(wanted: readonly string[], lines: readonly string[]): readonly number[] {
  if (wanted.length === 0) return [];
  const found: number[] = [];
  for (let at = 0; at + wanted.length <= lines.length; at++) {
    if (wanted.every((line, index) => lines[at + index] === line)) found.push(at);
  }
  return found;
}

function editsBetween(without: string, now: string): readonly UndoneEdit[] {
  const edits: { now: LineSpan; without: LineSpan }[] = [];
  let [nowLine, withoutLine] = [0, 0];
  for (const { added, removed, count } of diffLines(without, now)) {
    const [nowEnd, withoutEnd] = [nowLine + (removed ? 0 : count), withoutLine + (added ? 0 : count)];
    if (added || removed) {
      const edit = { now: { start: nowLine, end: nowEnd }, without: { start: withoutLine, end: withoutEnd } };
      const last = edits.at(-1);
      if (last?.now.end === nowLine && last.without.end === withoutLine) edits[edits.length - 1] = joined(last, edit);
      else edits.push(edit);
    }
    [nowLine, withoutLine] = [nowEnd, withoutEnd];
  }
  return edits;
}

/** Lines taken out and the lines put in their place are one stretch. */
function joined(one: UndoneEdit, next: UndoneEdit): UndoneEdit {
  return {
    now: { start: one.now.start, end: next.now.end },
    without: { start: one.without.start, end: next.without.end },
  };
}

import type { CursorText } from './cursorText';

/** How much text around the cursor must agree for a suggestion to be offered again. UTF-16 units. */
export const agreeBefore = 240;
export const agreeAfter = 120;
/** What a caller of `find` should give before the cursor, so that a long suggestion typed to its end is still found. */
export const lookBefore = agreeBefore + 2000;
export const lookAfter = agreeAfter + 4;

/** Characters that editors insert by themselves after an opening one. */
const autoClosed = new Set([')', ']', '}', '"', "'", '`', '>']);

export interface Remainder<T> {
  readonly suggestion: T;
  /** What is left of it to insert. */
  readonly text: string;
  /** Characters after the cursor that the editor closed by itself while the suggestion was typed, and that `text` brings too. */
  readonly overtype: string;
}

interface Entry<K, T> {
  readonly offer: K;
  readonly at: CursorText;
  readonly suggestions: readonly T[];
}

/**
 * Earlier answers for one document. While the user types along a suggestion, deletes some of it, or comes back to an
 * earlier place, the rest is found here: no model call, no flicker. Entries are keyed by the text around the cursor and not by
 * offsets, so edits elsewhere do not matter.
 */
export class RemainderCache<K, T extends { readonly text: string }> {
  private entries: Entry<K, T>[] = [];

  constructor(private readonly capacity = 24) {}

  /** @param at text around the cursor when the suggestions were asked for, at least the agreeing lengths if there is as much */
  put(offer: K, at: CursorText, suggestions: readonly T[]): void {
    const key = { before: at.before.slice(-agreeBefore), after: at.after.slice(0, agreeAfter) };
    const others = this.entries.filter((entry) => entry.at.before !== key.before || entry.at.after !== key.after);
    this.entries = [{ offer, at: key, suggestions }, ...others].slice(0, this.capacity);
  }

  /**
   * The newest answer with something left to insert here.
   * @param at `lookBefore` and `lookAfter` units of text, if there is as much
   */
  find(at: CursorText): { readonly offer: K; readonly remainders: readonly Remainder<T>[] } | undefined {
    for (const entry of this.entries) {
      const overtype = closedSince(entry.at.after, at.after);
      if (overtype === undefined) continue;
      // The longest text typed since comes first: the place where the suggestion began may look like others nearby.
      for (const typed of typedSince(entry.at.before, at.before)) {
        const remainders = entry.suggestions.flatMap((suggestion) => remainderOf(suggestion, typed, overtype) ?? []);
        if (remainders.length > 0) return { offer: entry.offer, remainders };
      }
    }
    return undefined;
  }

  clear(): void {
    this.entries = [];
  }
}

function remainderOf<T extends { readonly text: string }>(
  suggestion: T,
  typed: string,
  overtype: string,
): Remainder<T> | undefined {
  if (!suggestion.text.startsWith(typed)) return undefined;
  const text = suggestion.text.slice(typed.length);
  // What the editor closed by itself must be part of what is left, or offering it would double or lose it.
  return text.trim() !== '' && contains(text, overtype) ? { suggestion, text, overtype } : undefined;
}

/** The texts that may have been typed since: what follows each place that looks like the one where the suggestion began. */
function* typedSince(keyBefore: string, before: string): Generator<string> {
  for (let from = 0; from <= before.length;) {
    const start = before.indexOf(keyBefore, from);
    if (start < 0) return;
    yield before.slice(start + keyBefore.length);
    from = start + 1;
  }
}

/** The automatically closed characters between the cursor and the text that was after it, or undefined when it has changed. */
function closedSince(keyAfter: string, after: string): string | undefined {
  for (let closed = 0; closed <= 3; closed++) {
    if (closed > 0 && !autoClosed.has(after.charAt(closed - 1))) return undefined;
    if (after.slice(closed, closed + agreeAfter) === keyAfter) return after.slice(0, closed);
  }
  return undefined;
}

/** Whether the characters of `part` occur in `text` in this order. */
function contains(text: string, part: string): boolean {
  let from = 0;
  for (const character of part) {
    const found = text.indexOf(character, from);
    if (found < 0) return false;
    from = found + character.length;
  }
  return true;
}

import type { LineSource } from './context/lineSource';
import type { Place, TextChange } from './offerTracker';

/** A change with the end of what it replaced, in the document as it was before. */
export interface WatchedChange extends TextChange {
  readonly end: Place;
}

/** A suggestion whose truth the user is about to write, whether it was shown or withheld. */
export interface WatchedSuggestion {
  /** Id of the answer that it belongs to. */
  readonly id: string;
  readonly document: string;
  /** The cursor. */
  readonly at: Place;
  /** LF line ends. */
  readonly text: string;
  /** @param kept 1 when exactly this was written there, 0 when something else */
  readonly ended: (kept: number) => void;
}

interface Watched {
  readonly suggestion: WatchedSuggestion;
  /** First line of the suggestion; moves when lines above come or go. */
  line: number;
  /** Text of that line before the suggestion, and of the line after the cursor, when it was made. */
  readonly lead: string;
  readonly rest: string;
  /** Where the user has come to. */
  cursor: Place;
  /** All of the suggestion stands there; whether the text goes on differently is seen by what happens next. */
  complete: boolean;
}

/** At most so many suggestions of a document are followed: a complete one, and those made since. */
const mostWatched = 4;
/** One key press can insert two characters; the cursor stays between them. */
const pairs = new Set(['()', '[]', '{}', '""', "''", '``', '<>']);
const closers = /^[)\]}"'`>]{0,3}/;

/**
 * Follows what is really written where a suggestion was made. Shown suggestions alone would tell only of those that were likely
 * anyway; what the user writes tells of the withheld ones just as well, and costs nobody's attention. Suggestions that nothing can be
 * said about (the cursor went away first, the text around was changed) end without an outcome.
 */
export class SuggestionWatch {
  private watched: readonly Watched[] = [];

  add(suggestion: WatchedSuggestion, lines: LineSource): void {
    const { document, at } = suggestion;
    const line = lines.line(at.line);
    const others = this.watched.filter(
      (each) => each.suggestion.document !== document || each.complete || !samePlace(each.cursor, at),
    );
    const added: Watched = {
      suggestion,
      line: at.line,
      lead: line.slice(0, at.character),
      rest: line.slice(at.character),
      cursor: at,
      complete: false,
    };
    const here = others.filter((each) => each.suggestion.document === document);
    const dropped = new Set(here.slice(0, Math.max(0, here.length + 1 - mostWatched)));
    this.watched = [...others.filter((each) => !dropped.has(each)), added];
  }

  /** @param lines the document after the change @param accepted a whole suggestion was inserted at once */
  changed(document: string, lines: LineSource, changes: readonly WatchedChange[], accepted: boolean): void {
    this.each(document, (watched) => this.change(watched, lines, changes, accepted));
  }

  /** The cursor is now here. */
  cursorAt(document: string, place: Place, lines: LineSource): void {
    this.each(document, (watched) => {
      if (samePlace(place, watched.cursor)) return 'goesOn';
      return watched.complete ? outcomeOf(watched, lines) : undefined;
    });
  }

  /** Something else told what became of an answer. */
  conclude(id: string, kept: number): void {
    const found = this.watched.filter(({ suggestion }) => suggestion.id === id);
    this.watched = this.watched.filter(({ suggestion }) => suggestion.id !== id);
    for (const { suggestion } of found) suggestion.ended(kept);
  }

  closed(document: string): void {
    this.watched = this.watched.filter(({ suggestion }) => suggestion.document !== document);
  }

  /** @param decide the outcome, undefined for none, or 'goesOn' */
  private each(document: string, decide: (watched: Watched) => number | undefined | 'goesOn'): void {
    const ended: (readonly [Watched, number | undefined])[] = [];
    this.watched = this.watched.filter((watched) => {
      if (watched.suggestion.document !== document) return true;
      const outcome = decide(watched);
      if (outcome === 'goesOn') return true;
      ended.push([watched, outcome]);
      return false;
    });
    for (const [{ suggestion }, outcome] of ended) if (outcome !== undefined) suggestion.ended(outcome);
  }

  private change(
    watched: Watched,
    lines: LineSource,
    changes: readonly WatchedChange[],
    accepted: boolean,
  ): number | undefined | 'goesOn' {
    const [change] = changes;
    if (!change || changes.length > 1) return watched.complete ? outcomeOf(watched, lines) : undefined;
    const { start, end, text } = change;
    const inserted = text.split('\n').length - 1;
    if (end.line < watched.line) {
      const moved = inserted - (end.line - start.line);
      watched.line += moved;
      watched.cursor = { ...watched.cursor, line: watched.cursor.line + moved };
      return 'goesOn';
    }
    if (start.line > watched.cursor.line) return 'goesOn';
    if (watched.complete) {
      // A blank is the beginning of something, or nothing at the end of a line.
      if (!/^[ \t]+$/.test(text) || !samePlace(start, watched.cursor)) return outcomeOf(watched, lines);
      watched.cursor = placeAfter(start, text);
      return 'goesOn';
    }
    if (!lines.line(watched.line).startsWith(watched.lead)) return undefined;
    const typed = pairs.has(text) ? text.charAt(0) : text;
    watched.cursor = placeAfter(start, typed);
    const written = textBetween(lines, { line: watched.line, character: watched.lead.length }, watched.cursor);
    if (written === undefined) return undefined;
    const wanted = watched.suggestion.text;
    if (written === wanted && restStands(watched, lines)) {
      watched.complete = true;
      return accepted ? 1 : 'goesOn';
    }
    if (agrees(wanted, written)) return restStands(watched, lines) ? 'goesOn' : undefined;
    // A snippet of brackets brings their ends along; where the cursor went is not known.
    return text.length > 1 && agrees(wanted, written.replace(/[)\]}"'`>]+$/, '')) ? undefined : 0;
  }
}

/** Whether a text goes the way of a suggestion. Indentation of a line that has nothing else yet is the editor's, not the user's. */
function agrees(wanted: string, written: string): boolean {
  return wanted.startsWith(written) || (/\n[ \t]*$/.test(written) && wanted.startsWith(`${written.trimEnd()}\n`));
}

/** Whether the text after the cursor is that of the time of the suggestion, but for brackets that were closed since. */
function restStands({ cursor, rest }: Watched, lines: LineSource): boolean {
  const now = lines.line(cursor.line).slice(cursor.character);
  return now === rest || (now.endsWith(rest) && closers.exec(now)?.[0].length === now.length - rest.length);
}

/** What came of a suggestion that stood there in full, now that something else happened. */
function outcomeOf({ line, lead, rest, suggestion }: Watched, lines: LineSource): number {
  const wanted = suggestion.text.split('\n');
  const stands = wanted.every((part, index) => {
    const [before, now] = [index === 0 ? lead : '', lines.line(line + index)];
    if (index < wanted.length - 1) return now === before + part;
    // A new line may have been begun behind it, in front of what followed.
    return now.trimEnd() === (before + part).trimEnd() || now === before + part + rest;
  });
  return stands ? 1 : 0;
}

/** @returns undefined when the places are not in this order, or not in the document */
function textBetween(lines: LineSource, from: Place, to: Place): string | undefined {
  if (to.line < from.line || to.line >= lines.lineCount) return undefined;
  if (to.line === from.line) {
    return to.character < from.character ? undefined : lines.line(from.line).slice(from.character, to.character);
  }
  const parts = [lines.line(from.line).slice(from.character)];
  for (let line = from.line + 1; line < to.line; line++) parts.push(lines.line(line));
  return [...parts, lines.line(to.line).slice(0, to.character)].join('\n');
}

function samePlace(a: Place, b: Place): boolean {
  return a.line === b.line && a.character === b.character;
}

function placeAfter(start: Place, text: string): Place {
  const parts = text.split('\n');
  const last = parts.at(-1) ?? '';
  return parts.length === 1
    ? { line: start.line, character: start.character + last.length }
    : { line: start.line + parts.length - 1, character: last.length };
}

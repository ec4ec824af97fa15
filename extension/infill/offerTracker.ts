import type { ActivityEntry, Outcome } from './outcome';

/** A place in a document, 0-based, UTF-16 units. */
export interface Place {
  readonly line: number;
  readonly character: number;
}

/** One change of a document, with LF line ends in `text`. */
export interface TextChange {
  readonly start: Place;
  /** Length of what was replaced, UTF-16 units. */
  readonly replaced: number;
  readonly text: string;
}

/** What the editor was given to show. */
export interface StandingOffer {
  /** Id of the activity entry: the same for every remainder of one answer. */
  readonly id: string;
  readonly document: string;
  readonly at: Place;
  /** What is left to insert, for each alternative. */
  readonly texts: readonly string[];
  /** What VS Code inserts when a whole suggestion is accepted, and where: before the cursor when it completes a selected item. */
  readonly whole: { readonly start: Place; readonly texts: readonly string[] };
  readonly entry: ActivityEntry;
}

export interface OfferListener {
  /** The suggestion has stood long enough to be seen. */
  shown(entry: ActivityEntry): void;
  ended(id: string, outcome: Outcome): void;
}

interface Standing {
  offer: StandingOffer;
  seen: boolean;
  partly: boolean;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/** A suggestion that stands for less is not seen. Milliseconds. */
const seenAfter = 100;
/** Two characters that one key press inserts: not an accepted part. */
const pairs = new Set(['()', '[]', '{}', '""', "''", '``', '<>']);
/** A line end with the indentation that the editor adds is one key press as well. */
const lineEnd = /^\n[ \t]*$/;

/**
 * Finds out what became of suggestions from what happens to the document: the stable API tells neither that a suggestion was
 * shown, nor that a part was accepted, nor that it was dismissed.
 */
export class OfferTracker {
  private readonly standing = new Map<string, Standing>();

  constructor(private readonly listener: OfferListener) {}

  /** The editor has been given suggestions for a document. */
  offered(offer: StandingOffer): void {
    const earlier = this.standing.get(offer.document);
    if (earlier?.offer.id === offer.id) {
      earlier.offer = offer;
      return;
    }
    if (earlier) this.end(earlier, 'superseded');
    const standing: Standing = { offer, seen: false, partly: false, timer: undefined };
    standing.timer = setTimeout(() => this.see(standing), seenAfter);
    this.standing.set(offer.document, standing);
  }

  /**
   * A document has changed.
   * @returns true when the change inserted a whole suggestion at once: it was accepted
   */
  changed(document: string, changes: readonly TextChange[]): boolean {
    const standing = this.standing.get(document);
    const [change] = changes;
    if (!standing || !change) return false;
    const { offer } = standing;
    const inserted = changes.length === 1 && change.text !== '';
    if (inserted && samePlace(change.start, offer.whole.start) && offer.whole.texts.includes(change.text)) {
      this.see(standing);
      standing.partly = true;
      standing.offer = { ...offer, at: placeAfter(change.start, change.text), texts: [''] };
      return true;
    }
    // Of a pair only the first character was typed, and the cursor stands inside.
    const typed = pairs.has(change.text) ? change.text.charAt(0) : change.text;
    const left =
      inserted && samePlace(change.start, offer.at)
        ? offer.texts.filter((rest) => rest.startsWith(typed)).map((rest) => rest.slice(typed.length))
        : [];
    if (left.length === 0) {
      this.end(standing, 'dismissed');
      return false;
    }
    const atOnce = typed.length > 1 && !lineEnd.test(typed);
    if (atOnce) {
      this.see(standing);
      standing.partly = true;
    }
    standing.offer = { ...offer, at: placeAfter(offer.at, typed), texts: left };
    return atOnce && left[0] === '';
  }

  /** VS Code ran the command of an accepted suggestion; said even of one whose insertion was not understood. */
  accepted(document: string, id: string): void {
    const standing = this.standing.get(document);
    if (standing?.offer.id === id) this.end(standing, 'accepted');
    else this.listener.ended(id, 'accepted');
  }

  /** What is left of the suggestions that stand in a document. */
  textsIn(document: string): readonly string[] {
    return this.standing.get(document)?.offer.texts ?? [];
  }

  /** The cursor is now here. A cursor that leaves the place of the suggestion hides it. */
  cursorAt(document: string, place: Place): void {
    const standing = this.standing.get(document);
    if (standing && !samePlace(place, standing.offer.at)) this.end(standing, 'superseded');
  }

  closed(document: string): void {
    const standing = this.standing.get(document);
    if (standing) this.end(standing, 'superseded');
  }

  dispose(): void {
    for (const standing of this.standing.values()) clearTimeout(standing.timer);
    this.standing.clear();
  }

  private see(standing: Standing): void {
    clearTimeout(standing.timer);
    if (standing.seen) return;
    standing.seen = true;
    this.listener.shown(standing.offer.entry);
  }

  private end(standing: Standing, outcome: Outcome): void {
    clearTimeout(standing.timer);
    this.standing.delete(standing.offer.document);
    if (outcome === 'accepted') this.see(standing);
    // What nobody saw has no outcome.
    if (!standing.seen) return;
    this.listener.ended(standing.offer.id, standing.partly && outcome !== 'accepted' ? 'partlyAccepted' : outcome);
  }
}

function samePlace(a: Place, b: Place): boolean {
  return a.line === b.line && a.character === b.character;
}

function placeAfter(start: Place, text: string): Place {
  const lines = text.split('\n');
  const last = lines.at(-1) ?? '';
  return lines.length === 1
    ? { line: start.line, character: start.character + last.length }
    : { line: start.line + lines.length - 1, character: last.length };
}

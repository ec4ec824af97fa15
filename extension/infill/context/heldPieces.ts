import type { RepositoryPiece } from '../../../runtime/repository/host/protocol';

/** A place that was asked about. */
export interface AskedPlace {
  readonly line: number;
  /** Text around the cursor that tells what the user writes about. */
  readonly near: string;
}

interface Held {
  readonly pieces: readonly RepositoryPiece[];
  readonly place: AskedPlace;
  /** Milliseconds. */
  readonly time: number;
}

/** An answer is good for so long, and for so many lines around. */
const freshMs = 5000;
const nearLines = 12;
const mostDocuments = 32;

/** The latest answers of the index, one for each document. */
export class HeldPieces {
  private readonly held = new Map<string, Held>();

  of(document: string): readonly RepositoryPiece[] {
    return this.held.get(document)?.pieces ?? [];
  }

  /** Whether the answer that is held says enough of a place. @param now milliseconds */
  isFresh(document: string, place: AskedPlace, now: number): boolean {
    const held = this.held.get(document);
    if (held === undefined) return false;
    if (held.place.near === place.near) return true;
    return now - held.time < freshMs && Math.abs(held.place.line - place.line) <= nearLines;
  }

  /** @returns whether these are other pieces than before */
  put(document: string, place: AskedPlace, pieces: readonly RepositoryPiece[], now: number): boolean {
    const before = keysOf(this.of(document));
    this.held.delete(document);
    this.held.set(document, { pieces, place, time: now });
    const [oldest] = this.held.keys();
    if (this.held.size > mostDocuments && oldest !== undefined) this.held.delete(oldest);
    return keysOf(pieces) !== before;
  }

  delete(document: string): void {
    this.held.delete(document);
  }

  /** Answers are of files as they were. */
  clear(): void {
    this.held.clear();
  }
}

function keysOf(pieces: readonly RepositoryPiece[]): string {
  return pieces.map(({ path, line, text }) => `${path}:${line}:${text.length}`).join('\n');
}

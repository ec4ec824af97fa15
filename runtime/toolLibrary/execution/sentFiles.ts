import type { FileSet } from './types';

/** Sets kept in a runner; each may hold modules of its own. */
const KEPT = 64;

/** The file sets that one runner knows, by number: each text is sent once. */
export class SentFiles {
  private readonly numbers = new Map<FileSet, number>();
  private next = 0;

  /** @returns the set's number; what the runner does not know yet is sent before */
  numberOf(files: FileSet, send: (line: string) => void, root: string): number {
    const known = this.numbers.get(files);
    if (known !== undefined) return known;
    const over = files.over === undefined ? null : this.numberOf(files.over, send, root);
    const number = this.next++;
    this.numbers.set(files, number);
    // The mark at the beginning of some files is no part of their code; interpreters skip it only when they read the file themselves.
    const texts = Object.fromEntries([...files.texts].map(([path, text]) => [path, text.replace(/^\uFEFF/, '')]));
    send(`${JSON.stringify({ stand: number, over, root, texts })}\n`);
    this.forget(files, send);
    return number;
  }

  private forget(besides: FileSet, send: (line: string) => void): void {
    if (this.numbers.size <= KEPT) return;
    // The oldest that nothing is laid over; a mutant is not asked for twice.
    const bases = new Set([...this.numbers.keys()].map(({ over }) => over));
    for (const [files, number] of this.numbers) {
      if (files === besides || bases.has(files)) continue;
      this.numbers.delete(files);
      send(`${JSON.stringify({ forget: number })}\n`);
      return;
    }
  }
}

import type { ContextSnippet } from '../../../runtime/protocol';

/** A piece of another file that may help. */
export interface SnippetCandidate {
  readonly snippet: ContextSnippet;
  /** Distinct for each piece: where it comes from. */
  readonly key: string;
  readonly identifiers: ReadonlySet<string>;
  /** When its file was last edited or looked at, milliseconds since 1970; 0 when it never was. */
  readonly lastUsed: number;
  /** How much the index of the repository promises of it at this place, 0 to 1; undefined: it was chosen by its names alone. */
  readonly promise?: number | undefined;
}

/** Names in common below which a piece is no help. */
const leastShared = 2;
/** A file that was used this long ago counts half as recent. Milliseconds. */
const halfLife = 10 * 60_000;
/** How much recency can add to the share of names in common. */
const recencyWeight = 0.15;
/** A definition that the cursor's line uses is worth more than the usual overlap of names, which is some 0.2. */
const promiseWeight = 0.5;

/** How well a piece fits the text around the cursor, 0 to 1.65; 0 when it shares too little and nothing is promised. */
export function snippetScore(candidate: SnippetCandidate, focus: ReadonlySet<string>, now: number): number {
  const promised = promiseWeight * (candidate.promise ?? 0);
  let shared = 0;
  for (const name of focus) if (candidate.identifiers.has(name)) shared += 1;
  if (shared < leastShared) return promised;
  // Cosine of the two sets: a piece full of other names is worth less.
  const overlap = shared / Math.sqrt(focus.size * candidate.identifiers.size);
  const age = candidate.lastUsed > 0 ? Math.max(0, now - candidate.lastUsed) : Infinity;
  return promised + overlap + recencyWeight * 2 ** (-age / halfLife);
}

/**
 * The best pieces within a budget.
 * @param budget UTF-16 units of text
 * @returns least relevant first, as the model wants them: the best stands nearest to the cursor's file
 */
export function rankSnippets(
  candidates: readonly SnippetCandidate[],
  focus: ReadonlySet<string>,
  now: number,
  budget: number,
): readonly SnippetCandidate[] {
  const scored = candidates
    .map((candidate) => ({ candidate, score: snippetScore(candidate, focus, now) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || (a.candidate.key < b.candidate.key ? -1 : 1));
  const chosen: SnippetCandidate[] = [];
  let size = 0;
  for (const { candidate } of scored) {
    if (size + candidate.snippet.text.length > budget) continue;
    size += candidate.snippet.text.length;
    chosen.unshift(candidate);
  }
  return chosen;
}

/** Lines of one piece. */
const chunkLines = 12;

/** Cuts lines into pieces of some 12 lines, at blank lines where there are any near. Pieces without text are left out. */
export function chunksOf(lines: readonly string[]): readonly string[] {
  const chunks: string[] = [];
  for (let start = 0; start < lines.length;) {
    let end = Math.min(lines.length, start + chunkLines);
    for (let line = end; line > start + chunkLines / 2 && line < lines.length; line--) {
      if (lines[line]?.trim() === '') {
        end = line + 1;
        break;
      }
    }
    const text = lines.slice(start, end).join('\n').trimEnd();
    if (text.trim() !== '') chunks.push(text);
    start = end;
  }
  return chunks;
}

/** What a small project holds, and what somebody who read it by eye answers to questions about it. */
export interface HandProject {
  /** Path -> lines. */
  readonly files: Readonly<Record<string, readonly string[]>>;
  /** `kind about` -> answers by question: worked out by hand, never taken from the maker. */
  readonly answers: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** What must not be asked, with why a reader could answer otherwise. */
  readonly refused: Readonly<Record<string, string>>;
}

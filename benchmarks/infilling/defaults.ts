/** Settings of a request that the command line and the benchmarks share. */
import type { InfillExtent } from '../../runtime/protocol';

/** Accept in parallel every token whose probability is at least this. */
export const DEFAULT_THRESHOLD = 0.9;

/** Upper bound of new tokens by extent: a line of code is seldom longer than 64, and 96 are some five lines. */
export const MAX_TOKENS: Readonly<Record<InfillExtent, number>> = { line: 64, block: 96 };

/** A suggestion is shown from this chance on: the default of whetstone.infill.minimumChance. */
export const DEFAULT_GATE = 0.2;

/** Milliseconds that a program's tests may take. The limit of human-eval-infilling's own harness is 3 s, on an idle machine. */
export const TEST_LIMIT_MS = 6_000;

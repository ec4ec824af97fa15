/** Settings of a request that the command line and the benchmarks share. */
import type { InfillExtent } from '../../runtime/protocol';

/** Accept in parallel every token whose probability is at least this. */
export const DEFAULT_THRESHOLD = 0.9;

/** Upper bound of new tokens by extent: a line of code is seldom longer than 64, and 96 are some five lines. */
export const MAX_TOKENS: Readonly<Record<InfillExtent, number>> = { line: 64, block: 96 };

import { type CopyMatch, type CopyOrigin } from './copyMatch';

/** Upper ends (exclusive) of the ranges by which match lengths are told apart, in bytes; a last range has no end. */
export const lengthRanges = [5, 7, 9, 12, 16, 24, 40, 72] as const;
export const lengthClasses = lengthRanges.length + 1;
export const origins: readonly CopyOrigin[] = ['document', 'snippet', 'source'];

/**
 * How far the text after a place agrees with the text after the cursor, which tells whether the middle ends there. First
 * three: at a line's end; last three: within a line. Of each three: blanks only; one or two signs; more signs, or all
 * of the line.
 */
export const endClasses = 6;
/** The end class of places that do not agree with the text after the cursor. */
export const goesOn = endClasses;

/** What a match says of the next token. */
export interface CopyVote {
  readonly match: CopyMatch;
  /** The token that follows there. */
  readonly token: number;
  /** 0 .. endClasses - 1, or `goesOn`. */
  readonly end: number;
  /** Whether the text after the cursor comes soon after the place. */
  readonly joins: boolean;
}

/** Votes of one kind: the same range of lengths, the same origin, both or neither joining. */
export interface CopyGroup {
  readonly length: number;
  /** Index in `origins`. */
  readonly origin: number;
  readonly joins: boolean;
  readonly votes: readonly CopyVote[];
  /** Probability that two votes of the group, drawn at random with replacement, are for the same token. */
  readonly purity: number;
}

export function groupVotes(votes: readonly CopyVote[]): readonly CopyGroup[] {
  const groups = new Map<number, CopyVote[]>();
  for (const vote of votes) {
    const key = (lengthClass(vote.match.length) * origins.length + origins.indexOf(vote.match.origin)) * 2;
    const group = groups.get(key + (vote.joins ? 1 : 0));
    if (group) group.push(vote);
    else groups.set(key + (vote.joins ? 1 : 0), [vote]);
  }
  return [...groups].map(([key, members]) => ({
    length: Math.floor(key / 2 / origins.length),
    origin: Math.floor(key / 2) % origins.length,
    joins: key % 2 === 1,
    votes: members,
    purity: purityOf(members),
  }));
}

export function lengthClass(length: number): number {
  let range = 0;
  while (range < lengthRanges.length && length >= lengthRanges[range]!) range++;
  return range;
}

function purityOf(votes: readonly CopyVote[]): number {
  const counts = new Map<number, number>();
  for (const { token } of votes) counts.set(token, (counts.get(token) ?? 0) + 1);
  let sum = 0;
  for (const count of counts.values()) sum += count * count;
  return sum / votes.length ** 2;
}

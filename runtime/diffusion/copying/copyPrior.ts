import type { TextTokenizer } from '../model/textTokenizer';
import { CopiedTokens } from './copiedTokens';
import { goesOn, groupVotes, type CopyGroup, type CopyVote } from './copyGroups';
import { LongestMatches, type CopyMatch } from './copyMatch';
import { copyMasses, type CopyMasses } from './copyMixture';
import { RequestText, type RequestParts } from './requestText';
import type { SourceIndex } from './sourceIndex';
import { TextAfter } from './textAfter';

/** Places that are asked for the next token: in the request's own text, and in the sources. */
const ownPlaces = 24;
const sourcePlaces = 16;
/** Tokens of a draft: rows that do not hold cost little, but not nothing. */
const longestDraft = 10;
/** Share of all masses that a draft's first token must have. */
const leastShare = 0.08;
/** Tokens are cut from at most so many bytes behind a place. */
const unstable = 64;

/** What the places found say of the next token. */
export interface CopyProposal extends CopyMasses {
  readonly groups: readonly CopyGroup[];
  /** The token with the greatest mass, and that mass; the token is undefined when nothing was found. */
  readonly best: number | undefined;
  /** Greatest match of those that vote for a token; 0 for none. Bytes. */
  matchOf(token: number): number;
}

export interface CopyPriorOptions extends RequestParts {
  readonly tokenizer: TextTokenizer;
  readonly deleteToken: number;
  /** Bytes before the cursor with which the middle begins again. */
  readonly healed: number;
  readonly sources?: SourceIndex | undefined;
  /** Path of the document, as in the sources. */
  readonly path?: string | undefined;
}

/**
 * Looks for places in the document, in snippets and in the sources whose text before them ends like what is known, and
 * lets them vote for the next token.
 */
export class CopyPrior {
  private readonly text: RequestText;
  private readonly after: TextAfter;
  private readonly copied: CopiedTokens;
  private readonly prefixBytes: number;

  constructor(private readonly options: CopyPriorOptions) {
    this.text = new RequestText(options);
    this.prefixBytes = this.text.textEnd;
    this.after = new TextAfter(this.text.suffix);
    this.copied = new CopiedTokens(options.tokenizer);
  }

  /**
   * @param tokens the middle so far
   * @param mayEnd whether it may end here
   */
  propose(tokens: readonly number[], mayEnd: boolean): CopyProposal {
    const { tokenizer, deleteToken } = this.options;
    const bytes = tokenizer.decode(tokens);
    const unhealed = this.unhealed(tokens);
    this.text.decoded(bytes.subarray(this.options.healed));
    const back = wordStart(tokens, tokenizer);
    const votes = this.find().flatMap((match) => this.vote(match, unhealed, back) ?? []);
    const groups = groupVotes(votes);
    const masses = copyMasses(groups, mayEnd && unhealed === 0 ? deleteToken : undefined);
    return { ...masses, groups, best: heaviest(masses.tokens), matchOf: (token) => this.matchOf(votes, token) };
  }

  /**
   * Tokens to verify in one pass; empty when there is nothing that is likely to hold.
   * @param tokens the middle for which the proposal was made
   */
  draft(proposal: CopyProposal, tokens: readonly number[], most: number): readonly number[] {
    const { best, total, groups } = proposal;
    if (best === undefined || best === this.options.deleteToken) return [];
    if ((proposal.tokens.get(best) ?? 0) < leastShare * (1 + total)) return [];
    const votes = groups.flatMap((group) => group.votes).filter(({ token }) => token === best);
    const vote = votes.reduce((a, b) => (rank(b) > rank(a) ? b : a));
    return this.follow(vote, this.unhealed(tokens), Math.min(most, longestDraft));
  }

  /** Bytes before the cursor that the tokens have not written again yet. */
  private unhealed(tokens: readonly number[]): number {
    let left = this.options.healed;
    for (const token of tokens) left -= this.options.tokenizer.bytes[token]?.length ?? 0;
    return Math.max(0, left);
  }

  private find(): readonly CopyMatch[] {
    const { text, options } = this;
    const found = new LongestMatches(ownPlaces);
    text.find(found);
    const own = found.take();
    if (!options.sources) return own;
    // Counted apart, so that neither hides the other.
    return [...own, ...options.sources.find(text.text, text.textEnd, options.path, sourcePlaces)];
  }

  private vote(match: CopyMatch, unhealed: number, back: number): CopyVote | undefined {
    const token = this.firstToken(match, unhealed, back);
    if (token === undefined) return undefined;
    const end = unhealed === 0 ? this.after.endAt(match.text, match.at, match.end) : goesOn;
    const joins = this.after.distance(match.text, match.at, match.end) !== undefined;
    return { match, token, end, joins };
  }

  /** The token with which the copy would go on from what is known; bytes to be generated again come first. */
  private firstToken(match: CopyMatch, unhealed: number, back: number): number | undefined {
    if (match.length < unhealed) return this.afterUnhealed(match, unhealed)[0];
    return this.tokenAt(match, match.at - unhealed, back <= match.length - unhealed ? back : 0);
  }

  /** Where not all bytes to be generated again are the same (a blank before a word that was begun), those count that stand here. */
  private afterUnhealed(match: CopyMatch, unhealed: number): readonly number[] {
    const { text, textEnd } = this.text;
    return this.copied.behind(text.subarray(textEnd - unhealed, textEnd), match.text, match.at, match.end);
  }

  private tokenAt(match: CopyMatch, place: number, back: number): number | undefined {
    // Of the known text only what stands before the cursor stays.
    const stable = match.text !== this.text.text || place + unstable < this.prefixBytes;
    return this.copied.at(match.text, place, back, match.end, stable);
  }

  private follow(vote: CopyVote, unhealed: number, most: number): readonly number[] {
    const { match } = vote;
    const { tokenizer } = this.options;
    const stop = this.after.distance(match.text, match.at, match.end);
    const end = stop === undefined ? match.end : match.at + stop;
    const draft: number[] = [];
    let place = match.at - unhealed;
    const first = match.length < unhealed ? this.afterUnhealed(match, unhealed) : [vote.token];
    for (let next: number | undefined = first[0]; next !== undefined && draft.length < most && place < end;) {
      draft.push(next);
      place += tokenizer.bytes[next]?.length ?? 0;
      next = first[draft.length] ?? this.tokenAt(match, place, 0);
    }
    return draft;
  }

  private matchOf(votes: readonly CopyVote[], token: number): number {
    const { deleteToken } = this.options;
    const supports = (vote: CopyVote) => (token === deleteToken ? vote.end !== goesOn : vote.token === token);
    return votes.reduce((most, vote) => (supports(vote) ? Math.max(most, vote.match.length) : most), 0);
  }
}

/** A place that leads to the text after the cursor is worth some twenty bytes more of common text before it. */
function rank({ match, joins }: CopyVote): number {
  return match.length + (joins ? 20 : 0);
}

function heaviest(tokens: ReadonlyMap<number, number>): number | undefined {
  let best: number | undefined;
  let most = 0;
  for (const [token, mass] of tokens) if (mass > most) [best, most] = [token, mass];
  return best;
}

/** How many bytes before the next slot the last word of the decoded text began; 0 where none is known. */
function wordStart(tokens: readonly number[], tokenizer: TextTokenizer): number {
  // A word of more tokens than these is rare, and then its rest is cut as if it began anew.
  const bytes = tokenizer.decode(tokens.slice(-8));
  const text = new TextDecoder().decode(bytes);
  const last = tokenizer.encode(text).pretokens.at(-1);
  return last === undefined || text.includes('\ufffd') ? 0 : Buffer.byteLength(text.slice(last.unit));
}

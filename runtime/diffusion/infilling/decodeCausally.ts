import type { CopyProposal } from '../copying/copyPrior';
import type { Checkpoint } from './contextCache';
import type { DecodeOptions, DecodingContext, Middle } from './decodeMiddle';
import { endsInLoop } from './repetition';
import { chooseToken, type Choice } from './windowSampler';

/**
 * Fills the middle from left to right by passes in which window rows see only the rows before them. What the copy prior
 * expects is fed as a draft: the rows of a pass then say what each of its tokens should have been, so all that agree
 * are taken, and one more. The text is the same as without drafts.
 */
export async function decodeCausally(
  context: DecodingContext,
  options: DecodeOptions,
  given: readonly number[],
  total: number,
  checkpoint: Checkpoint,
): Promise<Middle> {
  const { cache, windowTokens } = context;
  const { prefix, suffix } = context.tokens;
  const decoding = new CausalDecoding(context, options, given);
  let window = -1;
  while (decoding.tokens.length < total) {
    const start = Math.floor(decoding.tokens.length / windowTokens) * windowTokens;
    if (start !== window) {
      await cache.set({ prefix: [...prefix, ...decoding.tokens.slice(0, start)], suffix }, checkpoint);
      window = start;
    }
    const slots = decoding.tokens.slice(start);
    // The row behind the draft gives a token too, which needs a slot.
    const draft = decoding.draft(Math.min(windowTokens, total - start) - slots.length - 1);
    const rows = Array.from({ length: draft.length + 1 }, (_, i) => slots.length + i);
    const logits = await cache.window([...slots, ...draft], rows, checkpoint, 'causal');
    const ended = decoding.verify(logits, draft);
    if (ended) return ended;
  }
  return decoding.middle(options.length.kind === 'fixed');
}

/** The middle while it grows. */
class CausalDecoding {
  readonly tokens: number[];
  private readonly choices: (Choice | undefined)[];
  private readonly fixed: boolean;
  private rest: string;
  private proposal: CopyProposal | undefined;

  constructor(
    private readonly context: DecodingContext,
    private readonly options: DecodeOptions,
    private readonly given: readonly number[],
  ) {
    this.tokens = [...given];
    this.choices = given.map(() => undefined);
    this.fixed = options.length.kind === 'fixed';
    const { healing } = context.vocabulary;
    this.rest = given.reduce((rest, token) => healing.advance(rest, token), options.healing);
    this.propose();
  }

  /** Tokens to verify. @param most greatest number of them */
  draft(most: number): readonly number[] {
    const { prior, sampling, drafts = true } = this.options;
    if (!prior || !this.proposal || sampling || !drafts || most <= 0) return [];
    return prior.draft(this.proposal, this.tokens, most);
  }

  /**
   * Takes the tokens of a draft as long as they are those that would have been chosen, and one more.
   * @param logits [draft.length + 1, vocab]
   * @returns the middle, when it ends here
   */
  verify(logits: Float32Array, draft: readonly number[]): Middle | undefined {
    const { vocabulary } = this.context;
    const rules = { deletable: !this.fixed, sampling: this.options.sampling };
    for (let row = 0; row <= draft.length; row++) {
      if (row > 0) this.propose();
      const choice = chooseToken(logits, row, vocabulary, this.rest, rules, this.proposal);
      if (choice.token === vocabulary.delete) return { ...this.middle(true), end: choice };
      this.tokens.push(choice.token);
      this.choices.push(choice);
      this.rest = vocabulary.healing.advance(this.rest, choice.token);
      // No part of a loop is worth showing, but another first token may be.
      if (!this.fixed && endsInLoop(this.tokens)) return { ...this.middle(false), tokens: [] };
      if (this.tokens.length > this.given.length && this.options.isEnough(this.tokens)) return this.middle(true);
      if (choice.token !== draft[row]) break;
    }
    this.propose();
    return undefined;
  }

  middle(complete: boolean): Middle {
    return { tokens: [...this.tokens], choices: [...this.choices], end: undefined, complete };
  }

  private propose(): void {
    this.proposal = this.options.prior?.propose(this.tokens, !this.fixed);
  }
}

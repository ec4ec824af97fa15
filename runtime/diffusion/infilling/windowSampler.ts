import { bestCandidates, sampleCandidate, type Candidate } from './distribution';
import { modelMass } from '../copying/copyMixture';
import type { CopyProposal } from '../copying/copyPrior';
import type { ByteString, HealingIndex } from './healing';

/**
 * In which order slots are filled: the leftmost first, or the surest first, by denoising passes in which slots see the
 * whole window; or left to right by causal passes in which slots see those before them.
 */
export type DecodingOrder = 'left-to-right' | 'confidence' | 'causal';

/** What a model's tokens are to the sampler. */
export interface SamplerVocabulary {
  /** Number of logits in a row. */
  readonly size: number;
  readonly mask: number;
  readonly delete: number;
  readonly healing: HealingIndex;
  /** Text tokens. */
  readonly text: Int32Array;
  /** Text tokens and delete. */
  readonly textAndDelete: Int32Array;
}

export interface SamplerOptions {
  readonly order: DecodingOrder;
  /** Besides the first, every slot whose best token is at least so probable is filled in the same pass. */
  readonly threshold: number;
  /** Slots that may be filled in this window, at most its size. */
  readonly limit: number;
  /** Whether the middle may end by a delete token. */
  readonly deletable: boolean;
  /** Bytes with which the window's text must begin. */
  readonly healing: ByteString;
  /** Tokens that fill the first slots from the start. */
  readonly forced: readonly number[];
  /** Left-to-right slots are drawn instead of chosen. */
  readonly sampling?: { readonly temperature: number; readonly random: () => number } | undefined;
  /** What the copy prior says of the slot behind these tokens of the window. */
  readonly propose?: ((tokens: readonly number[]) => CopyProposal) | undefined;
}

/** A filled slot: what was chosen, and the best tokens at the time. */
export interface Choice extends Candidate {
  readonly ranked: readonly Candidate[];
  /** Whether it is the best proposal of the copy prior. */
  readonly copied: boolean;
  /** Longest match of the places that propose it; 0 for none. Bytes. */
  readonly match: number;
}

/** What of the vocabulary and the options a choice depends on. */
export interface ChoiceRules {
  readonly deletable: boolean;
  readonly sampling?: { readonly temperature: number; readonly random: () => number } | undefined;
}

/**
 * Chooses a token by one row of logits.
 * @param rest bytes that still have to be generated
 * @param proposal what the copy prior says; it has no say in what is drawn
 */
export function chooseToken(
  logits: Float32Array,
  row: number,
  vocabulary: SamplerVocabulary,
  rest: ByteString,
  rules: ChoiceRules,
  proposal: CopyProposal | undefined,
): Choice {
  const free = rules.deletable ? vocabulary.textAndDelete : vocabulary.text;
  const allowed = rest === '' ? free : vocabulary.healing.allowed(rest);
  const mixed = proposal && !rules.sampling ? { masses: proposal, modelMass } : undefined;
  const ranked = bestCandidates(logits, row, vocabulary.size, allowed, mixed);
  const chosen = rules.sampling
    ? sampleCandidate(logits, row, vocabulary.size, allowed, rules.sampling.temperature, rules.sampling.random)
    : ranked[0];
  const { token } = chosen;
  return { ...chosen, ranked, copied: proposal?.best === token, match: proposal?.matchOf(token) ?? 0 };
}

/** 'deleted' when the middle ends in this window, 'full' when all slots that may be filled are. */
export type WindowState = 'open' | 'deleted' | 'full';

/** Rows evaluated ahead of the first empty slot: more tokens than that are hardly ever sure in one pass. */
const lookAhead = 8;

/**
 * Fills the slots of one window from the logits of its passes. Knows nothing of the model: it is given logits and says
 * which rows it wants next.
 *
 * A delete token means that its slot and all slots to its right are empty. It is never fed to the model, and it ends
 * the middle only when every slot to its left is filled.
 */
export class WindowSampler {
  /** Tokens and masks, as fed to the model. */
  readonly slots: number[];
  private readonly choices: (Choice | undefined)[] = [];
  /** Slots before this one are all filled. */
  private filled: number;
  private rest: ByteString;
  private finish: WindowState = 'open';

  constructor(
    private readonly vocabulary: SamplerVocabulary,
    windowTokens: number,
    private readonly options: SamplerOptions,
  ) {
    this.slots = Array.from({ length: windowTokens }, (_, slot) => options.forced[slot] ?? vocabulary.mask);
    this.rest = options.healing;
    for (const token of options.forced) this.rest = vocabulary.healing.advance(this.rest, token);
    this.filled = options.forced.length;
    if (this.filled >= options.limit) this.finish = 'full';
  }

  get state(): WindowState {
    return this.finish;
  }

  /** Tokens from the left up to the first empty slot. */
  get tokens(): readonly number[] {
    return this.slots.slice(0, this.filled);
  }

  /** Choices of the filled slots; undefined for forced ones. */
  get chosen(): readonly (Choice | undefined)[] {
    return Array.from({ length: this.filled }, (_, slot) => this.choices[slot]);
  }

  /** Best tokens of the slot at which the middle ended. */
  end: Choice | undefined;

  /** Healing bytes that are still to come. */
  get unhealed(): ByteString {
    return this.rest;
  }

  /** Window rows whose logits the next step wants; row i speaks of slot i. */
  rows(): readonly number[] {
    const { order, limit, threshold } = this.options;
    const ahead = threshold >= 1 ? 1 : lookAhead;
    const end = order === 'left-to-right' ? Math.min(this.filled + ahead, limit) : limit;
    const rows: number[] = [];
    for (let slot = this.filled; slot < end; slot++) if (this.slots[slot] === this.vocabulary.mask) rows.push(slot);
    return rows;
  }

  /** Fills at least one slot, or ends the middle. @param logits [rows().length, vocabulary.size] @returns the state */
  step(logits: Float32Array): WindowState {
    const rows = this.rows();
    // While bytes are prescribed, what a slot may hold depends on the slots to its left.
    if (this.options.order === 'left-to-right' || this.rest !== '') this.stepLeftToRight(logits, rows);
    else this.stepByConfidence(logits, rows);
    if (this.finish === 'open' && this.filled >= this.options.limit) this.finish = 'full';
    return this.finish;
  }

  private stepLeftToRight(logits: Float32Array, rows: readonly number[]): void {
    for (const [row, slot] of rows.entries()) {
      // A gap of filled slots means that order is by confidence and the rest has to wait for its turn.
      if (slot !== this.filled) return;
      const choice = this.choose(logits, row, slot);
      if (row > 0 && choice.probability < this.options.threshold) return;
      if (choice.token === this.vocabulary.delete) return this.endWith(choice);
      this.fill(slot, choice);
      this.advance();
      if (this.options.order === 'confidence' && this.rest === '') return;
    }
  }

  private stepByConfidence(logits: Float32Array, rows: readonly number[]): void {
    const open: { slot: number; choice: Choice }[] = [];
    for (const [row, slot] of rows.entries()) {
      const choice = this.choose(logits, row, slot);
      if (choice.token === this.vocabulary.delete) {
        if (slot === this.filled) return this.endWith(choice);
        // Slots to the right of a delete are empty if it stays; until then nothing is known of them.
        break;
      }
      open.push({ slot, choice });
    }
    open.sort((a, b) => b.choice.probability - a.choice.probability);
    for (const [index, { slot, choice }] of open.entries()) {
      if (index === 0 || choice.probability >= this.options.threshold) this.fill(slot, choice);
    }
    this.advance();
  }

  private choose(logits: Float32Array, row: number, slot: number): Choice {
    // Copied text is found by what stands before a slot, so slots behind empty ones have none.
    const proposal = slot === this.filled ? this.options.propose?.(this.tokens) : undefined;
    return chooseToken(logits, row, this.vocabulary, this.rest, this.options, proposal);
  }

  private fill(slot: number, choice: Choice): void {
    this.slots[slot] = choice.token;
    this.choices[slot] = choice;
    if (slot === this.filled) this.rest = this.vocabulary.healing.advance(this.rest, choice.token);
  }

  private advance(): void {
    while (this.filled < this.options.limit && this.slots[this.filled] !== this.vocabulary.mask) this.filled++;
  }

  private endWith(choice: Choice): void {
    this.end = choice;
    this.finish = 'deleted';
  }
}

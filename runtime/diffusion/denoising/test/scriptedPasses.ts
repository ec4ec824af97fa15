import type { WindowPasses } from '../windowPasses';
import { DenoisingVocabulary } from '../denoisingVocabulary';

/** A tiny vocabulary: a mask, four letters, DreamOn's control tokens, and a token that is forbidden. */
export const mask = 0;
export const [a, b, c, d] = [1, 2, 3, 4];
export const remove = 5;
export const expand = 6;
export const forbidden = 7;
export const size = 8;
export const vocabulary = new DenoisingVocabulary(size, { mask, expand, delete: remove, forbidden: [forbidden] });
export const fixedOnly = new DenoisingVocabulary(size, {
  mask,
  expand: undefined,
  delete: undefined,
  forbidden: [remove, expand, forbidden],
});

/** What a script is asked: the distribution of a slot. */
export interface Asked {
  readonly slots: readonly number[];
  readonly slot: number;
  /** Number of the pass, from 0. */
  readonly call: number;
  readonly lengths: readonly number[];
}

/** Tokens with their probabilities; the others have none. */
export type Distribution = readonly (readonly [token: number, probability: number])[];

/** Passes of a model that does what a script says, and remembers what it was asked. */
export class ScriptedPasses implements WindowPasses {
  readonly calls: {
    readonly slots: string;
    readonly wanted: readonly number[];
    readonly lengths: readonly number[];
  }[] = [];
  /** Reused, as the interface allows. */
  private buffer = new Float32Array();

  constructor(private readonly script: (asked: Asked) => Distribution) {}

  async logits(
    slots: readonly number[],
    wanted: readonly number[],
    _signal: () => Promise<void>,
    lengths: readonly number[],
  ): Promise<Float32Array> {
    const call = this.calls.length;
    this.calls.push({ slots: written(slots), wanted: [...wanted], lengths: [...lengths] });
    if (this.buffer.length < wanted.length * size) this.buffer = new Float32Array(wanted.length * size);
    this.buffer.fill(-80);
    for (const [row, slot] of wanted.entries()) {
      for (const [token, probability] of this.script({ slots, slot, call, lengths })) {
        this.buffer[row * size + token] = Math.log(probability);
      }
    }
    return this.buffer.subarray(0, wanted.length * size);
  }
}

/** Slots as text: '_' is a mask. */
export function written(slots: readonly number[]): string {
  return slots.map((token) => '_abcd-+!'[token]).join('');
}

/** Slots of a text. */
export function slotsOf(text: string): readonly number[] {
  return Array.from(text, (letter) => '_abcd-+!'.indexOf(letter));
}

export const never = async (): Promise<void> => undefined;

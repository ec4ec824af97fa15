import type { PythonForm } from './pythonForms';

/** A function that somebody wishes for, apart from how it is called, passed, placed and tested. */

export interface Feature {
  /** Two words that its name has whatever its form, e.g. `time`, `span`. */
  readonly nouns: readonly [string, string];
  /** Names by form. */
  readonly names: Readonly<Record<'verb-first' | 'to-form' | 'thing-only', readonly string[]>>;
  readonly input: {
    readonly names: Readonly<Record<'letter' | 'short' | 'long', string>>;
    readonly type: string;
    /** Code of one that is accepted, with what comes of it under every default, and of one that is not. */
    readonly good: string;
    readonly bad: string;
  };
  readonly setting: {
    /** e.g. `part`; `words` with its forms. */
    readonly noun: string;
    readonly plural: string;
    readonly values: Readonly<Record<'small' | 'middle' | 'large', number>>;
    readonly ranges: Readonly<Record<'small' | 'middle' | 'large', readonly [number, number]>>;
  };
  /** What it does, as a sentence that goes on after “it”. */
  readonly does: string;
  /** What is wrong with an input that is refused, as a sentence. */
  readonly refusal: string;
  /** Lines before the condition; default: none. */
  prepare?(input: string): readonly string[];
  /** Condition on which an input is refused. */
  refuses(input: string): string;
  /** Lines that compute `output` and `detail` from input and setting. */
  steps(input: string, setting: string, typed: boolean): readonly string[];
  readonly output: { readonly name: string; readonly type: string; readonly good: string };
  readonly detail: { readonly name: string; readonly type: string; readonly good: string };
  readonly python: PythonForm;
}

/** How the middle, low and high of a setting are told apart. */
export function sizes(
  small: readonly [number, number, number],
  middle: readonly [number, number, number],
  large: readonly [number, number, number],
): Pick<Feature['setting'], 'values' | 'ranges'> {
  return {
    values: { small: small[0], middle: middle[0], large: large[0] },
    ranges: { small: [small[1], small[2]], middle: [middle[1], middle[2]], large: [large[1], large[2]] },
  };
}

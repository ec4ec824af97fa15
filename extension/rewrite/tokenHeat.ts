import type { TokenConfidence } from '../../runtime/protocol';

/**
 * How sure the model is of a token, in steps that look different. From one half on no other token can be likelier: that looks like
 * nothing, so that a small model, which is seldom certain, does not mark everything.
 */
export type HeatBand = 'possible' | 'doubtful' | 'unlikely';

/** Upper ends of the bands, exclusive. */
const bands: readonly (readonly [HeatBand, number])[] = [
  ['unlikely', 0.05],
  ['doubtful', 0.2],
  ['possible', 0.5],
];

export function bandOf(probability: number): HeatBand | undefined {
  return bands.find(([, end]) => probability < end)?.[0];
}

/** A token without the white space at its edges, UTF-16 offsets in the text that was asked about. */
export interface HeatToken {
  readonly start: number;
  readonly end: number;
  readonly probability: number;
  readonly band: HeatBand | undefined;
}

/** The tokens that are something to look at: those of white space alone say nothing to a reader. */
export function heatTokens(text: string, tokens: readonly TokenConfidence[]): readonly HeatToken[] {
  return tokens.flatMap(({ start, end, probability }) => {
    const token = text.slice(start, end);
    const visible = token.trim();
    if (visible === '') return [];
    const from = start + (token.length - token.trimStart().length);
    return [{ start: from, end: from + visible.length, probability, band: bandOf(probability) }];
  });
}

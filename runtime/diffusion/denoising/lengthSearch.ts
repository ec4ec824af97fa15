import { RuntimeError } from '../../runtimeError';
import type { Checkpoint } from '../infilling/contextCache';
import type { DenoisingVocabulary } from './denoisingVocabulary';
import { biasOf, type LengthCalibration } from './lengthCalibration';
import { RowReader } from './rowReader';
import type { WindowPasses } from './windowPasses';

/**
 * Numbers of masks that are tried first. CAL climbs in steps of one; with a cached context a coarse grid and a look at the
 * neighbours of the best one is as many passes, and a second hill further up is not overlooked.
 */
export const probedLengths: readonly number[] = [2, 4, 6, 8, 12, 16, 24, 32, 48, 64];
const neighbours = [-2, -1, 1, 2];

export interface LengthSearch {
  readonly calibration: LengthCalibration;
  /** Number of masks at most. */
  readonly longest: number;
}

export interface LengthProbe {
  readonly tokens: number;
  /** Mean over the masks of the greatest probability. */
  readonly confidence: number;
  /** Confidence over what is expected at this length. */
  readonly score: number;
}

export interface FoundLength {
  readonly tokens: number;
  /** One pass each, in their order. */
  readonly probes: readonly LengthProbe[];
}

/**
 * Finds how many tokens belong in a window by one pass for each length that is tried: the one at which the model is
 * surest, measured by what is expected of the length. Among equals the shortest.
 * @param passesFor passes of a window of so many slots; usually the same object on one context cache
 * @throws RuntimeError bad-request when not even one mask is allowed; what the checkpoint throws
 */
export async function chooseLength(
  passesFor: (length: number) => WindowPasses,
  vocabulary: DenoisingVocabulary,
  { calibration, longest }: LengthSearch,
  checkpoint: Checkpoint,
): Promise<FoundLength> {
  if (!(longest >= 1)) {
    throw new RuntimeError('bad-request', 'There is no room for even one token.', 'Allow more tokens.');
  }
  const probes: LengthProbe[] = [];
  const probe = async (tokens: number) => {
    const confidence = await meanConfidence(passesFor(tokens), tokens, vocabulary, checkpoint);
    probes.push({ tokens, confidence, score: confidence / biasOf(calibration.bias, tokens) });
  };
  const grid = probedLengths.filter((tokens) => tokens <= longest);
  for (const tokens of grid.length > 0 ? grid : [longest]) await probe(tokens);
  const centre = surest(probes).tokens;
  for (const offset of neighbours) {
    const tokens = centre + offset;
    if (tokens < 1 || tokens > longest || probes.some((each) => each.tokens === tokens)) continue;
    await probe(tokens);
  }
  return { tokens: surest(probes).tokens, probes };
}

/** Mean over a window of masks of the greatest probability, at temperature 1 and without what is forbidden. */
export async function meanConfidence(
  passes: WindowPasses,
  length: number,
  vocabulary: DenoisingVocabulary,
  checkpoint: Checkpoint,
): Promise<number> {
  const slots = new Array<number>(length).fill(vocabulary.special.mask);
  const wanted = slots.map((_, slot) => slot);
  const logits = await passes.logits(slots, wanted, checkpoint, [length]);
  const reader = new RowReader(vocabulary.size, { temperature: 0, topP: 1 });
  const spans = vocabulary.allowed({ expand: false, delete: false });
  const sum = wanted.reduce((total, row) => total + reader.greatestProbability(logits, row, spans), 0);
  return sum / length;
}

function surest(probes: readonly LengthProbe[]): LengthProbe {
  return probes.reduce((best, each) =>
    each.score > best.score || (each.score === best.score && each.tokens < best.tokens) ? each : best,
  );
}

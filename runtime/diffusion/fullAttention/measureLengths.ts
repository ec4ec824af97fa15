import {
  chooseLength,
  DenoisingVocabulary,
  meanConfidence,
  type LengthCalibration,
  type LengthSample,
} from '../denoising';
import type { Checkpoint } from '../infilling/contextCache';
import type { WindowModel } from '../model/loadedModel';
import { bestCache } from './fullAttentionInfiller';
import { prepareTask, type MeasuredTask } from './measuredTask';

/** Probing runs on one context, whose rows are kept from the first pass on; so does what it is calibrated by. */
const caching = (model: WindowModel) => ({ cache: bestCache(model), refreshEvery: 0 }) as const;

/**
 * How sure a model is of so many masks where something of a known length belongs: what a calibration is fitted to.
 * @param lengths numbers of masks; those above the model's window are left out
 */
export async function lengthSamples(
  model: WindowModel,
  task: MeasuredTask,
  lengths: readonly number[],
  checkpoint: Checkpoint,
): Promise<readonly LengthSample[]> {
  const { context, tokens } = prepareTask(model, task);
  const passes = model.passesOver([context.before, context.after], caching(model));
  const samples: LengthSample[] = [];
  for (const length of lengths.filter((each) => each <= model.config.windowTokens)) {
    const confidence = await meanConfidence(passes, length, vocabularyOf(model), checkpoint);
    samples.push({ tokens: length, trueTokens: tokens.length, confidence });
  }
  return samples;
}

/** The length that probing finds, and the true one. */
export async function probedLength(
  model: WindowModel,
  task: MeasuredTask,
  calibration: LengthCalibration,
  checkpoint: Checkpoint,
): Promise<{ readonly found: number; readonly truth: number; readonly passes: number }> {
  const { context, tokens } = prepareTask(model, task);
  const passes = model.passesOver([context.before, context.after], caching(model));
  const search = { calibration, longest: model.config.windowTokens };
  const { tokens: found } = await chooseLength(() => passes, vocabularyOf(model), search, checkpoint);
  return { found, truth: tokens.length, passes: passes.passes };
}

function vocabularyOf(model: WindowModel): DenoisingVocabulary {
  return new DenoisingVocabulary(model.config.shape.vocab, model.config.special);
}

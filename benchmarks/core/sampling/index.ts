export { lengthGroup, lengthGroups } from './contextLength';
export { samplingOrder, samplingWeights, stratumOf, type SampledScenario } from './samplingOrder';
export { sequentialBounds } from './sequentialBounds';
export {
  nextBatch,
  sampledPairs,
  type NextBatch,
  type PairState,
  type SampledValue,
  type SamplingInput,
} from './stopRule';

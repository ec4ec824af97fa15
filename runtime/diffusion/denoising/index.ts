export { denoise, type Denoised, type DenoiseOptions } from './denoise';
export { DenoisingVocabulary } from './denoisingVocabulary';
export {
  calibrationLengths,
  fitLengthCalibration,
  type LengthCalibration,
  type LengthSample,
} from './lengthCalibration';
export { lengthFile, lengthText, readLengthCalibration } from './lengthFile';
export type { SlotLength } from './lengthRule';
export { chooseLength, meanConfidence, type FoundLength, type LengthSearch } from './lengthSearch';
export { RowReader } from './rowReader';
export { edgeConstraint, healingConstraint, type SlotConstraint } from './slotConstraint';
export type { DenoisedWindow, DenoisingWindow, SlotChoice } from './slotRow';
export { spansOf } from './tokenSpans';
export type { WindowPasses } from './windowPasses';

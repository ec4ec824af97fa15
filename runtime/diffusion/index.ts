export { RuntimeError } from '../runtimeError';
export { convertCheckpoint, type ConvertOptions, type ConvertReport } from './checkpoint/convertCheckpoint';
export { inspectCheckpoint, type CheckpointReport } from './checkpoint/inspectCheckpoint';
export { modelMass } from './copying/copyMixture';
export { CopyPrior } from './copying/copyPrior';
export { SourceIndex } from './copying/sourceIndex';
export { calibrationLengths, fitLengthCalibration, lengthFile, lengthText, type LengthCalibration } from './denoising';
export { InfillEngine, type EngineOptions } from './engine';
export { CachingMeasurement, type CachedRun } from './fullAttention/measureCaching';
export type { MeasuredTask } from './fullAttention/measuredTask';
export { lengthSamples, probedLength } from './fullAttention/measureLengths';
export { chanceOf } from './gate/chance';
export { fitGate, type GateExample } from './gate/fitGate';
export { gateText } from './gate/gateFile';
export { wellFormed } from './infilling/contextText';
export { byteString, HealingIndex, type ByteString } from './infilling/healing';
export { extentEnd, postProcess, type Surroundings } from './infilling/postProcess';
export { endsInLoop } from './infilling/repetition';
export { LlamaDiffusionModel } from './llama/llamaDiffusionModel';
export type { GgufModelOptions } from './llama/ggufModel';
export { openGgufSource, type GgufSource } from './llama/ggufSource';
export { importGguf } from './llama/importGguf';
export { writeGgufModel } from './llama/writeGgufModel';
export { ggufFormats, type ModelFormat } from './weightFormats';
export { DiffusionModel, type FullAttentionModel, type Pass, type PassResult } from './model/diffusionModel';
export type { LoadedModel, WindowModel } from './model/loadedModel';
export { openModel, type OpenModelOptions } from './model/openModel';
export { readModelParts, type ModelParts } from './model/modelParts';
export { GraphBuilder, pieces } from './onnx/graphBuilder';
export { graphPresets, type GraphOptions, type Quantisation } from './onnx/graphOptions';
export {
  decideRunner,
  probeProgram,
  Providers,
  recommendedFormat,
  suits,
  type RecommendedFormat,
  type RunnerDecision,
  type RunnerFacts,
} from './providers';
export { TextTokenizer } from './model/textTokenizer';
export { writeTrueSizeCheckpoint, type TrueSizeOptions } from './test/trueSizeCheckpoint';

export { RuntimeError } from '../runtimeError';
export { convertCheckpoint, type ConvertOptions, type ConvertReport } from './checkpoint/convertCheckpoint';
export { InfillEngine, type EngineOptions } from './engine';
export { DiffusionModel, type Pass, type PassResult } from './model/diffusionModel';

import { createRequire } from 'node:module';
import { ggufFile, graphFile } from '../../models';
import type { LlamaProgram } from '../../llama';
import type { GpuProviderName } from '../../protocol';
import { LlamaDiffusionModel } from '../llama/llamaDiffusionModel';
import { decideRunner, type RunnerDecision, type RunnerFacts } from '../providers';
import { DiffusionModel } from './diffusionModel';
import type { LoadedModel } from './loadedModel';
import { readModelParts } from './modelParts';

export interface OpenModelOptions {
  readonly threads: number;
  /** Says what runs a model. Default: the processor, and llama.cpp for folders with a GGUF file only. */
  readonly runner?: ((model: RunnerFacts) => Promise<RunnerDecision>) | undefined;
  /** Is told when something else runs the model than was asked for, and when the processor had to take over. */
  readonly warn?: ((message: string) => void) | undefined;
  /** Awaited before the model is opened on a GPU, whose driver may end this process. */
  readonly usingProvider?: ((provider: GpuProviderName) => Promise<void>) | undefined;
  /** The program in which llama.cpp runs; default: that of this build. */
  readonly llamaProgram?: LlamaProgram | undefined;
}

/**
 * Verifies and loads a model folder: a graph for ONNX Runtime, a GGUF file for llama.cpp, or both.
 * @throws RuntimeError model-missing, model-corrupt, model-unsupported, unavailable, crashed
 */
export async function openModel(folder: string, options: OpenModelOptions): Promise<LoadedModel> {
  const started = performance.now();
  const parts = await readModelParts(folder);
  const { id, parameters, quantisation } = parts.files.manifest;
  const hasGguf = parts.files.has(ggufFile);
  // Where there is no library, the graph is as good as none.
  const hasGraph = parts.files.has(graphFile) && (!hasGguf || isOnnxRuntimeThere());
  const facts = { id, parameters, quantisation, hasGraph, hasGguf };
  const decision = (await options.runner?.(facts)) ?? decideRunner('cpu', facts, nothingKnown);
  const { threads, llamaProgram: program } = options;
  const warn = (message: string) => options.warn?.(`${id}: ${message}`);
  if (decision.notice !== undefined) warn(decision.notice);
  const { runner, why, untried } = decision;
  const reasons = { providerReason: why, ...(untried && { providersUntried: true }) };
  if (runner === 'llama') return LlamaDiffusionModel.load(parts, { threads, program, reasons }, started);
  if (runner !== 'cpu') await options.usingProvider?.(runner);
  return DiffusionModel.load(parts, { threads, provider: runner, warn, reasons }, started);
}

const nothingKnown = { chosen: 'cpu', providers: [], remembered: false } as const;

/** Whether the package has a library for this platform; found without loading it. */
function isOnnxRuntimeThere(): boolean {
  try {
    const { platform, arch } = process;
    createRequire(__filename).resolve(`onnxruntime-node/bin/napi-v6/${platform}/${arch}/onnxruntime_binding.node`);
    return true;
  } catch {
    return false;
  }
}

import { RuntimeError } from '../runtimeError';

/** Architectures of llama.cpp in which all rows see each other whatever the file says (src/llama-arch.cpp, src/llama-model.cpp). */
const diffusionArchitectures = new Set(['dream', 'llada', 'llada-moe', 'rnd1']);

/** Architectures that diffusion models were made from; llama.cpp takes them for causal unless told otherwise. */
const borrowedArchitectures = new Set(['qwen2', 'qwen3']);

export interface Bidirectional {
  /** Whether the file must be overridden to be taken for what it is. */
  readonly override: boolean;
  /** Whether llama.cpp keeps keys and values of this architecture. */
  readonly cache: boolean;
}

/**
 * Whether llama.cpp runs a file with full attention. A causal model would answer as well, and all of it would be wrong.
 * @param causal `ARCHITECTURE.attention.causal` of the file; undefined where it says nothing
 * @param told the caller knows that the model is a diffusion model, so that a file that says nothing may be overridden
 * @throws RuntimeError model-unsupported
 */
export function requireBidirectional(architecture: string, causal: boolean | undefined, told: boolean): Bidirectional {
  if (diffusionArchitectures.has(architecture)) return { override: false, cache: false };
  if (!borrowedArchitectures.has(architecture)) {
    throw unsupported(`its architecture "${architecture}" is none of a diffusion model`);
  }
  if (causal === false) return { override: false, cache: true };
  if (causal === undefined && told) return { override: true, cache: true };
  throw unsupported(`${architecture}.attention.causal is ${causal ?? 'not set'}: it writes from left to right`);
}

function unsupported(why: string): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `The GGUF file is not that of a model that fills in masks: ${why}.`,
    'Choose the GGUF file of a diffusion model, or convert the checkpoint with `whetstone models convert`.',
  );
}

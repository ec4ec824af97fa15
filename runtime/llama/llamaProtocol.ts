/** Requests to the process in which llama.cpp runs. */
import { RequestType } from 'vscode-jsonrpc';
import { z } from 'zod';
import type { RuntimeErrorData } from '../protocol';

export const openLlamaSchema = z.object({
  /** GGUF file, absolute. */
  file: z.string().min(1),
  threads: z.number().int().min(1),
  /** Most tokens that are evaluated at once, with those that are held. */
  maxTokens: z.number().int().min(1),
  /** Whether the model is known to be a diffusion model, for files that do not say so. */
  diffusion: z.boolean(),
  /** Folder in which node-llama-cpp is installed. */
  library: z.string().optional(),
});
export type OpenLlamaParams = z.infer<typeof openLlamaSchema>;

export interface LlamaInfo {
  readonly architecture: string;
  /** Whether keys and values of the tokens at the start can be held. */
  readonly cache: boolean;
  /** Most tokens at once. */
  readonly maxTokens: number;
  /** Size of the weights. */
  readonly bytes: number;
}

export const evaluateSchema = z.object({
  tokens: z.custom<Int32Array>((data) => data instanceof Int32Array),
  /** Tokens at the start that are held from the evaluation before, and not fed again. */
  keep: z.number().int().nonnegative(),
  /** Fed rows whose probabilities are wanted. */
  rows: z.array(z.number().int().nonnegative()).min(1),
});
export type EvaluateParams = z.infer<typeof evaluateSchema>;

export interface EvaluateResult {
  /** Candidates of each row. */
  readonly candidates: number;
  /** [rows, candidates], the most probable first; -1 where there are fewer. */
  readonly ids: Int32Array;
  /** [rows, candidates]; those of a row sum to one. */
  readonly probabilities: Float32Array;
  /** Processor time of its process, milliseconds. */
  readonly processorMs: number;
}

export const openLlama = new RequestType<OpenLlamaParams, LlamaInfo, RuntimeErrorData>('llama/open');
export const evaluate = new RequestType<EvaluateParams, EvaluateResult, RuntimeErrorData>('llama/evaluate');

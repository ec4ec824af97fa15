/** Requests to the process in which a model turns texts into vectors. */
import { RequestType } from 'vscode-jsonrpc';
import { z } from 'zod';
import type { RuntimeErrorData } from '../../protocol';

export const openEmbeddingSchema = z.object({
  /** GGUF file, absolute. */
  file: z.string().min(1),
  threads: z.number().int().min(1),
  /** Tokens of a text at most; what is longer is cut. */
  maxTokens: z.number().int().min(8),
  /** Folder in which node-llama-cpp is installed. */
  library: z.string().optional(),
});
export type OpenEmbeddingParams = z.infer<typeof openEmbeddingSchema>;

export interface EmbeddingInfo {
  /** `general.name` of the file. */
  readonly name: string | undefined;
  readonly architecture: string;
  /** Numbers of a vector. */
  readonly dimensions: number;
  readonly maxTokens: number;
  /** How the vectors of a text's tokens become one, as the file says; undefined: it does not, so it was not made for this. */
  readonly pooling: 'none' | 'mean' | 'first' | 'last' | undefined;
}

export const embedSchema = z.object({ texts: z.array(z.string()).max(10_000) });
export type EmbedParams = z.infer<typeof embedSchema>;

export interface EmbedResult {
  /** [texts, dimensions], one after the other. */
  readonly vectors: Float32Array;
  /** Texts that were longer than what is read. */
  readonly cut: number;
}

export const openEmbedding = new RequestType<OpenEmbeddingParams, EmbeddingInfo, RuntimeErrorData>(
  'llama/openEmbedding',
);
export const embed = new RequestType<EmbedParams, EmbedResult, RuntimeErrorData>('llama/embed');

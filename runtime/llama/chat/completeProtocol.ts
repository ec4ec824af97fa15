/** Raw text generation by the process of a chat model: for completion in the middle of code, and whatever writes its own prompt. */
import { NotificationType, RequestType, RequestType0 } from 'vscode-jsonrpc';
import { z } from 'zod';
import type { RuntimeErrorData } from '../../protocol';
import type { Device } from '../engine/device';
import type { CompletionResult } from '../engine/types';

const share = z.number().min(0).max(1);
const samplingSchema = z.strictObject({
  temperature: z.number().min(0).optional(),
  topP: share.optional(),
  topK: z.number().int().min(0).optional(),
  minP: share.optional(),
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1)
    .optional(),
});
const texts = z.array(z.string().min(1));

export const completeSchema = z.strictObject({
  /** Chosen by the caller; text comes under it. */
  id: z.string().min(1),
  /** Fields as in `CompletionRequest`. */
  request: z.strictObject({
    prompt: z.array(z.strictObject({ kind: z.enum(['special', 'text']), text: z.string() })).min(1),
    conversation: z.string().min(1).optional(),
    maxTokens: z.number().int().min(1),
    sampling: samplingSchema.optional(),
    stop: texts.optional(),
    stopTokens: texts.optional(),
    grammar: z
      .strictObject({
        gbnf: z.string().min(1),
        when: z.enum(['always', 'opened']),
        openings: texts.optional(),
        afterText: z.boolean().optional(),
        inThought: z.boolean().optional(),
        least: share.optional(),
      })
      .optional(),
    probabilities: z.boolean().optional(),
  }),
});
export type CompleteParams = z.infer<typeof completeSchema>;

/** Of the engine that runs in the process. */
export interface EngineInfo {
  readonly architecture: string;
  readonly contextTokens: number;
  readonly sequences: number;
  readonly device: Device;
  /** Which of the texts that were asked for are special tokens of the vocabulary. */
  readonly special: readonly string[];
}
export const engineInfoSchema = z.strictObject({ special: z.array(z.string().min(1)) });
export type EngineInfoParams = z.infer<typeof engineInfoSchema>;

/** Text comes as `completedText`. Cancelled by its token between tokens; then answers with RequestCancelled. */
export const complete = new RequestType<CompleteParams, CompletionResult, RuntimeErrorData>('llama/complete');
export const completedText = new NotificationType<{ readonly id: string; readonly text: string }>(
  'llama/complete/text',
);
/** What was written is enough: the answer ends with its next token. */
export const endCompletion = new NotificationType<{ readonly id: string }>('llama/complete/end');
export const engineInfo = new RequestType<EngineInfoParams, EngineInfo, RuntimeErrorData>('llama/engine');
/** Saves the conversations that are held; the process may be ended then. */
export const saveConversations = new RequestType0<null, RuntimeErrorData>('llama/save');

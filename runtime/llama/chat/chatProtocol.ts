/** Requests to the process in which a chat model runs on llama.cpp. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import { z } from 'zod';
import type { RuntimeErrorData } from '../../protocol';

export const openChatSchema = z.strictObject({
  /** GGUF file, absolute. */
  file: z.string().min(1),
  /** Never left to the library, whose own choice is four at least. */
  threads: z.number().int().min(1),
  /** Tokens of prompt and answer at most; what the model was trained with goes before. */
  contextTokens: z.number().int().min(64),
  /** Conversations held at once and answered in parallel, each with memory for `contextTokens` of its own. Default 1. */
  sequences: z.number().int().min(1).max(64).optional(),
  /** Default 'auto': a graphics processor where one works. */
  gpu: z.enum(['auto', 'off']).optional(),
  /** Where conversations are saved, so that they go on after this process; default: nowhere. */
  saving: z
    .strictObject({
      folder: z.string().min(1),
      /** Shorter conversations are read again sooner than loaded. */
      leastTokens: z.number().int().min(1).optional(),
      /** Milliseconds without a request after which they are saved. */
      afterMs: z.number().int().min(0).optional(),
    })
    .optional(),
  /** Folder in which node-llama-cpp is installed; default: this program's own. */
  library: z.string().optional(),
});
export type OpenChatParams = z.infer<typeof openChatSchema>;

export interface ChatInfo {
  /** `general.name` of the file. */
  readonly name: string | undefined;
  /** Tokens of prompt and answer together. */
  readonly contextTokens: number;
  /** Form in which a conversation is written for this model. */
  readonly template: string;
  /** Size of the weights. */
  readonly bytes: number;
}

export const chatTurnSchema = z.strictObject({ role: z.enum(['system', 'user', 'assistant']), text: z.string() });
export type ChatTurn = z.infer<typeof chatTurnSchema>;

export const generateChatSchema = z.strictObject({
  /** Chosen by the caller; text comes under it. */
  id: z.string().min(1),
  /** The last one is the user's. */
  turns: z.array(chatTurnSchema).min(1),
  maxTokens: z.number().int().min(1),
  /** 0: the most probable token. */
  temperature: z.number().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  stop: z.array(z.string().min(1)).optional(),
  /** The answer is held to JSON, and to a schema where there is one (JSON Schema as text). */
  json: z.strictObject({ schema: z.string().optional() }).optional(),
});
export type GenerateChatParams = z.infer<typeof generateChatSchema>;

export interface ChatResult {
  readonly finish: 'stop' | 'length';
  readonly inputTokens: number;
  /** Of these, how many were still held from the answer before. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
}

export interface ChatText {
  readonly id: string;
  /** 'thought': what the model thinks before it answers. */
  readonly kind: 'text' | 'thought';
  readonly text: string;
}

export const openChat = new RequestType<OpenChatParams, ChatInfo, RuntimeErrorData>('llama/chat/open');
/** Text comes as `chatText`. Cancelled by its token between tokens; then answers with RequestCancelled. */
export const generateChat = new RequestType<GenerateChatParams, ChatResult, RuntimeErrorData>('llama/chat/generate');
export const chatText = new NotificationType<ChatText>('llama/chat/text');

/** Requests to the process in which a chat model runs on llama.cpp. */
import { NotificationType, RequestType } from 'vscode-jsonrpc';
import { z } from 'zod';
import type { Json, JsonSchema, Message, ReplyFacts } from '../../gateway/types';
import type { RuntimeErrorData } from '../../protocol';
import type { Device } from '../engine/device';

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
  /** Why it calls no tools; undefined: it does. */
  readonly noTools: string | undefined;
  /** Size of the weights. */
  readonly bytes: number;
}

const json: z.ZodType<Json> = z.json();
const jsonObject: z.ZodType<JsonSchema> = z.record(z.string(), json);
const messageSchema: z.ZodType<Message> = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({ type: z.literal('text'), text: z.string() }),
      z.strictObject({ type: z.literal('image'), mediaType: z.string(), data: z.string() }),
      z.strictObject({ type: z.literal('reasoning'), text: z.string(), signature: z.string().optional() }),
      z.strictObject({ type: z.literal('tool-call'), id: z.string(), name: z.string(), input: json }),
      z.strictObject({
        type: z.literal('tool-result'),
        id: z.string(),
        name: z.string(),
        output: json,
        isError: z.boolean().optional(),
      }),
    ]),
  ),
});

export const generateChatSchema = z.strictObject({
  /** Chosen by the caller; what is written comes under it. */
  id: z.string().min(1),
  messages: z.array(messageSchema).min(1).readonly(),
  tools: z
    .array(z.strictObject({ name: z.string().min(1), description: z.string(), inputSchema: jsonObject }))
    .readonly()
    .optional(),
  toolChoice: z
    .union([
      z.strictObject({ kind: z.enum(['auto', 'none', 'required']) }),
      z.strictObject({ kind: z.literal('tool'), name: z.string().min(1) }),
    ])
    .optional(),
  /** false: a call is believed however improbable it is. Default true: one that seems needless is doubted. */
  guard: z.boolean().optional(),
  /** Turns of one conversation find what was read before. */
  conversation: z.string().min(1).optional(),
  maxTokens: z.number().int().min(1),
  /** 0: the most probable token. Default 0 with tools, otherwise 0.7. */
  temperature: z.number().min(0).optional(),
  topP: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  stop: z.array(z.string().min(1)).readonly().optional(),
  /** The answer is held to JSON, and to a schema where there is one. */
  json: z.strictObject({ schema: jsonObject.optional() }).optional(),
});
export type GenerateChatParams = z.infer<typeof generateChatSchema>;

export interface ChatResult {
  /** 'tool-calls': tools are called. 'length': it was cut off at `maxTokens`. */
  readonly finish: 'stop' | 'length' | 'tool-calls';
  /** Of all tries. */
  readonly inputTokens: number;
  /** Of these, how many were still held from the answer before. */
  readonly cachedTokens: number;
  readonly outputTokens: number;
  /** ... and how many of these were thoughts. */
  readonly thoughtTokens: number;
  readonly reply: ReplyFacts;
}

/** What is said while it is written. `call` comes when a call is whole and can be run. */
export type ChatEvent =
  /** 'thought': what the model thinks before it answers. 'call-input': a piece of a call that is being written. */
  | { readonly kind: 'text' | 'thought' | 'call-input' | 'warning'; readonly text: string }
  | { readonly kind: 'call'; readonly call: { readonly id: string; readonly name: string; readonly input: Json } };

export type ChatText = ChatEvent & { readonly id: string };

/** With what it runs on. */
export interface OpenedChatInfo extends ChatInfo {
  /** What computes, and why: for the user. */
  readonly device: Device;
  /** Conversations that are held at once. */
  readonly sequences: number;
}

export const openChat = new RequestType<OpenChatParams, OpenedChatInfo, RuntimeErrorData>('llama/chat/open');
/** What is written comes as `chatText`. Cancelled by its token between tokens; then answers with RequestCancelled. */
export const generateChat = new RequestType<GenerateChatParams, ChatResult, RuntimeErrorData>('llama/chat/generate');
export const chatText = new NotificationType<ChatText>('llama/chat/text');

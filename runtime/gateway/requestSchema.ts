/** Requests as they come from other processes and from files. */
import { z } from 'zod';
import type { GenerateRequest, Json, Message } from './types';

const json: z.ZodType<Json> = z.json();
const jsonObject = z.record(z.string(), json);
const optionalText = z.string().min(1).max(500).optional();

const part = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string() }),
  z.strictObject({ type: z.literal('image'), mediaType: z.string().regex(/^image\//), data: z.base64() }),
  z.strictObject({ type: z.literal('reasoning'), text: z.string(), signature: z.string().optional() }),
  z.strictObject({ type: z.literal('tool-call'), id: z.string().min(1), name: z.string().min(1), input: json }),
  z.strictObject({
    type: z.literal('tool-result'),
    id: z.string().min(1),
    name: z.string(),
    output: json,
    isError: z.boolean().optional(),
  }),
]);

export const messageSchema: z.ZodType<Message> = z.strictObject({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.array(part).readonly(),
});

export const purposeSchema = z.enum(['chat', 'edit', 'tool-use', 'evaluation']);

const taskType = z.enum([
  'chat.explain',
  'chat.design',
  'chat.other',
  'edit.inline',
  'edit.multi',
  'tool.single',
  'tool.multi',
  'judge.binary',
  'judge.pairwise',
  'text.short',
]);

const verifier = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('json') }),
  z.strictObject({ kind: z.literal('tool-call') }),
  z.strictObject({ kind: z.literal('syntax'), languageId: z.string().min(1) }),
  z.strictObject({ kind: z.literal('caller'), name: z.string().min(1) }),
]);

/** A request to the gateway. Unknown fields are refused: a misspelt limit would be no limit. */
export const generateRequestSchema: z.ZodType<GenerateRequest> = z.strictObject({
  model: z.string().min(1).max(500),
  messages: z.array(messageSchema).min(1),
  tools: z
    .array(z.strictObject({ name: z.string().min(1), description: z.string(), inputSchema: jsonObject }))
    .optional(),
  toolChoice: z
    .union([
      z.strictObject({ kind: z.enum(['auto', 'none', 'required']) }),
      z.strictObject({ kind: z.literal('tool'), name: z.string().min(1) }),
    ])
    .optional(),
  callGuard: z.boolean().optional(),
  output: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('text') }),
      z.strictObject({ kind: z.literal('json'), schema: jsonObject.optional(), name: z.string().optional() }),
    ])
    .optional(),
  maxOutputTokens: z.number().int().positive().optional(),
  temperature: z.number().min(0).max(2).optional(),
  topP: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  stop: z.array(z.string().min(1)).max(16).optional(),
  purpose: purposeSchema,
  taskType: taskType.optional(),
  task: optionalText,
  project: optionalText,
  conversation: optionalText,
  localOnly: z.boolean().optional(),
  ceiling: z.number().int().nonnegative().optional(),
  verifiers: z.array(verifier).optional(),
  parentCall: optionalText,
});

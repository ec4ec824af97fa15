/** What `POST /v1/chat/completions` may hold. Fields that are not named here are let pass, as OpenAI's own server does. */
import { z } from 'zod';
import type { Json } from '../types';

const json: z.ZodType<Json> = z.json();
const jsonObject = z.record(z.string(), json);

const textPart = z.object({ type: z.literal('text'), text: z.string() });
const refusalPart = z.object({ type: z.literal('refusal'), refusal: z.string() });
const imagePart = z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string() }) });

const texts = z.union([z.string(), z.array(textPart)]);

const toolCall = z.object({
  id: z.string().min(1),
  type: z.literal('function').default('function'),
  function: z.object({ name: z.string().min(1), arguments: z.string() }),
});

const message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: texts }),
  z.object({ role: z.literal('user'), content: z.union([z.string(), z.array(z.union([textPart, imagePart]))]) }),
  z.object({
    role: z.literal('assistant'),
    content: z.union([z.string(), z.array(z.union([textPart, refusalPart]))]).nullish(),
    refusal: z.string().nullish(),
    tool_calls: z.array(toolCall).nullish(),
  }),
  z.object({ role: z.literal('tool'), tool_call_id: z.string().min(1), content: texts }),
]);

export type ChatMessage = z.infer<typeof message>;

const bounded = (least: number, most: number) => z.number().min(least).max(most).nullish();
const noneOf = (what: string) => z.union([z.literal(0), z.null()], `${what} is not supported: leave it out`).optional();

export const chatCompletionSchema = z.object({
  model: z.string().min(1).max(500),
  messages: z.array(message).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  max_tokens: z.number().int().positive().nullish(),
  max_completion_tokens: z.number().int().positive().nullish(),
  temperature: bounded(0, 2),
  top_p: bounded(0, 1),
  seed: z.number().int().nullish(),
  stop: z.union([z.string(), z.array(z.string().min(1)).max(16)]).nullish(),
  n: z.literal(1, 'only one answer is given: leave n out').nullish(),
  logprobs: z.literal(false, 'log probabilities are not given: leave logprobs out').nullish(),
  presence_penalty: noneOf('presence_penalty'),
  frequency_penalty: noneOf('frequency_penalty'),
  tools: z
    .array(
      z.object({
        type: z.literal('function', 'only tools of type function are known'),
        function: z.object({
          name: z.string().min(1),
          description: z.string().nullish(),
          parameters: jsonObject.nullish(),
        }),
      }),
    )
    .nullish(),
  tool_choice: z
    .union([
      z.enum(['auto', 'none', 'required']),
      z.object({ type: z.literal('function'), function: z.object({ name: z.string().min(1) }) }),
    ])
    .nullish(),
  response_format: z
    .discriminatedUnion('type', [
      z.object({ type: z.literal('text') }),
      z.object({ type: z.literal('json_object') }),
      z.object({
        type: z.literal('json_schema'),
        json_schema: z.object({ name: z.string(), schema: jsonObject.nullish() }),
      }),
    ])
    .nullish(),
  /** Groups requests of one conversation, as OpenAI's own does for its cache. */
  prompt_cache_key: z.string().max(500).nullish(),
});

export type ChatCompletion = z.infer<typeof chatCompletionSchema>;

import { z } from 'zod';
import { GatewayError } from '../gatewayError';
import type { GenerateRequest, Json, JsonSchema, Message, MessagePart, ToolDefinition } from '../types';
import type { CollectedAnswer } from './collectAnswer';
import { SELECT_RESPONSE } from './routerTools';

/**
 * How a router model decides that calls no tools, e.g. a GGUF file of this machine: it fills in a JSON form, to which its
 * decoding is held. `prompt` is the system prompt of a called model, or for `select_response` the name of the call.
 */
const form = z.object({
  answer: z.string(),
  calls: z.array(z.object({ tool: z.string(), prompt: z.string() })),
});

/** All members are required and nothing else may come: what every vendor's structured output takes. */
function formSchema(tools: readonly ToolDefinition[]): JsonSchema {
  const call = {
    type: 'object',
    properties: { tool: { enum: tools.map(({ name }) => name) }, prompt: { type: 'string' } },
    required: ['tool', 'prompt'],
    additionalProperties: false,
  };
  return {
    type: 'object',
    properties: { answer: { type: 'string' }, calls: { type: 'array', items: call } },
    required: ['answer', 'calls'],
    additionalProperties: false,
  };
}

/** The request with its tools as a form: nothing in it needs a model that calls tools. */
export function asFormRequest({ tools = [], toolChoice: _, ...request }: GenerateRequest): GenerateRequest {
  const sheet = [
    'You cannot call tools. Fill in a JSON object instead: "answer" is your own answer to the user, or "" when others are to be asked;',
    `"calls" lists whom to ask, each with "tool" and "prompt" (its system prompt; for ${SELECT_RESPONSE} the name of the call whose answer is given).`,
    'Tools:',
    ...tools.map(({ name, description }) => `- ${name}: ${description}`),
  ].join('\n');
  const [first, ...rest] = request.messages.map(inWords);
  const system: Message =
    first?.role === 'system'
      ? { role: 'system', content: [...first.content, { type: 'text', text: `\n\n${sheet}` }] }
      : { role: 'system', content: [{ type: 'text', text: sheet }] };
  const messages = first === undefined || first.role === 'system' ? [system, ...rest] : [system, first, ...rest];
  return { ...request, messages, output: { kind: 'json', schema: formSchema(tools), name: 'decision' } };
}

/**
 * The calls that a filled-in form asks for.
 * @throws GatewayError bad-answer when it is no such form, as where the answer was cut off
 */
export function fromFormAnswer(answer: CollectedAnswer): CollectedAnswer {
  const filled = form.safeParse(parse(answer.text));
  if (!filled.success) {
    throw new GatewayError(
      'bad-answer',
      `${answer.model} did not fill in the form of the router.`,
      'Choose another router model, or allow longer answers.',
      { model: answer.model, call: answer.call },
    );
  }
  const { answer: text, calls } = filled.data;
  const toolCalls = calls.map(({ tool, prompt }, number) => ({
    id: `${answer.call}-${number + 1}`,
    name: tool,
    input: tool === SELECT_RESPONSE ? { model_call_name: prompt } : { optimized_system_prompt: prompt },
  }));
  return { ...answer, text, toolCalls };
}

/** What was called and answered, as text: a model without tools has no turns for it. */
function inWords(message: Message): Message {
  const has = (type: MessagePart['type']): boolean => message.content.some((part) => part.type === type);
  if (!has('tool-call') && !has('tool-result')) return message;
  const content = message.content.map((part): MessagePart => {
    if (part.type === 'tool-call') return { type: 'text', text: `I asked ${part.name}: ${JSON.stringify(part.input)}` };
    if (part.type !== 'tool-result') return part;
    return {
      type: 'text',
      text: `${part.name} ${part.isError === true ? 'failed' : 'answered'}:\n${wordsOf(part.output)}`,
    };
  });
  return { role: message.role === 'tool' ? 'user' : message.role, content };
}

const wordsOf = (output: Json): string => (typeof output === 'string' ? output : JSON.stringify(output));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

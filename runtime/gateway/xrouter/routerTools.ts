import { z } from 'zod';
import type { GatewayModel, ToolDefinition } from '../types';

export const SELECT_RESPONSE = 'select_response';
const LONGEST_NAME = 64;

/** A model with the tool that calls it. */
export interface CallTool {
  /** `call_` and the model's id, all but letters and digits as `_`. */
  readonly name: string;
  readonly model: GatewayModel;
}

/** Tools of a pool; two models whose ids differ in signs only get different names. */
export function callToolsOf(pool: readonly GatewayModel[]): readonly CallTool[] {
  const taken = new Set<string>();
  return pool.map((model) => {
    const plain = `call_${model.id.replace(/[^a-zA-Z0-9]/g, '_')}`.slice(0, LONGEST_NAME - 3);
    let name = plain;
    for (let number = 2; taken.has(name); number++) name = `${plain}_${number}`;
    taken.add(name);
    return { name, model };
  });
}

/** Arguments of `call_<model>`, with the wire names of xRouter. */
export const callArguments = z.object({
  optimized_system_prompt: z.string(),
  temperature: z.number().min(0).max(2).default(1),
});
export const selectArguments = z.object({ model_call_name: z.string() });

export function definitionsOf(tools: readonly CallTool[]): readonly ToolDefinition[] {
  return [
    ...tools.map(({ name, model }) => ({
      name,
      description: specSheet(model),
      inputSchema: {
        type: 'object',
        properties: {
          optimized_system_prompt: {
            type: 'string',
            description: 'Instructions for this model. The conversation is added by itself; do not repeat it.',
          },
          temperature: { type: 'number', description: 'Low for facts, high for invention. Default 1.' },
        },
        required: ['optimized_system_prompt'],
      },
    })),
    {
      name: SELECT_RESPONSE,
      description: 'Ends the work: gives the user the answer of one call as it is.',
      inputSchema: {
        type: 'object',
        properties: {
          model_call_name: { type: 'string', description: 'Name of a tool that was called and has answered.' },
        },
        required: ['model_call_name'],
      },
    },
  ];
}

function specSheet({ title, locality, price, contextTokens, capabilities }: GatewayModel): string {
  const cost =
    locality === 'local'
      ? 'free, on this machine'
      : price === undefined
        ? 'price unknown'
        : `$${price.rates.input} a million tokens read, $${price.rates.output} a million written`;
  const able = [
    ...(capabilities.tools ? ['tools'] : []),
    ...(capabilities.images ? ['images'] : []),
    ...(capabilities.reasoning ? ['thinks before it answers'] : []),
  ];
  return [
    `Asks ${title}. ${cost}.`,
    ...(contextTokens === undefined ? [] : [`Reads ${contextTokens} tokens.`]),
    ...(able.length === 0 ? [] : [`Has: ${able.join(', ')}.`]),
  ].join(' ');
}

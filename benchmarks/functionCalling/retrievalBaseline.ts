import {
  exactJson,
  isExactObject,
  leaderboardSchema,
  plainJson,
  ToolIndex,
  toolNeed,
  type ExactObject,
} from '../../runtime/functionCalling';
import type { JsonSchema, ToolDefinition } from '../../runtime/gateway/types';
import type { CallingModel } from './callingModel';
import type { Prediction } from './predictions';
import { functionName, type Question } from './questions';
import { filledArguments } from './slotFilling';

/**
 * Calls without a model: the function whose words fit the question best, its arguments by their types. It calls nothing
 * when no function seems to apply, or when a required argument is not in the question.
 */
export const retrievalBaseline: CallingModel = {
  id: 'retrieval-baseline',
  answer: async (question) => predicted(question),
};

function predicted(question: Question): Prediction {
  const text = question.messages.flatMap((message) => {
    const content = message.get('content');
    return message.get('role') === 'user' && typeof content === 'string' ? [content] : [];
  });
  const request = text.join('\n');
  const { applies, best } = toolNeed(new ToolIndex(question.functions.map(toolOf)), request);
  if (!applies || best === undefined) return { kind: 'calls', calls: [] };
  const { name, inputSchema } = best.tool;
  const given = filledArguments(inputSchema, request);
  const { required } = inputSchema;
  if (Array.isArray(required) && required.some((each) => typeof each === 'string' && !(each in given))) {
    return { kind: 'calls', calls: [] };
  }
  const value = exactJson(given);
  return { kind: 'calls', calls: [{ name, arguments: isExactObject(value) ? value : new Map() }] };
}

/** A function of a question as a tool, with JSON Schema's names of types. */
export function toolOf(description: ExactObject): ToolDefinition {
  const text = description.get('description');
  const parameters = description.get('parameters');
  const schema = plainJson(parameters ?? null);
  const isSchema = typeof schema === 'object' && schema !== null && !Array.isArray(schema);
  return {
    name: functionName(description),
    description: typeof text === 'string' ? text : '',
    inputSchema: isSchema ? leaderboardSchema(schema as JsonSchema) : {},
  };
}

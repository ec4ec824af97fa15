import {
  exactJson,
  isExactObject,
  leaderboardSchema,
  plainJson,
  ToolIndex,
  toolNeed,
  type ExactObject,
} from '../../runtime/functionCalling';
import type { Json, JsonSchema, ToolDefinition } from '../../runtime/gateway/types';
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
  const call = retrievedCall(requestOf(question), new ToolIndex(question.functions.map(toolOf)));
  if (call === undefined) return { kind: 'calls', calls: [] };
  const value = exactJson(call.arguments);
  return { kind: 'calls', calls: [{ name: call.name, arguments: isExactObject(value) ? value : new Map() }] };
}

/** @returns undefined where no tool seems to apply, or a required argument is not found */
export function retrievedCall(
  request: string,
  index: ToolIndex,
): { readonly name: string; readonly arguments: Readonly<Record<string, Json>> } | undefined {
  const { applies, best } = toolNeed(index, request);
  if (!applies || best === undefined) return undefined;
  const { name, inputSchema } = best.tool;
  const given = filledArguments(inputSchema, request);
  const { required } = inputSchema;
  const lacks = Array.isArray(required) && required.some((each) => typeof each === 'string' && !(each in given));
  return lacks ? undefined : { name, arguments: given };
}

/** What the user says. */
export function requestOf(question: Question): string {
  const text = question.messages.flatMap((message) => {
    const content = message.get('content');
    return message.get('role') === 'user' && typeof content === 'string' ? [content] : [];
  });
  return text.join('\n');
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

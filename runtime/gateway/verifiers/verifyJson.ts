import type { Answer, Verdict } from '../answer';
import type { GenerateRequest, Json } from '../types';
import { schemaMismatch } from './schemaCheck';

/** The text is JSON, and fits the schema that was asked for. An answer of tool calls only has no text to check. */
export function verifyJson(answer: Answer, { output }: GenerateRequest): Verdict {
  if (answer.toolCalls.length > 0 && answer.text.trim() === '') return { passed: true };
  let value: Json;
  try {
    value = JSON.parse(answer.text) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message.slice(0, 80) : 'it cannot be parsed';
    return { passed: false, reason: `it is not JSON (${why})` };
  }
  const schema = output?.kind === 'json' ? output.schema : undefined;
  const mismatch = schema === undefined ? undefined : schemaMismatch(schema, value);
  return mismatch === undefined
    ? { passed: true }
    : { passed: false, reason: `its JSON does not fit the schema: ${mismatch}` };
}

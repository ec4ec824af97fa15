import { createHash } from 'node:crypto';
import { isJsonObject, schemaValidator } from '../../functionCalling';
import type { JsonSchema, ToolDefinition } from '../../gateway/types';
import type { SourceTool, ToolEntry, ToolOrigin } from '../types';
import { compressSchema } from './compressSchema';
import { shortened } from './shortened';
import { identityOf } from './toolNames';

/** A tool of a source, made ready: named, its schema compiled and compressed. */
export interface RegisteredTool {
  /** As it is shown to models, before settings are looked at. `disabled`: its schema is not valid. */
  readonly entry: ToolEntry;
  readonly tool: SourceTool;
  /** With the whole description and schema: what calls are checked against, and what is searched. */
  readonly definition: ToolDefinition;
  /** What approvals are kept for: another one when the tool says that it does something else. */
  readonly approvalKey: string;
}

/** Characters shown to a model. */
const lengths = { description: 600, argument: 240 } as const;
/** A schema beyond this is no schema that a model could follow. */
const longestSchema = 100_000;

export function registeredTool(origin: ToolOrigin, name: string, tool: SourceTool): RegisteredTool {
  const { name: sourceName, title, description, risk } = tool;
  const { schema, problem } = objectSchema(tool.inputSchema);
  const definition: ToolDefinition = { name, description, inputSchema: schema };
  const entry: ToolEntry = {
    name,
    sourceName,
    title: title.trim() === '' ? sourceName : title,
    description: shortened(description, lengths.description),
    inputSchema: problem === undefined ? compressSchema(schema, { description: lengths.argument }) : { type: 'object' },
    origin,
    risk,
    ...(problem !== undefined && { disabled: problem }),
  };
  const says = createHash('sha256')
    .update(JSON.stringify([description, tool.inputSchema, risk]))
    .digest('hex');
  return { entry, tool, definition, approvalKey: `tool ${identityOf(origin, sourceName)} ${says.slice(0, 16)}` };
}

/** The schema of an object, as calls have one; `problem`: why it is none. */
function objectSchema(given: unknown): { readonly schema: JsonSchema; readonly problem?: string } {
  const empty: JsonSchema = { type: 'object', properties: {} };
  const bad = (reason: string) => ({ schema: empty, problem: `Its input schema cannot be used: ${reason}.` });
  let text: string;
  try {
    text = JSON.stringify(given ?? {});
  } catch {
    return bad('it is not JSON');
  }
  if (text.length > longestSchema) return bad(`it has ${text.length} characters, ${longestSchema} are allowed`);
  const value = given as JsonSchema | null | undefined;
  // Tools without arguments often come without a schema.
  if (value === null || value === undefined) return { schema: empty };
  if (!isJsonObject(value)) return bad('it is not an object');
  const schema: JsonSchema = value.type === undefined ? { type: 'object', ...value } : value;
  if (schema.type !== 'object')
    return bad(`calls have an object of arguments, and its type is ${JSON.stringify(schema.type)}`);
  const validator = schemaValidator(schema);
  return validator.kind === 'bad' ? bad(validator.reason) : { schema };
}

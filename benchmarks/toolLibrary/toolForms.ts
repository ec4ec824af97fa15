/** Forms in which lists of tools are published, as records. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { JsonSchema, ToolRecord } from '../../runtime/toolLibrary/types';

const schema = z.record(z.string(), z.unknown());
const names: Readonly<Record<string, string>> = { str: 'string', int: 'integer', float: 'number', bool: 'boolean' };

/** Seal-Tools (https://github.com/fairyshine/Seal-Tools): parameters by name, types as Python calls them. */
const sealTool = z.object({
  api_name: z.string(),
  api_description: z.string().default(''),
  parameters: z.record(z.string(), z.object({ type: z.unknown(), description: z.unknown() }).partial()).default({}),
  required: z.array(z.string()).default([]),
});
/** OpenAI, Anthropic, MCP and our own lists. */
const plainTool = z.object({
  name: z.string(),
  description: z.string().default(''),
  parameters: schema.optional(),
  input_schema: schema.optional(),
  inputSchema: schema.optional(),
});
const wrapped = z.object({ type: z.literal('function').optional(), function: plainTool });
const objectSchema = z.object({
  properties: z.record(z.string(), schema).default({}),
  required: z.array(z.string()).default([]),
});
/** A tool as `whetstone tools extract` gives it; only what is needed here is checked. */
const toolRecord = z.looseObject({
  id: z.string(),
  kind: z.enum(['python', 'typescript', 'javascript', 'schema', 'mcp']),
  name: z.string(),
  summary: z.string(),
  description: z.string(),
  parameters: z.array(z.looseObject({ name: z.string(), schema, required: z.boolean() })),
  effects: z.array(z.string()),
  dependencies: z.object({ helpers: z.array(z.string()), imports: z.array(z.string()) }),
  examples: z.array(z.unknown()),
  provenance: z.string(),
});

/** @returns undefined for what is no tool in any of the forms */
export function toolOfForm(value: unknown): ToolRecord | undefined {
  const record = toolRecord.safeParse(value);
  // What else a record holds was written by us.
  if (record.success) return record.data as unknown as ToolRecord;
  const seal = sealTool.safeParse(value);
  if (seal.success) {
    const { api_name: name, api_description: description, parameters, required } = seal.data;
    const typed = Object.entries(parameters).map(([each, { type, description: about }]) => ({
      ...{ name: each, required: required.includes(each) },
      schema: typeof type === 'string' ? { type: names[type] ?? type } : {},
      ...(typeof about === 'string' && { description: about }),
    }));
    return schemaTool(name, description, typed, 'seal-tools');
  }
  const plain = plainTool.safeParse(value);
  const inner = wrapped.safeParse(value);
  const tool = inner.success ? inner.data.function : plain.success ? plain.data : undefined;
  if (tool === undefined) return undefined;
  const given = objectSchema.safeParse(tool.inputSchema ?? tool.input_schema ?? tool.parameters ?? {});
  const { properties, required } = given.success ? given.data : { properties: {}, required: [] };
  const parameters = Object.entries(properties).map(([name, each]) => ({
    ...{ name, schema: each, required: required.includes(name) },
    ...(typeof each.description === 'string' && { description: each.description }),
  }));
  return schemaTool(tool.name, tool.description, parameters, inner.success ? 'openai' : 'list');
}

/** A tool that is known by its name and description alone, as MetaTool lists them (https://github.com/HowieHwong/MetaTool). */
export const describedTool = (name: string, description: string): ToolRecord =>
  schemaTool(name, description, [], 'metatool');

function schemaTool(
  name: string,
  description: string,
  parameters: readonly { readonly name: string; readonly required: boolean; readonly schema: JsonSchema }[],
  provenance: string,
): ToolRecord {
  const text = JSON.stringify([name, description, parameters]);
  return {
    id: createHash('sha256').update(`schema\n${text}`).digest('hex').slice(0, 16),
    ...{ kind: 'schema', name, description, parameters, provenance },
    summary: /^[^.!?]*[.!?]?/.exec(description)![0],
    ...{ effects: ['unknown'], dependencies: { helpers: [], imports: [] }, examples: [] },
  };
}

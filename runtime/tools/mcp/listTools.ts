/** What tools a server says it has, read one by one: a bad one is told and left out, the others stay. */
import type { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { z } from 'zod';
import type { Json, JsonSchema } from '../../gateway/types';
import type { Limits } from './limits';
import { McpServerError } from './mcpServerError';
import { plainText } from '../plainText';

export interface ListedTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** What `structuredContent` is promised to look like. */
  readonly outputSchema: JsonSchema | undefined;
}

export interface ListedResource {
  readonly uri: string;
  readonly name: string;
  readonly description: string;
}

export interface Listed {
  readonly tools: readonly ListedTool[];
  readonly resources: readonly ListedResource[];
  /** What is wrong with tools that were left out. */
  readonly problems: readonly string[];
}

/** More than any person could look through; a server that goes on is cut. */
const MAX_TOOLS = 2_000;
const MAX_PAGES = 200;
const MAX_RESOURCES = 50;
const MAX_DESCRIPTION = 8_192;

const schema = z.record(z.string(), z.json());
const tool = z.object({
  name: z.string().min(1).max(256),
  title: z.string().optional(),
  description: z.string().optional(),
  inputSchema: schema,
  outputSchema: schema.optional().catch(undefined),
  annotations: z
    .object({ title: z.string(), readOnlyHint: z.boolean(), destructiveHint: z.boolean() })
    .partial()
    .optional()
    .catch(undefined),
  execution: z.object({ taskSupport: z.string() }).partial().optional().catch(undefined),
});
const resource = z
  .object({ uri: z.string(), uriTemplate: z.string(), name: z.string(), description: z.string() })
  .partial();

/** @throws McpServerError; AbortError */
export async function listTools(client: Client, limits: Limits, signal: AbortSignal): Promise<Listed> {
  const capabilities = client.getServerCapabilities();
  const pages = (method: 'tools/list' | 'resources/list' | 'resources/templates/list', key: string, most: number) =>
    readPages(client, method, key, most, { signal, timeout: limits.callMs });
  const raw = capabilities?.tools === undefined ? [] : await pages('tools/list', 'tools', MAX_TOOLS);
  const problems: string[] = [];
  const tools = new Map<string, ListedTool>();
  for (const each of raw.slice(0, MAX_TOOLS)) {
    const read = tryTool(each);
    if (typeof read === 'string') problems.push(read);
    else if (tools.has(read.name)) problems.push(`There are two tools “${read.name}”; the first one is used.`);
    else tools.set(read.name, read);
  }
  if (raw.length > MAX_TOOLS) problems.push(`It has more than ${MAX_TOOLS} tools; the rest is left out.`);
  const found: unknown[] = [];
  if (capabilities?.resources !== undefined) {
    // Tools work without: a server that cannot list its resources still has them.
    const none = (): readonly unknown[] => (signal.throwIfAborted(), []);
    found.push(...(await pages('resources/list', 'resources', MAX_RESOURCES).catch(none)));
    found.push(...(await pages('resources/templates/list', 'resourceTemplates', MAX_RESOURCES).catch(none)));
  }
  return { tools: [...tools.values()], resources: found.flatMap(readResource).slice(0, MAX_RESOURCES), problems };
}

const page = z.looseObject({ nextCursor: z.string().optional() });

async function readPages(
  client: Client,
  method: string,
  key: string,
  most: number,
  { signal, timeout }: { readonly signal: AbortSignal; readonly timeout: number },
): Promise<readonly unknown[]> {
  const items: unknown[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  for (let count = 0; count < MAX_PAGES && items.length <= most; count++) {
    const answer = await client.request({ method, params: cursor === undefined ? {} : { cursor } }, page, {
      // The SDK never takes its listener off again; this one goes with the request.
      signal: AbortSignal.any([signal]),
      timeout,
    });
    const { nextCursor } = answer;
    items.push(...z.array(z.unknown(), `It gave no list of "${key}".`).parse(answer[key]));
    if (nextCursor === undefined) return items;
    if (seen.has(nextCursor)) throw new McpServerError('Its pages of tools go round in a circle. Update the server.');
    seen.add(nextCursor);
    cursor = nextCursor;
  }
  return items;
}

function tryTool(value: unknown): ListedTool | string {
  try {
    return readTool(value);
  } catch {
    // Nested so deep that nobody can follow it, or anything else that only an attack would do.
    return 'A tool that cannot be read is left out. Update the server.';
  }
}

/** @returns what is wrong with it, as text */
function readTool(value: unknown): ListedTool | string {
  const parsed = tool.safeParse(value);
  if (!parsed.success) {
    const named = z.object({ name: z.string() }).safeParse(value);
    const name = named.success ? `“${plainText(named.data.name, 64)}”` : 'without a name';
    const what =
      parsed.error.issues[0]?.path[0] === 'inputSchema' ? 'its inputSchema is no JSON Schema' : 'it is no tool';
    return `Tool ${name} is left out: ${what}. Update the server.`;
  }
  const { name, title, description, inputSchema, outputSchema, annotations, execution } = parsed.data;
  const type = inputSchema.type ?? 'object';
  if (type !== 'object') return `Tool “${plainText(name, 64)}” is left out: its input is no object. Update the server.`;
  if (execution?.taskSupport === 'required') {
    return `Tool “${plainText(name, 64)}” is left out: it runs only as a task of the protocol, which is not offered.`;
  }
  const shown = plainText(title ?? annotations?.title ?? name, 200);
  return {
    name,
    // A hint of the server: good enough to warn a person, never to trust it.
    title:
      annotations?.destructiveHint === true && annotations.readOnlyHint !== true ? `${shown} (may destroy)` : shown,
    description: plainText(description ?? '', MAX_DESCRIPTION),
    inputSchema: { ...plainSchema(inputSchema), type },
    outputSchema,
  };
}

/** Without hidden characters where texts are for reading; names and values stay as the server wants them. */
function plainSchema(schema: JsonSchema): JsonSchema {
  const plain = (value: Json, key?: string): Json => {
    if (typeof value === 'string') {
      return key === 'description' || key === 'title' ? plainText(value, MAX_DESCRIPTION) : value;
    }
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((each: Json) => plain(each));
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, plain(each, name)]));
  };
  return Object.fromEntries(Object.entries(schema).map(([name, each]) => [name, plain(each, name)]));
}

function readResource(value: unknown): ListedResource[] {
  const parsed = resource.safeParse(value);
  const uri = parsed.data?.uri ?? parsed.data?.uriTemplate;
  if (uri === undefined || uri.length > 2_000) return [];
  const { name, description } = parsed.data ?? {};
  return [{ uri, name: plainText(name ?? '', 200), description: plainText(description ?? '', 200) }];
}

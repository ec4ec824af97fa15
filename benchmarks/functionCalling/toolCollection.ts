/** Many tools and queries with the tools that answer them, in the form of Seal-Tools (https://github.com/fairyshine/Seal-Tools). */
import {
  isExactArray,
  isExactObject,
  leaderboardSchema,
  plainJson,
  type ExactJson,
} from '../../runtime/functionCalling';
import type { Json, JsonSchema, ToolDefinition } from '../../runtime/gateway/types';
import { BadInputError } from '../core/badInputError';
import { readUserJsonLines } from '../core/userJson';

export interface ToolQuery {
  readonly id: string;
  readonly query: string;
  /** Names of the tools that are needed, each once. */
  readonly needed: readonly string[];
}

/** Names of types there. */
const types: Readonly<Record<string, string>> = { str: 'string', int: 'integer', float: 'number', bool: 'boolean' };

/** @throws BadInputError with file and line for what is not a tool */
export async function readTools(file: string): Promise<readonly ToolDefinition[]> {
  const tools = (await readUserJsonLines(file)).map(({ place, value }) => {
    const name = text(value, 'api_name') ?? text(value, 'name');
    if (name === undefined) throw new BadInputError(`${place}: not a tool. Needed is api_name or name.`);
    const description = text(value, 'api_description') ?? text(value, 'description') ?? '';
    return { name, description, inputSchema: schemaOf(value) };
  });
  if (tools.length === 0) throw new BadInputError(`${file} holds no tool. Expected one JSON object a line.`);
  return tools;
}

/** @throws BadInputError with file and line for what is not a query, or needs a tool that is not there */
export async function readQueries(file: string, tools: readonly ToolDefinition[]): Promise<readonly ToolQuery[]> {
  const known = new Set(tools.map(({ name }) => name));
  const queries = (await readUserJsonLines(file)).map(({ place, value }) => {
    const [id, query] = [text(value, 'id'), text(value, 'query')];
    const calling = isExactObject(value) ? value.get('calling') : undefined;
    if (id === undefined || query === undefined || !isExactArray(calling) || calling.length === 0) {
      throw new BadInputError(`${place}: not a query. Needed are id, query and calling (a list of {api}).`);
    }
    const needed = [...new Set(calling.map((call) => text(call, 'api') ?? ''))];
    const missing = needed.find((name) => !known.has(name));
    if (missing !== undefined) throw new BadInputError(`${place}: there is no tool ${missing} in the file of tools.`);
    return { id, query, needed };
  });
  if (queries.length === 0) throw new BadInputError(`${file} holds no query. Expected one JSON object a line.`);
  return queries;
}

function schemaOf(value: ExactJson): JsonSchema {
  const parameters = isExactObject(value) ? plainJson(value.get('parameters') ?? null) : null;
  if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return {};
  const schema = parameters as JsonSchema;
  if (typeof schema.type === 'string') return leaderboardSchema(schema);
  const properties = Object.entries(schema).map(([name, each]): [string, Json] => {
    if (typeof each !== 'object' || each === null || Array.isArray(each)) return [name, each];
    const property = each as JsonSchema;
    const type = typeof property.type === 'string' ? types[property.type] : undefined;
    return [name, { ...property, type: type ?? 'string' }];
  });
  return { type: 'object', properties: Object.fromEntries(properties) };
}

function text(value: ExactJson, key: string): string | undefined {
  const member = isExactObject(value) ? value.get(key) : undefined;
  return typeof member === 'string' ? member : undefined;
}

import type { Json, JsonSchema } from '../../../runtime/gateway/types';

/**
 * How two values of an argument are compared. 'exact': as they are. 'path': below the workspace, however it is written. 'number': within a
 * tolerance that is told. 'text': words of a person, without regard to white space and case.
 */
export type ArgumentKind = 'exact' | 'path' | 'number' | 'text';

const PATH_WORDS = /^(path|file|filename|dir|directory|folder|source|destination|src|dest|dst|cwd|root)s?$/;
/** Not `content`: that is what a file is to hold, and counts to the letter. */
const TEXT_WORDS =
  /^(message|query|question|thought|description|observation|comment|prompt|summary|text|note|title|reason)s?$|^contents$/;

/** Taken from the schema first, then from the argument's name: schemas of servers rarely say more of a text than that it is one. */
export function argumentKind(name: string, schema: JsonSchema | undefined): ArgumentKind {
  const types = typesOf(schema);
  if (schema !== undefined && ('enum' in schema || 'const' in schema)) return 'exact';
  if (types.includes('number')) return 'number';
  if (types.includes('integer') || types.includes('boolean')) return 'exact';
  if (schema?.format === 'uri-reference' || PATH_WORDS.test(lastWord(name))) return 'path';
  if (schema?.format !== undefined || schema?.pattern !== undefined) return 'exact';
  return TEXT_WORDS.test(lastWord(name)) ? 'text' : 'exact';
}

/** Of elements and members: a list of paths is compared path by path. */
export function innerSchema(schema: JsonSchema | undefined, member: string | undefined): JsonSchema | undefined {
  const container = member === undefined ? schema?.items : membersOf(schema?.properties)?.[member];
  return membersOf(container);
}

/** Of `sourceFile`, `output_dir`: the last. */
function lastWord(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])/).filter((word) => word !== '');
  return (words.at(-1) ?? name).toLowerCase();
}

function membersOf(value: Json | undefined): JsonSchema | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonSchema) : undefined;
}

function typesOf(schema: JsonSchema | undefined): readonly Json[] {
  const type = schema?.type;
  if (type === undefined) return [];
  return Array.isArray(type) ? (type as readonly Json[]) : [type];
}

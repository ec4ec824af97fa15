import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020';
import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';

export type SchemaProblem = ErrorObject;

/** 'bad': the schema itself is wrong; its tool cannot be offered. */
export type SchemaValidator =
  | { readonly kind: 'validator'; readonly problemsOf: (value: Json) => readonly SchemaProblem[] }
  | { readonly kind: 'bad'; readonly reason: string };

const shared: { plain?: Ajv | Ajv2020; tuples?: Ajv | Ajv2020 } = {};
const made = new WeakMap<JsonSchema, SchemaValidator>();

/** Compiled once for each schema object. */
export function schemaValidator(schema: JsonSchema): SchemaValidator {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const validator = compiled(schema);
  made.set(schema, validator);
  return validator;
}

function compiled(schema: JsonSchema): SchemaValidator {
  // Unknown keywords and formats are notes: schemas of tools are full of them.
  const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
  // Lists of schemas under `items` are tuples up to draft 7, and nothing in 2020-12, which is what MCP speaks.
  const tuples = hasTuples(schema);
  try {
    // Which draft it names does not matter here; an unknown one would be an error.
    const { $schema: _, $id: __, ...rest } = schema;
    // An instance compiles its own schema of schemas first, which takes longer than any tool's. Only names could make two meet in one.
    const named = JSON.stringify(rest).includes('"$id"');
    const fresh = () => (tuples ? new Ajv(options) : new Ajv2020(options));
    const ajv = named ? fresh() : (shared[tuples ? 'tuples' : 'plain'] ??= fresh());
    const validate: ValidateFunction = ajv.compile(rest);
    // What was compiled lives with its tool, not with the instance.
    if (!named) ajv.removeSchema(rest);
    return {
      kind: 'validator',
      problemsOf: (value) => (validate(value) ? [] : (validate.errors ?? [])),
    };
  } catch (error) {
    return { kind: 'bad', reason: error instanceof Error ? error.message : String(error) };
  }
}

function hasTuples(value: Json): boolean {
  if (isJsonArray(value)) return value.some(hasTuples);
  if (!isJsonObject(value)) return false;
  return isJsonArray(value.items) || Object.values(value).some(hasTuples);
}

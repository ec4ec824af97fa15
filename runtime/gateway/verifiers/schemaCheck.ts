import Ajv, { type ValidateFunction } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import type { Json, JsonSchema } from '../types';

/** Characters of a schema that is looked at; a larger one is taken as met. */
const LARGEST_SCHEMA = 256 * 1024;
const REMEMBERED = 200;

// Formats are hints to people in most schemas, and patterns of formats are where validators can be made to hang.
const options = { strict: false, allErrors: false, validateFormats: false, addUsedSchema: false } as const;
const draft7 = new Ajv(options);
const draft2020 = new Ajv2020(options);
const compiled = new Map<string, ValidateFunction | undefined>();

/**
 * Checks a value against a JSON Schema (draft 7, or 2020-12 where `$schema` says so).
 *
 * @returns what does not fit, in words; undefined when it fits, or when the schema itself cannot be read
 */
export function schemaMismatch(schema: JsonSchema, value: Json): string | undefined {
  const validate = validatorOf(schema);
  if (validate === undefined || validate(value)) return undefined;
  const [error] = validate.errors ?? [];
  if (error === undefined) return 'it does not fit';
  const place = error.instancePath === '' ? '' : `${error.instancePath.slice(1).replaceAll('/', '.')} `;
  return `${place}${error.message ?? 'does not fit'}`;
}

function validatorOf(schema: JsonSchema): ValidateFunction | undefined {
  const text = JSON.stringify(schema);
  if (text.length > LARGEST_SCHEMA) return undefined;
  if (compiled.has(text)) return compiled.get(text);
  let validate: ValidateFunction | undefined;
  try {
    const newer = typeof schema.$schema === 'string' && schema.$schema.includes('2020-12');
    validate = newer ? draft2020.compile(schema) : draft7.compile(schema);
  } catch {
    // A schema that cannot be compiled is its author's mistake, not the model's.
    validate = undefined;
  }
  compiled.set(text, validate);
  const oldest = compiled.keys().next();
  if (compiled.size > REMEMBERED && oldest.done !== true) compiled.delete(oldest.value);
  return validate;
}

import type { JsonSchema } from '../../gateway/types';
import { BadFormError } from '../badFormError';
import { schemaValidator } from '../schema/schemaValidator';
import { choice, GrammarRules } from './gbnf';
import { Inexpressible, Unsatisfiable } from './inexpressible';
import { SchemaGrammar } from './schemaGrammar';

export interface JsonGrammar {
  readonly gbnf: string;
  /** What the grammar does not say: an answer has to be checked for it. */
  readonly leftOut: readonly string[];
}

const maxCharacters = 400_000;
const anyObject: JsonSchema = { type: 'object', additionalProperties: true };

/**
 * A grammar for one JSON value of a schema, or for any object. What no grammar says is left out; a schema that none can be made
 * for allows any object.
 * @throws BadFormError for a schema that is not valid, or that nothing satisfies
 */
export function jsonGrammar(schema: JsonSchema | undefined): JsonGrammar {
  if (schema === undefined) return made(anyObject, []);
  const validator = schemaValidator(schema);
  if (validator.kind === 'bad') throw new BadFormError(`The JSON schema is not valid: ${validator.reason}.`);
  try {
    return made(schema, []);
  } catch (error) {
    if (error instanceof Unsatisfiable) throw new BadFormError(`Nothing satisfies the JSON schema: ${error.message}.`);
    if (!(error instanceof Inexpressible)) throw error;
    return made(anyObject, [error.message]);
  }
}

function made(schema: JsonSchema, leftOut: readonly string[]): JsonGrammar {
  const rules = new GrammarRules(maxCharacters);
  const grammar = new SchemaGrammar(rules, schema, 'leave-out');
  const name = rules.reserve('root');
  rules.set(name, choice([grammar.of(schema, '')]));
  return { gbnf: rules.text(name), leftOut: [...leftOut, ...grammar.leftOut] };
}

import type { JsonSchema, ToolDefinition } from '../../gateway/types';
import { schemaValidator } from '../schema/schemaValidator';
import { choice, GrammarRules, literal, repeated } from './gbnf';
import { Inexpressible, Unsatisfiable } from './inexpressible';
import { SchemaGrammar, type DetailPolicy } from './schemaGrammar';

/**
 * How the model writes calls:
 *
 * - `xlam`: `[{"name": ..., "arguments": ...}, ...]`
 * - `object`: `{"name": ..., "arguments": ...}`, several with `; ` between; `llama-json`: the same with `parameters`
 * - `hermes`: each such object in `<tool_call>`
 * - `mistral`: the list behind `[TOOL_CALLS]`; `mistral-named`: `[TOOL_CALLS]name[ARGS]{...}` for each, also with an id
 */
export type CallSyntax = 'xlam' | 'object' | 'hermes' | 'llama-json' | 'mistral' | 'mistral-named';

export interface CallGrammarOptions {
  readonly syntax: CallSyntax;
  /** Calls in one reply; default 8. */
  readonly maxCalls?: number | undefined;
  /** What becomes of constraints that no grammar says, e.g. `multipleOf`: default 'refuse'. */
  readonly details?: DetailPolicy | undefined;
}

export interface CallGrammar {
  /** GBNF; undefined when no tool is left. */
  readonly gbnf: string | undefined;
  /** Tools that the grammar can call. */
  readonly tools: readonly string[];
  /** Tools that it cannot, and why; the others are not affected. */
  readonly refused: readonly { readonly tool: string; readonly reason: string }[];
  /** Constraints that values have to be checked for afterwards. */
  readonly leftOut: readonly { readonly tool: string; readonly constraint: string }[];
}

/** Of one tool; a larger grammar would slow every token down. */
const maxCharacters = 200_000;

/**
 * A grammar that allows calls of the given tools only, in the model's own syntax, with arguments that satisfy their
 * schemas. Members stand in the order of the schema; commas and colons may be followed by one space.
 */
export function callGrammar(tools: readonly ToolDefinition[], options: CallGrammarOptions): CallGrammar {
  const { syntax, maxCalls = 8, details = 'refuse' } = options;
  const refused: { tool: string; reason: string }[] = [];
  const leftOut: { tool: string; constraint: string }[] = [];
  const calls: { readonly tool: string; readonly rule: string }[] = [];
  const rules = new GrammarRules(maxCharacters * tools.length);
  for (const tool of tools) {
    const made = callOf(tool, syntax, details);
    if (made.kind === 'refused') refused.push({ tool: tool.name, reason: made.reason });
    else {
      calls.push({ tool: tool.name, rule: rules.add(`call-${calls.length}`, made.add(rules)) });
      leftOut.push(...made.leftOut.map((constraint) => ({ tool: tool.name, constraint })));
    }
  }
  if (calls.length === 0) return { gbnf: undefined, tools: [], refused, leftOut };
  const call = rules.add('call', calls.map(({ rule }) => rule).join(' | '));
  const name = rules.reserve('root');
  rules.set(name, rootOf(syntax, call, maxCalls));
  return { gbnf: rules.text(name), tools: calls.map(({ tool }) => tool), refused, leftOut };
}

function rootOf(syntax: CallSyntax, call: string, maxCalls: number): string {
  const more = (between: string, each = call) => repeated(`${between} ${each}`, 0, maxCalls - 1);
  switch (syntax) {
    case 'xlam':
      return `"[" ${call} ${more('"," " "?')} "]"`;
    case 'hermes': {
      const tagged = `"<tool_call>\\n" ${call} "\\n</tool_call>"`;
      return `${tagged} ${more('"\\n"', tagged)}`;
    }
    case 'object':
    case 'llama-json':
      return `${call} ${more('"; "')}`;
    case 'mistral':
      return `"[TOOL_CALLS]" " "? "[" ${call} ${more('"," " "?')} "]"`;
    case 'mistral-named':
      return `"[TOOL_CALLS]" ${call} ${more('"[TOOL_CALLS]"')}`;
  }
}

/** Arguments are an object, and one without members where none is described. */
function parametersOf(schema: JsonSchema): JsonSchema {
  const typed: JsonSchema = schema.type === undefined ? { type: 'object', ...schema } : schema;
  const says = ['properties', 'required', 'additionalProperties', '$ref', 'allOf', 'anyOf', 'oneOf', 'enum', 'const'];
  return says.some((keyword) => schema[keyword] !== undefined) ? typed : { ...typed, properties: {} };
}

type MadeCall =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'made'; readonly add: (rules: GrammarRules) => string; readonly leftOut: readonly string[] };

/** Made apart first: a tool that turns out not to be expressible must leave nothing behind. */
function callOf({ name, inputSchema }: ToolDefinition, syntax: CallSyntax, details: DetailPolicy): MadeCall {
  const validator = schemaValidator(inputSchema);
  if (validator.kind === 'bad') return { kind: 'refused', reason: `its schema is not valid: ${validator.reason}` };
  const schema = parametersOf(inputSchema);
  const key = syntax === 'llama-json' ? '"parameters"' : '"arguments"';
  const head =
    syntax === 'mistral-named'
      ? `${literal(name)} ("[CALL_ID]" [A-Za-z0-9]{1,32})? "[ARGS]"`
      : `"{" ${literal('"name"')} ":" " "? ${literal(JSON.stringify(name))} "," " "? ${literal(key)} ":" " "?`;
  const tail = syntax === 'mistral-named' ? '' : ' "}"';
  const add = (rules: GrammarRules, grammar = new SchemaGrammar(rules, inputSchema, details)) =>
    `${head} ${choice([grammar.of(schema, '')])}${tail}`;
  try {
    const trial = new GrammarRules(maxCharacters);
    const grammar = new SchemaGrammar(trial, inputSchema, details);
    add(trial, grammar);
    if (trial.isTooLarge) return { kind: 'refused', reason: 'its grammar would be too large' };
    return { kind: 'made', add, leftOut: grammar.leftOut };
  } catch (error) {
    if (error instanceof Inexpressible || error instanceof Unsatisfiable)
      return { kind: 'refused', reason: error.message };
    throw error;
  }
}

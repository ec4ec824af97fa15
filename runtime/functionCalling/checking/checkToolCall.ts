import type { Json, JsonSchema, ToolDefinition } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { schemaValidator, type SchemaProblem } from '../schema/schemaValidator';
import { coerceArguments, type Coercion } from './coerceArguments';
import { nearestNames } from './nearestNames';

export type CallProblemKind = 'unknown-tool' | 'bad-schema' | 'missing' | 'extra' | 'type' | 'value';

export interface CallProblem {
  readonly kind: CallProblemKind;
  /** The argument, e.g. `items[0].count`; empty for the call itself. */
  readonly path: string;
  /** A sentence that a model can act on. */
  readonly message: string;
}

export interface WrittenCall {
  readonly name: string;
  readonly arguments: Readonly<Record<string, Json>>;
}

export type CheckedCall =
  | { readonly kind: 'valid'; readonly call: WrittenCall; readonly coercions: readonly Coercion[] }
  | { readonly kind: 'invalid'; readonly call: WrittenCall; readonly problems: readonly CallProblem[] };

/**
 * Whether a call can be run: there is such a tool, and its arguments satisfy the schema, if need be after safe coercions.
 * Arguments that the schema does not describe are refused unless it says `additionalProperties`.
 */
export function checkToolCall(call: WrittenCall, tools: readonly ToolDefinition[]): CheckedCall {
  const tool = tools.find(({ name }) => name === call.name);
  if (tool === undefined) return { kind: 'invalid', call, problems: [unknownTool(call.name, tools)] };
  const { inputSchema } = tool;
  const validator = schemaValidator(inputSchema);
  if (validator.kind === 'bad') {
    const message = `The tool ${tool.name} cannot be called: its schema is not valid (${validator.reason}). Use another one.`;
    return { kind: 'invalid', call, problems: [{ kind: 'bad-schema', path: '', message }] };
  }
  const { value, coercions } = coerceArguments(inputSchema, call.arguments);
  const problems = [
    ...extraArguments(inputSchema, value),
    ...validator.problemsOf(value).flatMap((problem) => problemOf(problem, inputSchema, value)),
  ];
  if (problems.length === 0) return { kind: 'valid', call: { name: call.name, arguments: value }, coercions };
  return { kind: 'invalid', call, problems: distinct(problems) };
}

function unknownTool(name: string, tools: readonly ToolDefinition[]): CallProblem {
  const near = nearestNames(
    name,
    tools.map((tool) => tool.name),
  );
  const names = near.length > 0 ? near : tools.slice(0, 10).map((tool) => tool.name);
  const hint = names.length === 0 ? 'There are no tools; answer in words.' : `Did you mean ${names.join(', ')}?`;
  return { kind: 'unknown-tool', path: '', message: `There is no tool ${name}. ${hint}` };
}

function extraArguments(schema: JsonSchema, given: Readonly<Record<string, Json>>): readonly CallProblem[] {
  const open = schema.additionalProperties !== undefined || schema.patternProperties !== undefined;
  const compound = ['$ref', 'allOf', 'anyOf', 'oneOf'].some((keyword) => schema[keyword] !== undefined);
  if (open || compound) return [];
  const known = Object.keys(isJsonObject(schema.properties) ? schema.properties : {});
  return Object.keys(given)
    .filter((name) => !known.includes(name))
    .map((name) => extra(name, name, known));
}

function extra(path: string, name: string, known: readonly string[]): CallProblem {
  const near = nearestNames(name, known);
  const hint = near.length > 0 ? `Did you mean ${near.join(', ')}?` : `There are: ${known.join(', ') || 'none'}.`;
  return { kind: 'extra', path, message: `There is no argument ${path}. ${hint}` };
}

function problemOf(problem: SchemaProblem, schema: JsonSchema, given: Json): readonly CallProblem[] {
  const place = pathOf(problem.instancePath);
  const at = (name: string) => (place === '' ? name : `${place}.${name}`);
  const params: Readonly<Record<string, unknown>> = problem.params;
  switch (problem.keyword) {
    case 'required': {
      const name = String(params.missingProperty);
      const note = place === '' ? descriptionOf(schema, name) : '';
      return [
        {
          kind: 'missing',
          path: at(name),
          message: `The argument ${at(name)} is missing${note}. Give it, or ask the user.`,
        },
      ];
    }
    case 'additionalProperties': {
      const name = String(params.additionalProperty);
      return [
        extra(at(name), name, isJsonObject(schema.properties) && place === '' ? Object.keys(schema.properties) : []),
      ];
    }
    case 'type': {
      const value = valueAt(given, problem.instancePath);
      const types = Array.isArray(params.type) ? params.type.join(' or ') : String(params.type);
      return [{ kind: 'type', path: place, message: `${named(place)} must be ${types}, not ${shown(value)}.` }];
    }
    case 'enum':
      return [
        {
          kind: 'value',
          path: place,
          message: `${named(place)} must be one of ${JSON.stringify(params.allowedValues)}.`,
        },
      ];
    case 'anyOf':
    case 'oneOf':
    case 'if':
      return [{ kind: 'value', path: place, message: `${named(place)} fits none of the forms that are allowed.` }];
    default:
      return [{ kind: 'value', path: place, message: `${named(place)} ${problem.message ?? 'is not allowed'}.` }];
  }
}

function named(place: string): string {
  return place === '' ? 'The arguments' : `The argument ${place}`;
}

function descriptionOf(schema: JsonSchema, name: string): string {
  const member = isJsonObject(schema.properties) ? schema.properties[name] : undefined;
  return isJsonObject(member) && typeof member.description === 'string' ? ` (${member.description})` : '';
}

/** `/items/0/count` as `items[0].count`. */
function pathOf(pointer: string): string {
  return namesIn(pointer).reduce((path, name) => {
    if (/^\d+$/.test(name)) return `${path}[${name}]`;
    return path === '' ? name : `${path}.${name}`;
  }, '');
}

function namesIn(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(value: Json, pointer: string): Json | undefined {
  return namesIn(pointer).reduce<Json | undefined>((at, name) => {
    if (isJsonArray(at)) return at[Number(name)];
    return isJsonObject(at) ? at[name] : undefined;
  }, value);
}

function shown(value: Json | undefined): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function distinct(problems: readonly CallProblem[]): readonly CallProblem[] {
  const messages = new Set<string>();
  return problems.filter(({ message }) => !messages.has(message) && messages.add(message));
}

import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { choice, classCharacter, literal, optional, repeated } from './gbnf';
import { Inexpressible, Unsatisfiable } from './inexpressible';
import { notPlain } from './patternGrammar';
import type { SchemaGrammar } from './schemaGrammar';

const comma = '"," " "?';
const colon = '":" " "?';

interface Member {
  readonly expression: string;
  readonly required: boolean;
}

/** Described members in the order of the schema, each once; then others, where the schema asks for them. */
export function objectGrammar(grammar: SchemaGrammar, schema: JsonSchema, path: string): string {
  for (const keyword of ['patternProperties', 'propertyNames']) {
    if (schema[keyword] !== undefined)
      throw new Inexpressible('structure', path, keyword, 'cannot be said by a grammar');
  }
  const properties = isJsonObject(schema.properties) ? schema.properties : {};
  const required = isJsonArray(schema.required) ? schema.required.filter((name) => typeof name === 'string') : [];
  const undescribed = required.filter((name) => properties[name] === undefined);
  const others = othersOf(schema, schema.properties !== undefined || required.length > 0);
  if (undescribed.length > 0 && schema.additionalProperties === false)
    throw new Unsatisfiable(`${path} allows no object`);
  const described: readonly (readonly [string, Json])[] = [
    ...Object.entries(properties),
    ...undescribed.map((name) => [name, others ?? true] as const),
  ];
  const members = described.flatMap(([name, value]) => memberOf(grammar, name, value, required.includes(name), path));
  checkSizes(grammar, schema, path, {
    required: required.length,
    described: members.length,
    open: others !== undefined,
  });
  const extra =
    others === undefined
      ? undefined
      : extraMembers(
          grammar,
          others,
          described.map(([name]) => name),
          path,
        );
  const body = membersInOrder(grammar, members, extra, members.length === 0 ? sizesOf(schema) : undefined);
  return grammar.rules.add('object', `"{" ${body} "}"`);
}

/** Schema of members that are not described; undefined: there are none. */
function othersOf({ additionalProperties, unevaluatedProperties }: JsonSchema, described: boolean): Json | undefined {
  const given = additionalProperties ?? unevaluatedProperties;
  // JSON Schema allows anything where nothing is said; a model is not to invent arguments.
  if (given === undefined) return described ? undefined : true;
  return given === false ? undefined : given;
}

function memberOf(
  grammar: SchemaGrammar,
  name: string,
  value: Json,
  required: boolean,
  path: string,
): readonly Member[] {
  try {
    const expression = grammar.of(value, `${path === '' ? '' : `${path}.`}${name}`);
    const member = `${literal(JSON.stringify(name))} ${colon} ${expression}`;
    return [{ expression: grammar.rules.add(name, member), required }];
  } catch (error) {
    // What cannot be given is left out where that is allowed.
    if (error instanceof Unsatisfiable && !required) return [];
    throw error;
  }
}

/**
 * Commas stand between members, whichever of them are there: alternatives by the first that is there, then the rest in
 * order, each optional or not.
 */
function membersInOrder(
  grammar: SchemaGrammar,
  members: readonly Member[],
  extra: string | undefined,
  sizes: { readonly min: number; readonly max: number | undefined } | undefined,
): string {
  if (members.length === 0) {
    if (extra === undefined || sizes?.max === 0) return '""';
    const { min = 0, max } = sizes ?? {};
    const all = `${extra} ${repeated(`${comma} ${extra}`, Math.max(0, min - 1), max === undefined ? undefined : max - 1)}`;
    return min > 0 ? all : optional(all);
  }
  let tail = extra === undefined ? '' : `(${comma} ${extra})*`;
  const tails: string[] = [tail];
  for (const { expression, required } of [...members.slice(1)].reverse()) {
    const here = required ? `${comma} ${expression}` : optional(`${comma} ${expression}`);
    tail = grammar.rules.add('rest', `${here} ${tail}`.trim());
    tails.unshift(tail);
  }
  const heads: string[] = [];
  const firstRequired = members.findIndex(({ required }) => required);
  const last = firstRequired < 0 ? members.length - 1 : firstRequired;
  for (let index = 0; index <= last; index++) heads.push(`${members[index]!.expression} ${tails[index]!}`.trim());
  if (firstRequired >= 0) return choice(heads);
  if (extra !== undefined) heads.push(`${extra} (${comma} ${extra})*`);
  return optional(choice(heads));
}

function sizesOf({ minProperties, maxProperties }: JsonSchema): { min: number; max: number | undefined } {
  return {
    min: typeof minProperties === 'number' ? minProperties : 0,
    max: typeof maxProperties === 'number' ? maxProperties : undefined,
  };
}

function checkSizes(
  grammar: SchemaGrammar,
  schema: JsonSchema,
  path: string,
  { required, described, open }: { readonly required: number; readonly described: number; readonly open: boolean },
): void {
  const { min, max } = sizesOf(schema);
  // One name can come twice, and counts once.
  const least = described === 0 && open ? 1 : required;
  if (min > least) grammar.detail(path, 'minProperties', 'is not said by a grammar here');
  if (max !== undefined && (open ? described > 0 : max < described)) {
    grammar.detail(path, 'maxProperties', 'is not said by a grammar here');
  }
}

/** A member whose name is none of those described: those must not come twice. Names are written without escapes. */
function extraMembers(grammar: SchemaGrammar, schema: Json, described: readonly string[], path: string): string {
  const value = grammar.rules.add('other', grammar.of(schema, `${path}.*`));
  const name = grammar.rules.add('other-name', otherName(plainNames(described), true));
  return grammar.rules.add('other-member', `"\\"" ${name} "\\"" ${colon} ${value}`);
}

/** Characters of the names that can be written without escapes; the others cannot come up. */
function plainNames(names: readonly string[]): readonly (readonly string[])[] {
  return names
    .filter((name) => JSON.stringify(name) === `"${name}"` && !name.includes('\x7f'))
    .map((name) => Array.from(name));
}

/** Texts that are none of these: by their first characters, as far as they agree with one. */
function otherName(taken: readonly (readonly string[])[], root: boolean): string {
  const any = `[^${notPlain}]`;
  const byFirst = new Map<string, (readonly string[])[]>();
  for (const each of taken) {
    const [first] = each;
    if (first !== undefined) byFirst.set(first, [...(byFirst.get(first) ?? []), each]);
  }
  const agreeing = [...byFirst].map(([first, members]) => {
    const rest = otherName(
      members.map((each) => each.slice(1)),
      false,
    );
    return `${literal(first)} ${rest}`;
  });
  const differing = byFirst.size === 0 ? any : `[^${notPlain}${[...byFirst.keys()].map(classCharacter).join('')}]`;
  const ends = root || taken.some((each) => each.length === 0) ? [] : ['""'];
  return `(${[`${differing} ${any}*`, ...agreeing, ...ends].join(' | ')})`;
}

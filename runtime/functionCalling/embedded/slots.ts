import type { Json, JsonSchema } from '../../gateway/types';
import { isJsonArray, isJsonObject } from '../json/exactJson';
import { nameTopics, type Topic } from './vocabulary';

export type SlotType = 'number' | 'integer' | 'string' | 'enum' | 'boolean' | 'array' | 'object';

/** A place of a tool's arguments that one value fills: a parameter, or a member of one that is an object. */
export interface Slot {
  readonly path: readonly string[];
  readonly type: SlotType;
  readonly required: boolean;
  readonly schema: JsonSchema;
  /** Lists: the type of their members. */
  readonly items: SlotType | undefined;
  /** Words of the name, lower case, as they are. */
  readonly nameWords: readonly string[];
  readonly description: string;
  readonly descriptionWords: ReadonlySet<string>;
  readonly topics: readonly Topic[];
  /** Values of an enumeration, or those that the description names. */
  readonly values: readonly string[];
  /** Which of the slots of its type it is, and how many of these there are (required ones alone count). */
  readonly rank: number;
  readonly peers: number;
}

const made = new WeakMap<JsonSchema, readonly Slot[]>();

/** Read once for each schema object. */
export function slotsOf(schema: JsonSchema): readonly Slot[] {
  const known = made.get(schema);
  if (known !== undefined) return known;
  const flat = membersOf(schema, [], true, 3);
  const group = ({ type, required }: Slot) => `${type === 'integer' ? 'number' : type} ${required}`;
  const slots = flat.map((slot) => {
    const peers = flat.filter((each) => group(each) === group(slot));
    return { ...slot, rank: peers.indexOf(slot), peers: peers.length };
  });
  made.set(schema, slots);
  return slots;
}

function membersOf(schema: JsonSchema, path: readonly string[], required: boolean, depth: number): readonly Slot[] {
  const { properties } = schema;
  if (!isJsonObject(properties) || depth === 0) return [];
  const needed = isJsonArray(schema.required) ? schema.required : [];
  return Object.entries(properties).flatMap(([name, member]): readonly Slot[] => {
    if (!isJsonObject(member)) return [];
    const isRequired = required && needed.includes(name);
    const own = [...path, name];
    if (isJsonObject(member.properties)) return membersOf(member, own, isRequired, depth - 1);
    return [slotOf(member, own, isRequired)];
  });
}

function slotOf(schema: JsonSchema, path: readonly string[], required: boolean): Slot {
  const description = typeof schema.description === 'string' ? schema.description : '';
  const nameWords = splitWords(path.join(' '));
  const descriptionWords = new Set(splitWords(description));
  const items = isJsonObject(schema.items) ? typeOf(schema.items) : undefined;
  const own = nameWords.flatMap(nameTopics);
  const said = own.length > 0 ? own : [...descriptionWords].flatMap(nameTopics);
  return {
    path,
    type: typeOf(schema),
    required,
    schema,
    items,
    nameWords,
    description,
    descriptionWords,
    topics: [...new Set(said)],
    values: valuesOf(isJsonObject(schema.items) ? schema.items : schema, description),
    rank: 0,
    peers: 1,
  };
}

function typeOf(schema: JsonSchema): SlotType {
  if (isJsonArray(schema.enum)) return 'enum';
  const names = isJsonArray(schema.type) ? schema.type : [schema.type];
  const types = ['integer', 'number', 'string', 'boolean', 'array', 'object'] as const;
  return types.find((each) => names.includes(each)) ?? 'string';
}

/** An enumeration's texts, or what a description puts in quotes ("'km' or 'miles'"). */
function valuesOf(schema: JsonSchema, description: string): readonly string[] {
  if (isJsonArray(schema.enum)) return schema.enum.filter((each): each is string => typeof each === 'string');
  if (schema.type !== 'string') return [];
  const quoted = [...description.matchAll(/(?<!\w)['"`]([^'"`]{1,30})['"`](?!\w)/g)].map((match) => match[1]!);
  const standard: Json | undefined = schema.default;
  return [
    ...new Set(typeof standard === 'string' && standard !== '' && quoted.length > 0 ? [...quoted, standard] : quoted),
  ];
}

/** Words of a text or an identifier, lower case, none left out. */
export function splitWords(text: string): readonly string[] {
  const parts = text.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').toLowerCase();
  return parts.match(/\p{L}+|\d+/gu) ?? [];
}

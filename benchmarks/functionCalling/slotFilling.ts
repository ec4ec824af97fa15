/**
 * Arguments read from the words of a question by the types of the parameters alone: numbers, quoted texts, values of an
 * enumeration, names and dates. No model: what any model has to beat.
 */
import { toolWords } from '../../runtime/functionCalling';
import type { Json, JsonSchema } from '../../runtime/gateway/types';

interface Found {
  readonly text: string;
  readonly at: number;
}

interface Words {
  readonly text: string;
  readonly numbers: readonly Found[];
  readonly quoted: readonly Found[];
  /** Runs of words that begin with a capital letter, but for the first word of a sentence alone. */
  readonly names: readonly Found[];
  readonly dates: readonly Found[];
  readonly lists: readonly Found[];
}

const numberWords = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const months = 'January|February|March|April|May|June|July|August|September|October|November|December';

/** @returns arguments; a required one that is not found is missing */
export function filledArguments(schema: JsonSchema, question: string): Readonly<Record<string, Json>> {
  const words = wordsOf(question);
  const used = new Set<Found>();
  const properties = isObject(schema.properties) ? schema.properties : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  return Object.fromEntries(
    Object.entries(properties).flatMap(([name, property]): [string, Json][] => {
      if (!isObject(property)) return [];
      const value = valueOf(name, property, words, used, required.includes(name));
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function wordsOf(text: string): Words {
  const all = (pattern: RegExp, group = 0): Found[] =>
    [...text.matchAll(pattern)].map((match) => ({ text: match[group] ?? match[0], at: match.index }));
  const spelled = all(new RegExp(`\\b(${numberWords.join('|')})\\b`, 'gi')).map(({ text: word, at }) => ({
    text: String(numberWords.indexOf(word.toLowerCase())),
    at,
  }));
  const numbers = all(/(?<![\w.])-?\d[\d,]*(?:\.\d+)?(?![\w-])|(?<![\w.])-?\d+(?:\.\d+)?(?=[a-zA-Z%°])/g).map(
    ({ text: each, at }) => ({
      text: each.replaceAll(',', ''),
      at,
    }),
  );
  return {
    text,
    numbers: [...numbers, ...spelled].sort((a, b) => a.at - b.at),
    quoted: all(/["“]([^"”]+)["”]|(?<!\w)'([^']+)'(?!\w)/g).map(({ text: each, at }) => ({
      text: each.replace(/^["“']|["”']$/g, ''),
      at,
    })),
    names: all(/(?<=[a-z,;:)"'] (?:the )?|\()\p{Lu}[\p{L}\d.'-]*(?:,? (?:of )?\p{Lu}[\p{L}\d.'-]*)*/gu).map((each) => ({
      ...each,
      text: each.text.replace(/[.'-]+$|'s$/g, ''),
    })),
    dates: all(
      new RegExp(
        `\\d{4}-\\d{2}-\\d{2}|\\d{1,2}/\\d{1,2}/\\d{2,4}|(?:${months}) \\d{1,2}(?:st|nd|rd|th)?,? \\d{4}|\\b(?:1[5-9]|20)\\d{2}\\b`,
        'g',
      ),
    ),
    lists: all(/\[[^\]]*\]/g),
  };
}

function valueOf(
  name: string,
  schema: Readonly<Record<string, Json>>,
  words: Words,
  used: Set<Found>,
  required: boolean,
): Json | undefined {
  const named = mentioned(words, enumOf(schema));
  if (named !== undefined) return named;
  if (enumOf(schema).length > 0) return undefined;
  // What is not asked for stays away: defaults are the function's business.
  if (!required) return undefined;
  const about = `${name} ${typeof schema.description === 'string' ? schema.description : ''}`;
  switch (schema.type) {
    case 'integer':
    case 'number':
      return numberOf(about, words, used, schema.type === 'integer');
    case 'boolean':
      return true;
    case 'array':
      return listOf(schema, words, used);
    case 'string':
      return textOf(about, words, used);
    default:
      return undefined;
  }
}

function enumOf(schema: Readonly<Record<string, Json>>): readonly string[] {
  return Array.isArray(schema.enum) ? schema.enum.filter((each): each is string => typeof each === 'string') : [];
}

/** The longest of the values that the question names. */
function mentioned({ text }: Words, values: readonly string[]): string | undefined {
  const lower = text.toLowerCase();
  return [...values]
    .sort((a, b) => b.length - a.length)
    .find((value) => value.length > 1 && lower.includes(value.toLowerCase().replaceAll('_', ' ')));
}

function numberOf(about: string, words: Words, used: Set<Found>, whole: boolean): number | undefined {
  const free = words.numbers.filter((each) => !used.has(each) && !(whole && each.text.includes('.')));
  const terms = new Set(toolWords(about));
  const near = free
    .map((each) => ({ each, share: shareNear(words.text, each, terms) }))
    .sort((a, b) => b.share - a.share || a.each.at - b.each.at);
  const chosen = near[0]?.each;
  if (chosen === undefined) return undefined;
  used.add(chosen);
  return Number(chosen.text);
}

/** How many of the parameter's own words stand near a place, the nearer the more. */
function shareNear(text: string, { at }: Found, terms: ReadonlySet<string>): number {
  let share = 0;
  for (const match of text.matchAll(/[\p{L}\d]+/gu)) {
    const far = Math.abs(match.index - at);
    if (far > 0 && far < 40 && toolWords(match[0]).some((word) => terms.has(word))) share += 1 / (2 + far);
  }
  return share;
}

function listOf(schema: Readonly<Record<string, Json>>, words: Words, used: Set<Found>): Json | undefined {
  const items = isObject(schema.items) ? schema.items.type : undefined;
  const literal = words.lists.find((each) => !used.has(each));
  if (literal !== undefined) {
    used.add(literal);
    try {
      return JSON.parse(literal.text.replaceAll("'", '"')) as Json;
    } catch {
      return undefined;
    }
  }
  const source =
    items === 'integer' || items === 'number' ? words.numbers : words.quoted.length > 1 ? words.quoted : words.names;
  const free = source.filter((each) => !used.has(each));
  for (const each of free) used.add(each);
  if (free.length === 0) return undefined;
  return free.map(({ text }) => (items === 'integer' || items === 'number' ? Number(text) : text));
}

function textOf(about: string, words: Words, used: Set<Found>): string | undefined {
  const sources = /\b(date|day|when|year|time)\b/i.test(about)
    ? [words.dates, words.quoted, words.names]
    : [words.quoted, words.names];
  for (const source of sources) {
    const chosen = source.find((each) => !used.has(each));
    if (chosen === undefined) continue;
    used.add(chosen);
    return chosen.text;
  }
  return undefined;
}

function isObject(value: Json | undefined): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

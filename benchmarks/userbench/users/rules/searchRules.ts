import type { Json } from '../../../core/runs/types';
import type { SearchToJudge, SearchVerdict } from '../types';
import { plainDate, withPlainDates } from './dates';
import { holds, termWords, wordsOf, type Words } from './words';

/** A longer query than this is no query. */
const LONGEST = 2_000;

/** What one aspect's search has to name. */
interface Wanted {
  readonly key: string;
  readonly names: readonly Words[];
  /** Each a value in words; a date is one word. */
  readonly values: readonly Words[];
  /** Where the journey begins and ends, so that the way back is not taken for the way there. */
  readonly from: Words | undefined;
  readonly to: Words | undefined;
}

const known = new WeakMap<SearchToJudge['aspects'], readonly Wanted[]>();

/**
 * Judges a search by rules alone. It is right when it names one aspect, every one of that aspect's arguments, and no date that is none of
 * them. Where no aspect is named, the arguments must be those of one alone. Naming two aspects, leaving out or getting wrong an argument is a
 * mismatch; naming no aspect and no argument has nothing to do with the task.
 */
export function searchByRules({ query, aspects }: SearchToJudge): SearchVerdict {
  const wanted = known.get(aspects) ?? aspects.map(wantedOf);
  known.set(aspects, wanted);
  if (query.length > LONGEST) return { kind: 'mismatch' };
  const plain = withPlainNumbers(withPlainDates(query));
  const words = wordsOf(plain);
  const named = wanted.filter(({ names }) => names.some((name) => holds(words, name)));
  if (named.length > 1) return { kind: 'mismatch' };
  const candidates = named.length === 1 ? named : wanted;
  const dates = plain.match(plainDate) ?? [];
  const right = candidates.filter((aspect) => fits(words, dates, aspect));
  const [only, ...others] = right;
  if (only !== undefined && others.length === 0) return { kind: 'match', aspect: only.key };
  const isRelated = named.length > 0 || wanted.some(({ values }) => values.some((value) => holds(words, value)));
  return { kind: isRelated ? 'mismatch' : 'unrelated' };
}

function fits(words: Words, dates: readonly string[], { values, from, to }: Wanted): boolean {
  if (!values.every((value) => holds(words, value))) return false;
  if (dates.some((date) => !values.some((value) => value.includes(` ${date} `)))) return false;
  const isWayBack =
    from !== undefined &&
    to !== undefined &&
    from !== to &&
    (words.includes(` from${to}`) || words.includes(` to${from}`));
  return !isWayBack;
}

const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'];
const numberWord = new RegExp(String.raw`\b(?:${numberWords.join('|')})\b`, 'giu');

function withPlainNumbers(text: string): string {
  return text.replace(numberWord, (word) => String(numberWords.indexOf(word.toLowerCase()) + 1));
}

const startNames = new Set(['from', 'origin', 'departure', 'departure_city', 'from_city']);
const endNames = new Set(['to', 'destination', 'arrival', 'arrival_city', 'to_city']);

function wantedOf({ key, names, arguments: given }: SearchToJudge['aspects'][number]): Wanted {
  const found: (readonly [string, Words])[] = [];
  collect('', given, found);
  const valueOf = (those: ReadonlySet<string>) => found.find(([name]) => those.has(name.toLowerCase()))?.[1];
  return {
    key,
    names: [key, ...names].map(termWords),
    values: found.map(([, words]) => words),
    from: valueOf(startNames),
    to: valueOf(endNames),
  };
}

function collect(name: string, value: Json, into: (readonly [string, Words])[]): void {
  if (value === null || typeof value === 'boolean') return;
  if (typeof value === 'object') {
    for (const [key, each] of Object.entries(value)) collect(Array.isArray(value) ? name : key, each, into);
    return;
  }
  const words = wordsOf(withPlainNumbers(withPlainDates(String(value))));
  if (words.length > 1) into.push([name, words]);
}

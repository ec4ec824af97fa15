import type { AspectNames, JudgedPreference, UtteranceToJudge, UtteranceType } from '../types';
import { holds, sentencesOf, termWords, wordsOf, type Sentence, type Words } from './words';

export interface RuledUtterance {
  readonly type: UtteranceType;
  readonly preference: string | undefined;
}

/** So many different topics in one sentence are no concrete question. */
const SWEEPING = 4;

const weights = { value: 3, topic: 2, term: 2, word: 1 } as const;

const sweeping = [
  'preference',
  'requirement',
  'expectation',
  'priority',
  'wish',
  'anything else',
  'something else',
  'look for',
  'looking for',
  'what do you want',
  'what do you like',
  'what do you need',
  'what matters',
  'what is important',
].map(termWords);

/** Words of a preference in plain words that ask for nothing. */
const plain = new Set(
  wordsOf(
    `a an and any are as at be by can do does each for from free has have he her his i in is it its like love me must my need needs no not of
    on or our prefer prefers preferred preference really she should so some than that the their them there they this to too user very want wants we will wish
    with without would you your option options include includes included available offer offers only least most more less`,
  )
    .trim()
    .split(' '),
);

interface Sought {
  readonly words: Words;
  readonly weight: number;
}

/**
 * How an utterance is taken, by rules alone (own design, after UserBench's four kinds). Per sentence that asks: it is about a preference when
 * it names the preference's aspect and at least one word of its topic or value; the sentence's weights of words are summed, the preference
 * with the most is meant, the earlier one in a tie. An aspect that was named holds for the sentences after it. A sentence of four topics or
 * more, one that names an aspect and no topic, or a topic and no aspect, or asks for "preferences", is too vague. One about a topic that the
 * user has told, or does not care about, is about none. What asks for nothing is ordinary talk, whatever words it has.
 */
export function judgeByRules(question: UtteranceToJudge): RuledUtterance {
  const sentences = sentencesOf(question.utterance);
  if (!sentences.some(({ isQuestion }) => isQuestion)) return ordinary;
  const matcher = new Matcher(question);
  let best: { readonly preference: string; readonly score: number; readonly order: number } | undefined;
  let concrete = false;
  let vague = false;
  for (const sentence of sentences) {
    const found = matcher.read(sentence);
    if (found?.kind === 'preference') {
      const isBetter =
        best === undefined || found.score > best.score || (found.score === best.score && found.order < best.order);
      if (isBetter) best = found;
    } else if (found !== undefined) {
      if (found.kind === 'none') concrete = true;
      else vague = true;
    }
  }
  if (best !== undefined) return { type: 2, preference: best.preference };
  return concrete ? { type: 3, preference: undefined } : vague ? { type: 4, preference: undefined } : ordinary;
}

const ordinary: RuledUtterance = { type: 1, preference: undefined };

type Found =
  | { readonly kind: 'preference'; readonly preference: string; readonly score: number; readonly order: number }
  | { readonly kind: 'none' | 'vague' };

class Matcher {
  /** Keys of the aspects that the text named last. */
  private scope: ReadonlySet<string> = new Set();

  constructor(private readonly question: UtteranceToJudge) {}

  read({ words, isQuestion }: Sentence): Found | undefined {
    const { aspects, preferences, revealed } = this.question;
    const named = aspects.filter((aspect) => namesAspect(words, aspect));
    if (named.length > 0) this.scope = new Set(named.map(({ key }) => key));
    if (!isQuestion) return undefined;
    const bare = withoutNames(words, aspects);
    const open = preferences.map((each, order) => ({ ...scored(bare, each, () => this.topicOf(each)), each, order }));
    const told = revealed.map((each) => ({ ...scored(bare, each, () => this.topicOf(each)), each }));
    const topics = aspects.flatMap(({ key, topics: all }) =>
      all.map((topic) => ({ key, hits: hits(bare, topicWords(topic)) })),
    );
    const touched = [...open, ...told, ...topics].filter((each) => each.hits.length > 0);
    if (touched.length === 0) {
      return named.length > 0 || sweeping.some((term) => holds(words, term)) ? { kind: 'vague' } : undefined;
    }
    if (differentTopics(touched.map((each) => each.hits)) >= SWEEPING) return { kind: 'vague' };
    const within = open.filter(({ each, hits: found }) => found.length > 0 && this.scope.has(each.aspect));
    const [first, ...rest] = within;
    if (first !== undefined) {
      const best = rest.reduce((most, other) => (other.score > most.score ? other : most), first);
      return { kind: 'preference', preference: best.each.id, score: best.score, order: best.order };
    }
    const isAbsent =
      told.some(({ each, hits: found }) => found.length > 0 && this.scope.has(each.aspect)) ||
      topics.some(({ key, hits: found }) => found.length > 0 && this.scope.has(key));
    return isAbsent ? { kind: 'none' } : { kind: 'vague' };
  }

  /** Words of the aspect's topic that the preference is of, if the aspect knows it. */
  private topicOf({ aspect, topic }: JudgedPreference): readonly Words[] {
    const wanted = termWords(topic);
    const known = this.question.aspects
      .find(({ key }) => key === aspect)
      ?.topics.find((each) => termWords(each.name) === wanted);
    return known === undefined ? [] : topicWords(known);
  }
}

function namesAspect(words: Words, { key, names }: AspectNames): boolean {
  return holds(words, termWords(key)) || names.some((name) => holds(words, termWords(name)));
}

/** An aspect's name is no word of a topic, though it may stand in one ("hotel room"). */
function withoutNames(words: Words, aspects: readonly AspectNames[]): Words {
  let left = words;
  for (const { key, names } of aspects) {
    for (const name of [key, ...names]) {
      const term = termWords(name);
      if (term.length > 1) left = left.replaceAll(term, ' ');
    }
  }
  return left;
}

const topicsKnown = new WeakMap<object, readonly Words[]>();

function topicWords(topic: { readonly name: string; readonly terms: readonly string[] }): readonly Words[] {
  const known = topicsKnown.get(topic) ?? [topic.name, ...topic.terms].map(termWords);
  topicsKnown.set(topic, known);
  return known;
}

function hits(words: Words, terms: readonly Words[]): readonly Words[] {
  return terms.filter((term) => holds(words, term));
}

const soughtKnown = new WeakMap<JudgedPreference, readonly Sought[]>();

function scored(
  words: Words,
  preference: JudgedPreference,
  topicOf: () => readonly Words[],
): { readonly score: number; readonly hits: readonly Words[] } {
  const known = soughtKnown.get(preference) ?? soughtOf(preference, topicOf());
  soughtKnown.set(preference, known);
  let score = 0;
  const found: Words[] = [];
  for (const { words: term, weight } of known) {
    if (!holds(words, term)) continue;
    score += weight;
    found.push(term);
  }
  return { score, hits: found };
}

function soughtOf(
  { topic: name, explicit, terms, values }: JudgedPreference,
  topic: readonly Words[],
): readonly Sought[] {
  const weighted = new Map<Words, number>();
  const add = (words: Words, weight: number) => {
    if (words.length > 1) weighted.set(words, Math.max(weight, weighted.get(words) ?? 0));
  };
  // With terms of its own, the words of its sentence would only add chance hits.
  if (terms.length === 0 && values.length === 0) {
    for (const word of wordsOf(explicit).trim().split(' ')) {
      if (word.length > 2 && !plain.has(word)) add(` ${word} `, weights.word);
    }
  }
  add(wordsOf(explicit), weights.value);
  for (const words of topic) add(words, weights.topic);
  for (const term of terms) add(termWords(term), weights.term);
  for (const value of values) add(termWords(value), weights.value);
  add(termWords(name), weights.topic);
  return [...weighted].map(([words, weight]) => ({ words, weight }));
}

/** Topics that share all their words with others are not counted again. */
function differentTopics(all: readonly (readonly Words[])[]): number {
  const used = new Set<Words>();
  let count = 0;
  for (const words of all) {
    if (words.every((word) => used.has(word))) continue;
    count += 1;
    for (const word of words) used.add(word);
  }
  return count;
}

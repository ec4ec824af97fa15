/** What the rules look for in a sentence: words of aspects, of their topics, and of preferences. */
import type { AspectNames, JudgedPreference } from '../types';
import { termWords, wordsOf, type Words } from './words';

export interface Sought {
  readonly words: Words;
  readonly weight: number;
}

const weights = { value: 3, topic: 2, term: 2, word: 1 } as const;

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

const namesKnown = new WeakMap<AspectNames, readonly Words[]>();

export function aspectWords(aspect: AspectNames): readonly Words[] {
  const known = namesKnown.get(aspect) ?? [aspect.key, ...aspect.names].map(termWords);
  namesKnown.set(aspect, known);
  return known;
}

const topicsKnown = new WeakMap<AspectNames, readonly (readonly Sought[])[]>();

/** By topic of the aspect. An aspect's own name is no word of a topic. */
export function soughtTopics(aspect: AspectNames): readonly (readonly Sought[])[] {
  const known =
    topicsKnown.get(aspect) ??
    aspect.topics.map(({ name, terms }) =>
      [name, ...terms]
        .map(termWords)
        .filter((words) => !aspectWords(aspect).includes(words))
        .map((words) => ({ words, weight: weights.topic })),
    );
  topicsKnown.set(aspect, known);
  return known;
}

const preferencesKnown = new WeakMap<JudgedPreference, readonly Sought[]>();

/** @param aspects those of the task, which stay the same for a preference */
export function soughtFor(preference: JudgedPreference, aspects: readonly AspectNames[]): readonly Sought[] {
  const known = preferencesKnown.get(preference) ?? soughtOf(preference, aspects);
  preferencesKnown.set(preference, known);
  return known;
}

function soughtOf(preference: JudgedPreference, aspects: readonly AspectNames[]): readonly Sought[] {
  const { topic, explicit, terms, values } = preference;
  const aspect = aspects.find(({ key }) => key === preference.aspect);
  const own = aspect === undefined ? [] : aspectWords(aspect);
  const weighted = new Map<Words, number>();
  const add = (words: Words, weight: number) => {
    if (words.length > 1 && !own.includes(words)) weighted.set(words, Math.max(weight, weighted.get(words) ?? 0));
  };
  // With terms of its own, the words of its sentence would only add chance hits.
  if (terms.length === 0 && values.length === 0) {
    for (const word of wordsOf(explicit).trim().split(' ')) {
      if (word.length > 2 && !plain.has(word)) add(` ${word} `, weights.word);
    }
  }
  add(wordsOf(explicit), weights.value);
  const named = aspect?.topics.findIndex(({ name }) => termWords(name) === termWords(topic)) ?? -1;
  if (aspect !== undefined && named >= 0) {
    for (const { words } of soughtTopics(aspect)[named]!) add(words, weights.topic);
  }
  for (const term of terms) add(termWords(term), weights.term);
  for (const value of values) add(termWords(value), weights.value);
  add(termWords(topic), weights.topic);
  return [...weighted].map(([words, weight]) => ({ words, weight }));
}

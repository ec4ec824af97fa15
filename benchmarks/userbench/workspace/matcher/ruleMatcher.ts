/**
 * Who a user by rules takes an utterance for: term overlap, exact and the same every time. Text is data to it: there is nothing in an
 * utterance that could change the rules, only words that are counted.
 */
import { occurs, plain, stems } from './words';
import { questionsOf } from './questions';
import type { Classified, UserPreference } from './types';
import { ASPECT_TERMS, KNOWN_TOPICS, OTHER_TOPICS, STOP_WORDS, SWEEPING_TERMS } from './vocabulary';

const VALUE_WEIGHT = 2;
const TOPIC_WEIGHT = 1.5;
const TERM_WEIGHT = 1;
const ASPECT_WEIGHT = 0.5;

interface Terms {
  readonly preference: UserPreference;
  readonly aspect: readonly Phrase[];
  readonly topic: readonly { readonly phrase: Phrase; readonly weight: number; readonly value: boolean }[];
}

type Phrase = readonly string[];

const sweeping = phrases(SWEEPING_TERMS);
const otherTopics = phrases(OTHER_TOPICS);
const known = KNOWN_TOPICS.map(({ aspect, terms }) => ({ aspect: aspectPhrases(aspect), terms: phrases(terms) }));
const everyAspect = Object.keys(ASPECT_TERMS).flatMap((aspect) => [...aspectPhrases(aspect)]);

export class RuleMatcher {
  private readonly terms: readonly Terms[];

  /** @param preferences of the whole task, in its order: where two fit equally well, the earlier is meant */
  constructor(preferences: readonly UserPreference[]) {
    this.terms = preferences.map(termsOf);
  }

  /** @param isOpen whether a preference was not told yet, by its id */
  classify(utterance: string, isOpen: (id: string) => boolean): Classified {
    const questions = questionsOf(plain(utterance)).map(stems);
    let best: { readonly score: number; readonly id: string } | undefined;
    let type: Classified['type'] = 1;
    for (const words of questions) {
      const hidden = this.best(words, isOpen);
      const told = this.best(words, (id) => !isOpen(id));
      if (hidden !== undefined && hidden.score >= (told?.score ?? 0)) {
        // Of several questions the one that fits best; the earlier one where they are equal.
        if (best === undefined || hidden.score > best.score) best = hidden;
      } else {
        const other = told !== undefined ? 3 : otherwise(words);
        type = stronger(type, other);
      }
    }
    return best === undefined ? { type } : { type: 2, preference: best.id };
  }

  private best(words: Phrase, allowed: (id: string) => boolean): { score: number; id: string } | undefined {
    let best: { score: number; id: string } | undefined;
    for (const terms of this.terms) {
      const { id } = terms.preference;
      const score = allowed(id) ? scoreOf(words, terms) : 0;
      if (score > (best?.score ?? 0)) best = { score, id };
    }
    return best;
  }
}

/** Of several questions a concrete one says more than a vague one, and that more than talk. */
function stronger(left: Classified['type'], right: Classified['type']): Classified['type'] {
  if (left === 3 || right === 3) return 3;
  return left === 4 || right === 4 ? 4 : 1;
}

/** 0 unless a word of the aspect and one of the topic are there; a value's name is both. */
function scoreOf(words: Phrase, { aspect, topic }: Terms): number {
  const hits = topic.filter(({ phrase }) => occurs(phrase, words));
  if (hits.length === 0) return 0;
  const aspects = aspect.filter((phrase) => occurs(phrase, words)).length;
  if (aspects === 0 && !hits.some(({ value }) => value)) return 0;
  return hits.reduce((sum, { weight }) => sum + weight, 0) + ASPECT_WEIGHT * Math.min(aspects, 2);
}

function otherwise(words: Phrase): Classified['type'] {
  const has = (list: readonly Phrase[]) => list.some((phrase) => occurs(phrase, words));
  if (has(otherTopics) || known.some(({ aspect, terms }) => has(aspect) && has(terms))) return 3;
  if (has(everyAspect)) return 4;
  return has(sweeping) ? 4 : 1;
}

function termsOf(preference: UserPreference): Terms {
  const { aspect, topic, terms, admissible, valueTerms = {} } = preference;
  const name = stems(aspect).join(' ');
  // `__tests__` names no value in a question about tests.
  const values = [...admissible, ...Object.values(valueTerms).flat()]
    .map(stems)
    .filter((phrase) => phrase.join(' ') !== name);
  const weighted = [
    ...values.map((phrase) => ({ phrase, weight: VALUE_WEIGHT, value: true })),
    { phrase: stems(topic), weight: TOPIC_WEIGHT, value: false },
    ...terms.map((text) => ({ phrase: stems(text), weight: TERM_WEIGHT, value: false })),
  ];
  const seen = new Set<string>();
  const unique = weighted.filter(({ phrase, value }) => {
    const key = phrase.join(' ');
    const says = !phrase.every((word) => STOP_WORDS.has(word)) || (!value && key !== '');
    return says && !seen.has(key) && seen.add(key);
  });
  return { preference, aspect: [...aspectPhrases(aspect), ...phrases(preference.aspectTerms ?? [])], topic: unique };
}

function aspectPhrases(aspect: string): readonly Phrase[] {
  return phrases([aspect, ...(ASPECT_TERMS[aspect] ?? [])]);
}

function phrases(terms: readonly string[]): readonly Phrase[] {
  return terms.map(stems).filter((phrase) => phrase.length > 0);
}

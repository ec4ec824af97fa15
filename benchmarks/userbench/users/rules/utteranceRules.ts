import type { AspectNames, JudgedPreference, UtteranceToJudge, UtteranceType } from '../types';
import { aspectWords, soughtFor, soughtTopics, type Sought } from './soughtTerms';
import { holds, sentencesOf, termWords, type Sentence, type Words } from './words';

export interface RuledUtterance {
  readonly type: UtteranceType;
  readonly preference: string | undefined;
}

/** So many different topics in one sentence are no concrete question. */
const SWEEPING = 4;

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
    const open = preferences.map((each, order) => ({ each, order, hits: hitsOf(words, this.sought(each)) }));
    const told = revealed.map((each) => ({ each, hits: hitsOf(words, this.sought(each)) }));
    const topics = aspects.flatMap((aspect) =>
      soughtTopics(aspect).map((topic) => ({ key: aspect.key, hits: hitsOf(words, topic) })),
    );
    const touched = [...open, ...told, ...topics].filter((each) => each.hits.length > 0);
    if (touched.length === 0) {
      return named.length > 0 || sweeping.some((term) => holds(words, term)) ? { kind: 'vague' } : undefined;
    }
    if (differentTopics(touched.map((each) => each.hits)) >= SWEEPING) return { kind: 'vague' };
    const best = bestOf(open.filter(({ each, hits }) => hits.length > 0 && this.scope.has(each.aspect)));
    if (best !== undefined) return { kind: 'preference', ...best };
    const isAbsent =
      told.some(({ each, hits }) => hits.length > 0 && this.scope.has(each.aspect)) ||
      topics.some(({ key, hits }) => hits.length > 0 && this.scope.has(key));
    return isAbsent ? { kind: 'none' } : { kind: 'vague' };
  }

  private sought(preference: JudgedPreference): readonly Sought[] {
    return soughtFor(preference, this.question.aspects);
  }
}

function namesAspect(words: Words, aspect: AspectNames): boolean {
  return aspectWords(aspect).some((name) => holds(words, name));
}

function hitsOf(words: Words, sought: readonly Sought[]): readonly Sought[] {
  return sought.filter((each) => holds(words, each.words));
}

/** The most weight of words; one that lies within a longer one that was hit too ("air" in "fresh air") does not count. */
function bestOf(
  found: readonly { readonly each: JudgedPreference; readonly order: number; readonly hits: readonly Sought[] }[],
): { readonly preference: string; readonly score: number; readonly order: number } | undefined {
  const all = found.flatMap(({ hits }) => hits);
  let best: ReturnType<typeof bestOf>;
  for (const { each, order, hits } of found) {
    const score = hits
      .filter(({ words }) => !all.some((other) => other.words !== words && other.words.includes(words)))
      .reduce((sum, { weight }) => sum + weight, 0);
    if (best === undefined || score > best.score) best = { preference: each.id, score, order };
  }
  return best;
}

/** Topics that share all their words with others are not counted again. */
function differentTopics(all: readonly (readonly Sought[])[]): number {
  const used = new Set<Words>();
  let count = 0;
  for (const hits of all) {
    if (hits.every(({ words }) => used.has(words))) continue;
    count += 1;
    for (const { words } of hits) used.add(words);
  }
  return count;
}

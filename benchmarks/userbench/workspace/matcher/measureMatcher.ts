/** How often the rules take an utterance as a person does. */
import { wilsonInterval, type Interval } from '../../../core/statistics';
import type { LabelledSet, LabelledUtterance } from './labelled/types';
import { RuleMatcher } from './ruleMatcher';
import type { Classified } from './types';

export interface MatcherMeasure {
  readonly n: number;
  /** Type right, and the preference where there is one. Wilson 95 %. */
  readonly right: Interval;
  readonly mistakes: readonly { readonly utterance: LabelledUtterance; readonly said: Classified }[];
}

export function measureMatcher(sets: readonly LabelledSet[], half: 'tuning' | 'heldOut'): MatcherMeasure {
  const mistakes: { utterance: LabelledUtterance; said: Classified }[] = [];
  let n = 0;
  for (const set of sets) {
    const matcher = new RuleMatcher(set.preferences);
    for (const utterance of set[half]) {
      const said = matcher.classify(utterance.text, (id) => utterance.revealed?.includes(id) !== true);
      n += 1;
      if (!isRight(utterance, said)) mistakes.push({ utterance, said });
    }
  }
  return { n, right: wilsonInterval(n - mistakes.length, n), mistakes };
}

function isRight({ type, preferences }: LabelledUtterance, said: Classified): boolean {
  if (said.type !== type) return false;
  return said.preference === undefined || (preferences ?? []).includes(said.preference);
}

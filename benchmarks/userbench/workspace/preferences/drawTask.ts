/** Draws what a user wants: which topics, of which kind, which values. */
import { facetOf, type RepositoryProfile } from '../profile';
import type { TemplateAtPlace } from '../templates';
import type { AspectKey, PreferenceKind } from '../types';
import { contradictions, withRoomFor } from './contradictions';
import { allTopics } from './topics';
import type { Design, Topic } from './types';

/** Of 100 preferences: as the repository has it, hidden, against the repository. */
const MIX: readonly (readonly [PreferenceKind, number])[] = [
  ['R', 40],
  ['H', 45],
  ['C', 15],
];

export interface DrawnPreference {
  readonly topic: Topic;
  readonly kind: PreferenceKind;
  readonly value: string;
  readonly admissible: readonly string[];
  readonly convention: string | undefined;
}

export interface DrawnTask {
  readonly aspects: readonly { readonly key: AspectKey; readonly preferences: readonly DrawnPreference[] }[];
  /** A value for every topic of the template, with those that are wanted. */
  readonly design: Design;
  /** The same with what the repository does instead of what is wanted. */
  readonly convention: Design;
}

type Random = (below: number) => number;

/** Draws that come to nothing (they contradict each other) before the place is given up. */
const TRIES = 40;

/**
 * @param counts preferences of each aspect, e.g. `[2, 2]` for `ws22`
 * @returns undefined where the template has no such aspects here, and why the last draw contradicted itself
 */
export function drawTask(
  template: { readonly aspects: readonly AspectKey[]; readonly topics: readonly string[] },
  here: TemplateAtPlace,
  profile: RepositoryProfile,
  counts: readonly number[],
  random: Random,
): { readonly drawn: DrawnTask | undefined; readonly refused: readonly string[] } {
  const { scope } = here.place;
  const offered = offeredTopics(template.topics, here, profile);
  const refused: string[] = [];
  for (let turn = 0; turn < TRIES; turn += 1) {
    const aspects = drawAspects(template.aspects, offered, counts, random);
    if (aspects === undefined) return { drawn: undefined, refused };
    const wanted = new Set(aspects.flatMap(({ preferences }) => preferences.map(({ topic }) => topic.id)));
    const base = conventionDesign(template.topics, here, profile);
    const asked = Object.fromEntries(
      aspects.flatMap(({ preferences }) => preferences.map(({ topic, value }) => [topic.id, value])),
    );
    const design = withRoomFor({ ...base, ...asked }, wanted, scope);
    const why = contradictions(design, wanted, scope);
    if (why.length === 0) {
      const convention = withRoomFor(
        { ...design, ...Object.fromEntries([...wanted].map((id) => [id, base[id]!])) },
        new Set(),
        scope,
      );
      return { drawn: { aspects, design, convention }, refused };
    }
    refused.push(...why);
  }
  return { drawn: undefined, refused };
}

interface Offered extends Omit<DrawnPreference, 'kind' | 'value'> {
  readonly kinds: readonly PreferenceKind[];
}

/** Topics that somebody may have a preference about here: where the repository leans to something, neither hidden nor settled, none. */
function offeredTopics(ids: readonly string[], here: TemplateAtPlace, profile: RepositoryProfile): readonly Offered[] {
  return topicsOf(ids, here).flatMap((topic): Offered | readonly never[] => {
    const suits = here.suits?.[topic.id];
    const admissible = topic.values.map(({ value }) => value).filter((value) => suits?.includes(value) !== false);
    const facet = facetOf(profile, topic.id, here.place.scope);
    const known = facet?.majority !== undefined && admissible.includes(facet.majority) ? facet.majority : undefined;
    if (admissible.length < 3) return [];
    const hidden: Offered = { topic, admissible, convention: known, kinds: ['H'] };
    if (facet === undefined || facet.class === 'silent' || facet.class === 'contested') return hidden;
    if (facet.class === 'leaning' || known === undefined) return [];
    return { ...hidden, kinds: ['R', 'C'] };
  });
}

function topicsOf(ids: readonly string[], { place }: TemplateAtPlace): readonly Topic[] {
  return allTopics.filter(({ id, scope }) => ids.includes(id) && (scope === 'both' || scope === place.scope));
}

function drawAspects(
  keys: readonly AspectKey[],
  offered: readonly Offered[],
  counts: readonly number[],
  random: Random,
): DrawnTask['aspects'] | undefined {
  const open = [...keys];
  const aspects: { key: AspectKey; preferences: readonly DrawnPreference[] }[] = [];
  // The aspects that need most first, so that they find one with as many topics.
  const order = counts.map((count, at) => ({ count, at })).sort((a, b) => b.count - a.count);
  const chosen = new Map<number, (typeof aspects)[number]>();
  for (const { count, at } of order) {
    const fitting = open.filter((key) => offered.filter(({ topic }) => topic.aspect === key).length >= count);
    if (fitting.length === 0) return undefined;
    const key = fitting[random(fitting.length)]!;
    open.splice(open.indexOf(key), 1);
    chosen.set(at, {
      key,
      preferences: drawPreferences(
        offered.filter(({ topic }) => topic.aspect === key),
        count,
        random,
      ),
    });
  }
  for (const at of counts.keys()) aspects.push(chosen.get(at)!);
  return aspects;
}

function drawPreferences(offered: readonly Offered[], count: number, random: Random): readonly DrawnPreference[] {
  const open = [...offered];
  return Array.from({ length: count }, () => {
    const wish = drawKind(random);
    const fitting = open.filter(({ kinds }) => kinds.includes(wish));
    // Where no topic is left that may be of that kind, the kind follows the topic.
    const pool = fitting.length > 0 ? fitting : open;
    const { topic, kinds, admissible, convention } = pool[random(pool.length)]!;
    open.splice(
      open.findIndex((each) => each.topic === topic),
      1,
    );
    const kind = kinds.includes(wish) ? wish : kinds.includes('H') ? 'H' : drawAmongSettled(random);
    const values =
      kind === 'R' ? [convention!] : kind === 'C' ? admissible.filter((value) => value !== convention) : admissible;
    return { topic, kind, admissible, convention, value: values[random(values.length)]! };
  });
}

function drawKind(random: Random): PreferenceKind {
  let at = random(100);
  for (const [kind, share] of MIX) {
    if (at < share) return kind;
    at -= share;
  }
  return 'H';
}

/** Settled topics in the proportion of the mix: 40 to 15. */
function drawAmongSettled(random: Random): PreferenceKind {
  return random(55) < 40 ? 'R' : 'C';
}

/** What somebody makes who only looks at the repository: its majority, else the first value. */
function conventionDesign(ids: readonly string[], here: TemplateAtPlace, profile: RepositoryProfile): Design {
  const design: Record<string, string> = {};
  for (const topic of topicsOf(ids, here)) {
    const suits = here.suits?.[topic.id];
    const admissible = topic.values.map(({ value }) => value).filter((value) => suits?.includes(value) !== false);
    const majority = facetOf(profile, topic.id, here.place.scope)?.majority;
    design[topic.id] = majority !== undefined && admissible.includes(majority) ? majority : admissible[0]!;
  }
  return withRoomFor(design, new Set(), here.place.scope);
}

/** The 18 cards of an aspect: every way to do it, with what is wanted among them. */
import { createTwoFilesPatch } from 'diff';
import { contradictions, withRoomFor } from '../preferences/contradictions';
import type { DrawnPreference, DrawnTask } from '../preferences/drawTask';
import type { Design } from '../preferences/types';
import type { RenderedFile, TemplateAtPlace, Variant } from '../templates';
import type { AspectKey, AspectOptions, DesignCard, Predicate } from '../types';
import { aspectLetters, aspectRoles } from './aspects';
import { changesOf, costOf, treeOf, violations, type Base } from './judge';

const WRONG = 10;
const NOISE = 5;
const LONGEST_CARD = 6000;

export interface CardRequest {
  readonly here: TemplateAtPlace;
  readonly drawn: DrawnTask;
  readonly aspect: {
    readonly key: AspectKey;
    readonly preferences: readonly (DrawnPreference & {
      readonly id: string;
      readonly predicates: readonly Predicate[];
    })[];
  };
  readonly base: Base;
  readonly random: (below: number) => number;
  readonly signal: AbortSignal;
  /** Changes that have nothing to do with the wish. */
  readonly noise: readonly { readonly files: readonly RenderedFile[]; readonly reason: string }[];
}

type Draft = Omit<DesignCard, 'id'>;

/** @returns the cards, or why there are too few */
export async function designCards(request: CardRequest): Promise<AspectOptions | { readonly short: string }> {
  const { drawn, aspect, random } = request;
  const topics = aspect.preferences.map(({ topic }) => topic.id);
  const wanted = Object.fromEntries(aspect.preferences.map(({ topic, value }) => [topic.id, value]));
  const [best, ...correct] = await Promise.all(
    (['plain', 'longer', 'dependency', 'longest'] as const).map((variant) => card(request, wanted, variant)),
  );
  const satisfying = correct.filter((each): each is Draft => each?.violated.length === 0);
  if (best === undefined) return { short: 'there is no best design' };
  if (best.violated.length > 0) return { short: `the best design violates ${best.violated.join(', ')}` };
  const dearer = satisfying.filter(
    ({ diffLines, newDependencies }) => diffLines > best.diffLines || newDependencies.length > 0,
  );
  const distinct = unique(dearer, [best]).slice(0, 2);
  if (distinct.length < 2) return { short: 'fewer than two further designs satisfy everything' };
  const others = combinations(aspect.preferences).filter((values) =>
    topics.some((topic) => values[topic] !== wanted[topic]),
  );
  const usual = Object.fromEntries(
    aspect.preferences.map(({ topic, convention, admissible }) => [topic.id, convention ?? admissible[0]]),
  );
  const isUsual = (values: Readonly<Record<string, string>>) => topics.every((topic) => values[topic] === usual[topic]);
  const mixed = shuffled(others, random);
  // What somebody chooses who only looks at the repository is always there, so that not asking has a design to fall for.
  const allowed = [...mixed.filter(isUsual), ...mixed.filter((values) => !isUsual(values))].filter(
    (values) =>
      contradictions({ ...neutral(drawn), ...values }, new Set(topics), request.here.place.scope).length === 0,
  );
  const wrong: Draft[] = [];
  for (const variant of ['plain', 'longer', 'longest', 'dependency'] as const) {
    for (const values of allowed) {
      if (wrong.length >= WRONG) break;
      const made = await card(request, values, variant);
      if (made !== undefined && made.violated.length > 0 && unique([made], [best, ...distinct, ...wrong]).length > 0)
        wrong.push(made);
    }
  }
  if (wrong.length < WRONG) return { short: `there are ${wrong.length} wrong designs only` };
  const noise = noiseCards(request);
  if (noise.length < NOISE) return { short: `there are ${noise.length} cards of noise only` };
  return numbered({ best, correct: distinct, wrong, noise }, aspect.key, random);
}

/** What other aspects are in every card of this one: as the repository has it, never as the user wants it. */
function neutral({ design, convention }: DrawnTask): Design {
  return { ...design, ...convention };
}

async function card(
  request: CardRequest,
  values: Readonly<Record<string, string>>,
  variant: Variant,
): Promise<Draft | undefined> {
  const { here, drawn, aspect, base, signal } = request;
  const design = withRoomFor({ ...neutral(drawn), ...values }, new Set(Object.keys(values)), here.place.scope);
  const files = here.render(design, new Set([aspect.key]), variant, base.text);
  const tree = treeOf(base, changesOf(files));
  const violated = await violations(aspect.preferences, tree, undefined, signal);
  const cost = await costOf(tree);
  if (variant === 'dependency' && cost.newDependencies.length === 0) return undefined;
  const roles = new Set<string>([...aspectRoles[aspect.key], ...(variant === 'dependency' ? ['manifest'] : [])]);
  return {
    title: titleOf(files.filter(({ role }) => roles.has(role))),
    diff: miniDiff(
      files.filter(({ role }) => roles.has(role)),
      base,
    ),
    satisfied: aspect.preferences.map(({ id }) => id).filter((id) => !violated.includes(id)),
    violated,
    values,
    ...cost,
    reason: violated.length === 0 ? `satisfies everything (${variant})` : `violates ${violated.join(', ')}`,
  };
}

function combinations(preferences: readonly DrawnPreference[]): readonly Readonly<Record<string, string>>[] {
  let all: Record<string, string>[] = [{}];
  for (const { topic, admissible } of preferences) {
    all = all.flatMap((each) => admissible.map((value) => ({ ...each, [topic.id]: value })));
  }
  return all;
}

function unique(cards: readonly Draft[], others: readonly Draft[]): readonly Draft[] {
  const seen = new Set(others.map(({ diff }) => diff));
  return cards.filter(({ diff }) => {
    if (seen.has(diff)) return false;
    seen.add(diff);
    return true;
  });
}

function noiseCards({ noise, base, aspect }: CardRequest): readonly Draft[] {
  return noise.slice(0, NOISE).map(({ files, reason }) => ({
    title: titleOf(files),
    diff: miniDiff(files, base),
    satisfied: [],
    violated: aspect.preferences.map(({ id }) => id),
    values: {},
    diffLines: files.reduce((sum, { content }) => sum + (content ?? '').split('\n').length, 0),
    newDependencies: [],
    reason,
  }));
}

function titleOf(files: readonly RenderedFile[]): string {
  return files.length === 0 ? 'Changes nothing' : `Changes ${files.map(({ path }) => path).join(', ')}`;
}

function miniDiff(files: readonly RenderedFile[], base: Base): string {
  let text = '';
  for (const { path, content } of files) {
    const before = base.text(path);
    const [from, to] = [before === undefined ? '/dev/null' : `a/${path}`, `b/${path}`];
    text += createTwoFilesPatch(from, to, before ?? '', content ?? '', '', '', { context: 2, timeout: 2000 }) ?? '';
  }
  const lines = text
    .split('\n')
    .filter((line) => !/^=+$/.test(line))
    .join('\n');
  return lines.length > LONGEST_CARD ? `${lines.slice(0, LONGEST_CARD)}\n[…]\n` : lines;
}

/** Numbers in mixed order, so that they say nothing of the class. */
function numbered(
  {
    best,
    correct,
    wrong,
    noise,
  }: { best: Draft; correct: readonly Draft[]; wrong: readonly Draft[]; noise: readonly Draft[] },
  key: AspectKey,
  random: (below: number) => number,
): AspectOptions {
  const all = [best, ...correct, ...wrong, ...noise];
  const order = shuffled([...all.keys()], random);
  const ids = new Map(all.map((each, at) => [each, `${aspectLetters[key]}${order[at]! + 1}`]));
  const withId = (each: Draft): DesignCard => ({ id: ids.get(each)!, ...each });
  return { best: withId(best), correct: correct.map(withId), wrong: wrong.map(withId), noise: noise.map(withId) };
}

export function shuffled<Value>(values: readonly Value[], random: (below: number) => number): readonly Value[] {
  const mixed = [...values];
  for (let at = mixed.length - 1; at > 0; at -= 1) {
    const other = random(at + 1);
    [mixed[at], mixed[other]] = [mixed[other]!, mixed[at]!];
  }
  return mixed;
}

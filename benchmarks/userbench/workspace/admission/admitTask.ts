/** Makes a task of what was drawn, and shows that it can tell designs apart; what cannot is not taken. */
import { createHash } from 'node:crypto';
import { contradictions, withRoomFor } from '../preferences/contradictions';
import { forcedChoice, givenAway } from '../preferences/decodability';
import type { DrawnPreference, DrawnTask } from '../preferences/drawTask';
import { checkPredicates } from '../predicates';
import { facetOf, type RepositoryProfile } from '../profile';
import { noiseFor, type Template, type TemplateAtPlace, type Variant } from '../templates';
import type {
  Predicate,
  Preference,
  ReferenceSolution,
  StatementLevel,
  TaskAdmission,
  TaskAspect,
  TreeCommand,
  WorkspaceRejectReason,
  WorkspaceTask,
} from '../types';
import { aspectLetters, aspectTerms, aspectTitles } from './aspects';
import { designCards } from './designCards';
import { changesOf, costOf, treeOf, violations, type Base } from './judge';

export interface AdmissionRequest {
  readonly template: Template;
  readonly here: TemplateAtPlace;
  readonly drawn: DrawnTask;
  readonly profile: RepositoryProfile;
  readonly base: Base;
  readonly set: string;
  readonly seed: number;
  readonly level: StatementLevel;
  readonly repo: WorkspaceTask['repo'];
  /** Checks that hold in the repository as it is and have to hold afterwards; they are run. */
  readonly executedGate: readonly Predicate[];
  readonly run: TreeCommand | undefined;
  readonly random: (below: number) => number;
  readonly signal: AbortSignal;
}

export type AdmissionOutcome =
  | { readonly kind: 'admitted'; readonly task: WorkspaceTask }
  | {
      readonly kind: 'rejected';
      readonly reason: WorkspaceRejectReason;
      readonly detail: string;
      readonly mutants: Pick<TaskAdmission, 'mutantsTested' | 'mutantsCaught'>;
    };

type Numbered = DrawnPreference & { readonly id: string; readonly predicates: readonly Predicate[] };

/** Of the forced choice, over a topic's statements. */
const DECODABLE = 0.9;

export async function admitTask(request: AdmissionRequest): Promise<AdmissionOutcome> {
  const { here, drawn, base, run, signal } = request;
  const aspects = numbered(request);
  const preferences = aspects.flatMap((each) => each.preferences);
  const keys = new Set(aspects.map(({ key }) => key));
  const none = { mutantsTested: 0, mutantsCaught: 0 };
  const reject = (reason: WorkspaceRejectReason, detail: string, mutants = none): AdmissionOutcome => ({
    ...{ kind: 'rejected', reason, detail, mutants },
  });
  const unclear = undecodable(preferences);
  if (unclear !== undefined) return reject('not-decodable', unclear);

  const gate = [...here.gate, ...request.executedGate];
  const all = [...preferences, { id: 'gate', predicates: gate }];
  const rendered = (design: DrawnTask['design'], variant: Variant) =>
    treeOf(base, changesOf(here.render(design, keys, variant, base.text)));
  const reference = rendered(drawn.design, 'plain');
  const broken = await violations(all, reference, run, signal);
  if (broken.length > 0) return reject('reference-fails', await whatFails(all, broken, reference, run, signal));
  if ((await violations(all, treeOf(base, []), undefined, signal)).length === 0) {
    return reject('untouched-passes', 'the repository as it is has everything already');
  }

  const statically = [...preferences, { id: 'gate', predicates: here.gate }];
  const mutants = await testMutants(
    preferences,
    drawn,
    here.place.scope,
    statically,
    (design) => rendered(design, 'plain'),
    signal,
  );
  const counts = { mutantsTested: mutants.tested, mutantsCaught: mutants.caught };
  if (mutants.problem !== undefined) return reject(mutants.problem.reason, mutants.problem.detail, counts);

  const cost = await costOf(reference);
  const satisfying = await satisfyingDesigns(statically, (variant) => rendered(drawn.design, variant), signal);
  if (satisfying < 2) return reject('one-design-only', 'no second design satisfies everything', counts);

  const taskAspects: TaskAspect[] = [];
  const noise = noiseFor(here, base, request.random);
  for (const aspect of aspects) {
    const options = await designCards({ here, drawn, aspect, base, random: request.random, signal, noise });
    if ('short' in options) return reject('too-few-options', `${aspectTitles[aspect.key]}: ${options.short}`, counts);
    taskAspects.push({ ...aspectOf(aspect.key, aspect.preferences, request), options });
  }
  const convention = rendered(drawn.convention, 'plain');
  return {
    kind: 'admitted',
    task: {
      schemaVersion: 1,
      id: taskId(request),
      ...{ set: request.set, seed: request.seed, repo: request.repo, level: request.level },
      template: request.template.name,
      language: here.place.language,
      title: here.title,
      openingMessage: here.openingMessage,
      aspects: taskAspects,
      gate,
      limits: { turns: 20, toolTurns: 40 },
      reference: solutionOf(reference.changes, cost),
      convention: solutionOf(convention.changes, await costOf(convention)),
      admission: {
        ...counts,
        satisfyingDesigns: satisfying,
        executed: run !== undefined && request.executedGate.length > 0,
      },
    },
  };
}

function numbered({
  drawn,
  here,
}: AdmissionRequest): readonly { readonly key: TaskAspect['key']; readonly preferences: readonly Numbered[] }[] {
  let count = 0;
  return drawn.aspects.map(({ key, preferences }) => ({
    key,
    preferences: preferences.map((each) => {
      count += 1;
      return { ...each, id: `P${count}`, predicates: each.topic.predicates(each.value, here.context) };
    }),
  }));
}

/** @returns which statement gives its value away, or cannot be told from another value's */
function undecodable(preferences: readonly Numbered[]): string | undefined {
  for (const { topic, admissible, value } of preferences) {
    const values = topic.values.filter((each) => admissible.includes(each.value));
    const statements = values.flatMap((each) => each.implicit.map((text) => ({ text, value: each.value })));
    const given = statements.find(({ text }) => givenAway(text, topic) !== undefined);
    if (given !== undefined) return `${topic.id}: “${given.text}” says “${givenAway(given.text, topic)}”`;
    const right = statements.filter(({ text, value: own }) => forcedChoice(text, values) === own).length;
    if (right < DECODABLE * statements.length)
      return `${topic.id}: ${right} of ${statements.length} statements can be told apart`;
    if ((values.find((each) => each.value === value)?.implicit.length ?? 0) < 3)
      return `${topic.id}: fewer than three statements`;
  }
  return undefined;
}

async function testMutants(
  preferences: readonly Numbered[],
  { design, aspects }: DrawnTask,
  scope: 'script' | 'python',
  all: readonly { readonly id: string; readonly predicates: readonly Predicate[] }[],
  render: (design: DrawnTask['design']) => ReturnType<typeof treeOf>,
  signal: AbortSignal,
): Promise<{
  readonly tested: number;
  readonly caught: number;
  readonly problem: { readonly reason: WorkspaceRejectReason; readonly detail: string } | undefined;
}> {
  const wanted = new Set(aspects.flatMap((each) => each.preferences.map(({ topic }) => topic.id)));
  let [tested, caught] = [0, 0];
  let problem: { readonly reason: WorkspaceRejectReason; readonly detail: string } | undefined;
  for (const { id, topic, value, admissible } of preferences) {
    let own = 0;
    for (const other of admissible.filter((each) => each !== value)) {
      const mutant = withRoomFor({ ...design, [topic.id]: other }, wanted, scope);
      if (contradictions(mutant, wanted, scope).length > 0) continue;
      own += 1;
      tested += 1;
      const tree = render(mutant);
      const failed = await violations(all, tree, undefined, signal);
      if (failed.length === 1 && failed[0] === id) caught += 1;
      else {
        const missed = !failed.includes(id);
        const what = missed ? '' : `: ${await whatFails(all, failed, tree, undefined, signal)}`;
        problem ??= {
          reason: missed ? 'mutant-not-caught' : 'mutant-fails-others',
          detail: `${topic.id} ${other} instead of ${value} violates ${failed.join(', ') || 'nothing'}${what}`,
        };
      }
    }
    if (own === 0)
      problem ??= { reason: 'contradiction', detail: `no other value of ${topic.id} goes with the other wishes` };
  }
  return { tested, caught, problem };
}

async function satisfyingDesigns(
  all: readonly { readonly id: string; readonly predicates: readonly Predicate[] }[],
  render: (variant: Variant) => ReturnType<typeof treeOf>,
  signal: AbortSignal,
): Promise<number> {
  const different = new Set<string>();
  for (const variant of ['plain', 'longer', 'longest', 'dependency'] as const) {
    const tree = render(variant);
    if ((await violations(all, tree, undefined, signal)).length === 0) different.add(JSON.stringify([...tree.changes]));
  }
  return different.size;
}

/** The predicates behind a refusal, for people. */
async function whatFails(
  all: readonly { readonly id: string; readonly predicates: readonly Predicate[] }[],
  failed: readonly string[],
  tree: ReturnType<typeof treeOf>,
  run: TreeCommand | undefined,
  signal: AbortSignal,
): Promise<string> {
  const checked = await checkPredicates(
    all.filter(({ id }) => failed.includes(id)).flatMap(({ predicates }) => predicates),
    tree,
    { run, signal },
  );
  return checked
    .filter(({ holds }) => holds === false)
    .map(({ predicate, detail }) => `${predicate.op} (${detail})`)
    .join('; ');
}

function aspectOf(
  key: TaskAspect['key'],
  preferences: readonly Numbered[],
  { profile, here }: AdmissionRequest,
): TaskAspect {
  const kept = preferences.map((each): Preference => {
    const facet = facetOf(profile, each.topic.id, here.place.scope);
    const { implicit, explicit } = each.topic.values.find(({ value }) => value === each.value)!;
    return {
      ...{ id: each.id, kind: each.kind, topic: each.topic.id, topicTitle: each.topic.title, value: each.value },
      admissible: each.admissible,
      convention: each.convention,
      explicit: `I want ${explicit}.`,
      implicit,
      terms: {
        aspect: aspectTerms[key],
        topic: each.topic.terms,
        values: Object.fromEntries(each.topic.values.map(({ value, terms }) => [value, terms])),
      },
      evidence: facet?.sites ?? [],
      predicates: each.predicates,
    };
  });
  const evidencePaths = [
    ...new Set([here.place.module, ...kept.flatMap(({ evidence }) => evidence.map(({ path }) => path))]),
  ];
  return {
    ...{ key, letter: aspectLetters[key], title: aspectTitles[key], preferences: kept },
    search: {
      mustMention: [...new Set([...aspectTerms[key], ...kept.flatMap(({ terms }) => terms.topic)])],
      evidencePaths,
    },
  };
}

function solutionOf(
  changes: ReadonlyMap<string, string | null>,
  cost: { readonly diffLines: number; readonly newDependencies: readonly string[] },
): ReferenceSolution {
  const files = [...changes].map(([path, content]) => ({ path, content }));
  return { patchHash: createHash('sha256').update(JSON.stringify(files)).digest('hex'), files, ...cost };
}

function taskId({ template, here, drawn, seed }: AdmissionRequest): string {
  const what = JSON.stringify([here.place.module, here.place.function, here.title, drawn.design, seed]);
  return `${template.name}-${createHash('sha256').update(what).digest('hex').slice(0, 10)}`;
}

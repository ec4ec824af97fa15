/** Scripts that play episodes without a model: what guessing, keeping to conventions, asking everything and knowing everything are worth. */
import type { Json } from '../../../../runtime/gateway/types';
import { BadInputError } from '../../../core/badInputError';
import type { Observation } from '../../environments/types';
import { seededStream } from '../../environments/protocol/seededStream';
import { cardsOf } from '../choice/evidenceSearch';
import type { DesignCard, FileChange, Preference, TaskAspect, WorkspaceTask } from '../types';

/** More is handed in by no script, however often it is contradicted. */
const MOST_ANSWERS = 50;

/** What scripts there are in each mode: a design can be guessed, a change cannot. */
export const policiesOf = {
  choice: ['random', 'convention', 'ask-everything', 'perfect'],
  patch: ['no-edit', 'convention', 'ask-everything', 'perfect'],
} as const;

export type ChoicePolicyName = (typeof policiesOf)['choice'][number];
export type PatchPolicyName = (typeof policiesOf)['patch'][number];
export type PolicyName = ChoicePolicyName | PatchPolicyName;

/** What a script does next: an action's text, or a call of a tool. */
export type Move =
  | { readonly kind: 'action'; readonly text: string }
  | { readonly kind: 'tool'; readonly name: string; readonly input: Json };

/** Told what came of its last move, and which preferences have been revealed so far. */
export type Policy = (last: Observation | undefined, revealed: ReadonlySet<string>) => Move | undefined;

/** @throws BadInputError where the mode has no such script */
export function policyFor(mode: 'choice' | 'patch', name: string, task: WorkspaceTask, seed: number): Policy {
  if (mode === 'choice') {
    const known = policiesOf.choice.find((each) => each === name);
    if (known !== undefined) return choicePolicy(known, task, seed);
  } else {
    const known = policiesOf.patch.find((each) => each === name);
    if (known !== undefined) return patchPolicy(known, task);
  }
  throw new BadInputError(`In mode ${mode} there is no policy “${name}”. There are ${policiesOf[mode].join(', ')}.`);
}

export function choicePolicy(name: ChoicePolicyName, task: WorkspaceTask, seed: number): Policy {
  return follow(function* () {
    if (name === 'ask-everything') yield* questions(task, true);
    const revealed = yield undefined;
    for (const aspect of task.aspects) {
      const card = chosen(name, task.id, aspect, revealed, seed);
      if (card !== undefined) yield act(`[answer] ${card.id}`);
    }
  });
}

export function patchPolicy(name: PatchPolicyName, task: WorkspaceTask): Policy {
  return follow(function* () {
    if (name === 'ask-everything') yield* questions(task, false);
    const revealed = yield undefined;
    const knows = task.aspects.every(({ preferences }) => preferences.every(({ id }) => revealed.has(id)));
    const solution = name === 'perfect' || (name === 'ask-everything' && knows) ? task.reference : task.convention;
    if (name !== 'no-edit') yield* written(solution.files);
    yield act('[answer] The change as it is.');
    // Scripts do not learn from being contradicted.
    for (let again = 0; again < MOST_ANSWERS; again++) yield act('[answer] It stays so.');
  });
}

type Script = Generator<Move | undefined, void, ReadonlySet<string>>;

/** A script asks for what is revealed by yielding undefined, and is told after each move. */
function follow(script: () => Script): Policy {
  const running = script();
  let begun = false;
  return (_, revealed) => {
    let next = begun ? running.next(revealed) : running.next();
    begun = true;
    while (next.done !== true && next.value === undefined) next = running.next(revealed);
    return next.done === true ? undefined : next.value;
  };
}

const act = (text: string): Move => ({ kind: 'action', text });

function* questions(task: WorkspaceTask, search: boolean): Script {
  if (search) for (const { search: words, key } of task.aspects) yield act(`[search] ${words.mustMention[0] ?? key}`);
  for (const aspect of task.aspects) {
    for (const preference of aspect.preferences) yield act(`[action] ${questionFor(aspect, preference)}`);
  }
}

/** As concrete as a question can be: the aspect, the topic, and every value that could be wanted. */
export function questionFor({ title, key }: TaskAspect, { topicTitle, terms, admissible }: Preference): string {
  const aspect = terms.aspect[0] ?? key;
  const topic = terms.topic[0] ?? topicTitle;
  return `On the ${aspect} (${title}), ${topic}: do you want ${admissible.join(' or ')}?`;
}

function chosen(
  name: ChoicePolicyName,
  task: string,
  aspect: TaskAspect,
  revealed: ReadonlySet<string>,
  seed: number,
): DesignCard | undefined {
  const cards = cardsOf(aspect);
  if (name === 'random') {
    // Of the task too: guesses in different tasks are independent.
    return cards[seededStream(seed, `guess ${task} ${aspect.key}`)(Math.max(1, cards.length))];
  }
  if (name === 'perfect') return aspect.options?.best;
  const wanted = new Map(
    aspect.preferences.map((each) => [each.topic, revealed.has(each.id) ? each.value : assumed(each)]),
  );
  const fits = ({ values }: DesignCard) => [...wanted].filter(([topic, value]) => values[topic] === value).length;
  // What fits best, and of that what changes least.
  return [...cards].sort(
    (a, b) => fits(b) - fits(a) || a.diffLines - b.diffLines || a.newDependencies.length - b.newDependencies.length,
  )[0];
}

/** What somebody expects who asks nobody: what the repository does, else whatever comes first. */
export function assumed({ convention, admissible }: Preference): string | undefined {
  return convention ?? admissible[0];
}

function* written(files: readonly FileChange[]): Script {
  for (const { path, content } of files) {
    // Whatever is there gives way; where nothing is, deleting fails and the script goes on.
    yield { kind: 'tool', name: 'delete_file', input: { path } };
    if (content !== null) yield { kind: 'tool', name: 'create_file', input: { path, text: content } };
  }
}

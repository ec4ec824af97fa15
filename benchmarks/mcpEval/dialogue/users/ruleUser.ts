/** The user of a dialogue by rules: no model, the same words every time, and nobody can talk it into anything. */
import { asksFor, questionsIn } from './questions';
import { mannerOf } from './phrases';
import type { HeldBack, ScenarioRow } from '../scenarioRow';
import type { DialogueSoFar, DialogueUser, UserMessage } from './types';

const nothingTold = { told: [], tools: [], flags: [] } as const;

export class RuleDialogueUser implements DialogueUser {
  readonly mode = 'rules';

  open({ whetstone: facts, description, goal }: ScenarioRow): Promise<UserMessage> {
    const text = facts?.opening ?? `${description}\n${goal}`.trim();
    return Promise.resolve({ text, kind: 'opening', ...nothingTold });
  }

  next(dialogue: DialogueSoFar): Promise<UserMessage | undefined> {
    return Promise.resolve(nextByRules(dialogue));
  }
}

/** Who asks is told; else a tool comes; else what was held back is said unasked; else the next step; else the user is content. */
export function nextByRules({ scenario, said, told, granted }: DialogueSoFar): UserMessage | undefined {
  const { whetstone: facts, persona } = scenario;
  const manner = mannerOf(persona);
  const reply = said.findLast(({ by }) => by === 'assistant')?.text ?? '';
  const steps = said.filter(({ kind }) => kind === 'opening' || kind === 'next').length;
  const open = (facts?.heldBack ?? []).filter(({ id, message }) => !told.has(id) && message < steps);
  const questions = questionsIn(reply);
  if (questions.length > 0 && open.length > 0) {
    const named = open.filter(({ name }) => questions.some((question) => asksFor(question, name)));
    const given = named.length > 0 ? named : manner.oneAtATime ? open.slice(0, 1) : open;
    return { text: manner.tell(wordsOf(given)), kind: 'told', told: toldAs(given, 'asked'), tools: [], flags: [] };
  }
  const waiting = (facts?.withheld ?? []).filter((name) => !granted.has(name));
  if (waiting.length > 0 && (facts?.followUps.length ?? 0) < steps) {
    return { ...nothingTold, text: waiting.map(manner.tool).join(' '), kind: 'tool', tools: waiting };
  }
  if (open.length > 0) {
    return {
      text: manner.remind(wordsOf(open)),
      kind: 'reminded',
      told: toldAs(open, 'unasked'),
      tools: [],
      flags: [],
    };
  }
  const following = facts?.followUps[steps - 1];
  if (following !== undefined) return { ...nothingTold, text: following, kind: 'next' };
  const answered = said.some(({ kind }) => kind === 'nothing-more');
  return questions.length > 0 && !answered ? { ...nothingTold, text: manner.nothing, kind: 'nothing-more' } : undefined;
}

const wordsOf = (values: readonly HeldBack[]) => values.map(({ name, said }) => `${name} is ${said}`).join('; ');
const toldAs = (values: readonly HeldBack[], how: 'asked' | 'unasked') => values.map(({ id }) => ({ id, how }));

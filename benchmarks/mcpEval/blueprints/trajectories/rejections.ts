/** Why a dialogue is not kept. It is kept where nothing is found, by whatever calls it came about. */
import { gradeState, type StateGrade } from '../../tasks/gradeState';
import { says } from '../../tasks/answerFacts';
import type { Blueprint } from '../blueprint';
import { brokenRules } from '../policy/brokenRules';
import type { TrajectoryContent } from './trajectoryContent';

/** In the order in which they are counted: the first one is a dialogue's reason. */
export const rejectionReasons = [
  'user-failed',
  'user-leaks',
  'user-ends-at-once',
  'out-of-turns',
  'out-of-steps',
  'no-call',
  'policy',
  'state',
  'outputs',
] as const;

export type RejectionReason = (typeof rejectionReasons)[number];

export interface Rejection {
  readonly reason: RejectionReason;
  readonly detail: string;
}

export interface Verdict {
  readonly rejections: readonly Rejection[];
  readonly grade: StateGrade;
}

export function judgeTrajectory(each: Blueprint, made: TrajectoryContent): Verdict {
  const { turns, records, changes, ended } = made;
  const answers = turns.flatMap((turn) => (turn.role === 'assistant' ? [turn.text] : []));
  const grade = gradeState({ changes: each.changes, answers: each.outputs }, changes, answers.join('\n'));
  const found: Rejection[] = [];
  const add = (reason: RejectionReason, detail: string) => found.push({ reason, detail });
  if (ended === 'user-failed') add('user-failed', 'The person said nothing that can be used.');
  for (const leak of leaks(each, made))
    add('user-leaks', `The person told "${leak}", which nobody had told the person.`);
  if (turns.length === 0 && ended === 'content') add('user-ends-at-once', 'The person ended before anything was said.');
  if (ended === 'turns') add('out-of-turns', 'The person was not content when there were no turns left.');
  if (ended === 'steps') add('out-of-steps', 'The agent went on calling tools, and told nothing.');
  if (records.length === 0 && each.actions.length > 0) add('no-call', 'The agent called no tool.');
  for (const { rule, detail } of brokenRules(each.rules, { records, changes })) add('policy', `${rule.id}: ${detail}`);
  const missed = grade.milestones.filter(({ achieved }) => achieved !== true);
  const told = (prefix: boolean) =>
    missed
      .filter(({ id }) => id.startsWith('answer-') === prefix)
      .map(({ text, detail }) => `${text}${detail ? ` (${detail})` : ''}`);
  if (told(false).length > 0) add('state', `Not so: ${told(false).join('; ')}`);
  if (told(true).length > 0) add('outputs', `Not so: ${told(true).join('; ')}`);
  const rejections = found.sort((a, b) => rejectionReasons.indexOf(a.reason) - rejectionReasons.indexOf(b.reason));
  return { rejections, grade };
}

/** What is to be found out, said by the person before any agent or tool had said it: then the agent need not find it out. */
function leaks({ instruction, outputs }: Blueprint, { turns }: TrajectoryContent): readonly string[] {
  return outputs.filter((output) => {
    if (says(instruction, output)) return false;
    const first = turns.find(({ text }) => says(text, output));
    return first?.role === 'user';
  });
}

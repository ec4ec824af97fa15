/** What the user says by rules: templates around the one statement that it is to say. Nothing else of the task is known here. */
import type { Remarks, SpokenPreference } from '../../users';
import { seededStream } from '../../environments/protocol/seededStream';

export interface Mood {
  readonly terse: boolean;
}

const asked: readonly ((statement: string) => string)[] = [
  (statement) => statement,
  (statement) => `Good question. ${statement}`,
  (statement) => `Since you ask: ${statement}`,
  (statement) => `What I can tell you is this. ${statement}`,
];

const unasked: readonly ((aspect: string, statement: string) => string)[] = [
  (aspect, statement) => `One thing on ${aspect}, as it comes to my mind. ${statement}`,
  (aspect, statement) => `While you are at it, about ${aspect}: ${statement}`,
  (aspect, statement) => `I should have said something about ${aspect}. ${statement}`,
];

const talk = ['All right.', 'Okay, go ahead.', 'Fine with me.', 'I see.', 'Sounds good so far.'];

export function answerAsked({ implicit }: SpokenPreference, remarks: Remarks, { terse }: Mood): string {
  return terse ? implicit : drawn(asked, remarks)(implicit);
}

/** Nobody asked, so the aspect is named. */
export function bringUp({ aspect, implicit }: SpokenPreference, remarks: Remarks, { terse }: Mood): string {
  return terse ? `On ${aspect}: ${implicit}` : drawn(unasked, remarks)(aspect, implicit);
}

export function smallTalk(remarks: Remarks, { terse }: Mood): string {
  return terse ? 'Go on.' : drawn(talk, remarks);
}

function drawn<T>(list: readonly T[], { seed, turn }: Pick<Remarks, 'seed' | 'turn'>): T {
  return list[seededStream(seed, `words ${turn}`)(list.length)]!;
}

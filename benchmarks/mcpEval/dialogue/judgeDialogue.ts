import type { Message } from '../../../runtime/gateway/types';
import { textMessage } from '../solving/agentLoop';
import {
  dialogueJudgePrompt,
  readDialogueJudgement,
  type DialogueJudgement,
  type JudgedDialogue,
} from './dialogueRubric';

/** Once more where a reply cannot be read: judges are asked rarely, and a dialogue costs more than a judge. */
const TRIES = 2;

/** @param ask one call of the judge */
export async function judgeDialogue(
  dialogue: JudgedDialogue,
  ask: (messages: readonly Message[]) => Promise<string>,
): Promise<DialogueJudgement> {
  const { system, user } = dialogueJudgePrompt(dialogue);
  const messages = [textMessage('system', system), textMessage('user', user)];
  let judged: DialogueJudgement = { kind: 'unreadable', problem: 'Nobody was asked.' };
  for (let attempt = 0; attempt < TRIES; attempt++) {
    const reply = await ask(messages);
    judged = readDialogueJudgement(reply);
    if (judged.kind === 'judged') return judged;
    messages.push(
      { role: 'assistant', content: [{ type: 'text', text: reply }] },
      textMessage('user', `${judged.problem} Answer with the JSON object alone.`),
    );
  }
  return judged;
}

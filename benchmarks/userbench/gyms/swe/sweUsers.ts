import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import type { GymOptions } from '../core/gymOptions';
import { readJudge } from '../core/judgeJson';
import { judgeCoverage, ruleIntentionUser, type Exchange } from '../intention/intentionUsers';
import type { MissingDetail } from '../intention/intentionTasks';
import type { SweTask } from './sweTasks';

export const reactions = ['answer', 'context', 'new_requirement', 'correction', 'acknowledge'] as const;
export type Reaction = (typeof reactions)[number];

export interface Talked {
  readonly reply: string;
  readonly reaction: Reaction;
  /** Positions in `remaining`. */
  readonly covered: readonly number[];
  readonly judged: boolean;
}

/** Whoever wants the change. Knows what it wants and not how it is checked. */
export interface SweUser {
  talk(
    task: SweTask,
    message: string,
    remaining: readonly MissingDetail[],
    history: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<Talked>;
}

/** Tells what a question asks for by its terms, each once. */
export const ruleSweUser: SweUser = {
  async talk(task, message, remaining, history, signal) {
    const asked = { id: task.id, category: '', task: task.instruction, details: task.intents };
    const { reply, covered, judged } = await ruleIntentionUser.ask(asked, message, remaining, history, signal);
    return { reply, covered, judged, reaction: covered.length > 0 ? 'answer' : 'acknowledge' };
  },
};

/** One call speaks by the script and sees no list of intents to be covered; another tells what a question covered, and says nothing. */
export class ModelSweUser implements SweUser {
  constructor(
    private readonly model: RoleModel,
    private readonly options: GymOptions,
  ) {}

  async talk(
    { instruction, intents }: SweTask,
    message: string,
    remaining: readonly MissingDetail[],
    history: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<Talked> {
    const script = intents.map(({ answer }) => answer).join('\n');
    const talk = history.map((one) => `THEY: ${one.question}\nYOU: ${one.reply}`).join('\n');
    const user = [
      dataBlock('task', instruction),
      dataBlock('script', script),
      dataBlock('conversation', talk),
      dataBlock('question', message),
    ].join('\n');
    const text = await askRole(this.model, 'user', { system: userPrompt, user }, this.options, signal);
    const answer = text === undefined ? undefined : readJudge(text);
    const response = answer?.response;
    const reply = typeof response === 'string' && response.trim() !== '' ? response : undefined;
    const covered = await judgeCoverage(this.model, instruction, message, remaining, history, this.options, signal);
    return {
      reply: reply ?? 'Sorry, I cannot answer that now.',
      reaction: reactions.find((one) => one === answer?.reaction) ?? 'acknowledge',
      covered: covered ?? [],
      judged: reply !== undefined && covered !== undefined,
    };
  }
}

const userPrompt =
  'You asked a programmer for a change of a small project, in few words. Your script says what you really want. Answer what they ask, in one or ' +
  'two sentences, by the line of the script that it is about; tell no other line. Where no line is about it, say that you do not mind. Write no ' +
  `code. ${dataNotice}\n` +
  `Write a JSON object: {"thought": "why", "response": "what you say", "reaction": one of ${reactions.map((one) => `"${one}"`).join(', ')}}.`;

import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import type { GymOptions } from '../core/gymOptions';
import { readJudge } from '../core/judgeJson';
import { coveredShare, TermText } from '../core/terms';
import type { IntentionTask, MissingDetail } from './intentionTasks';

export interface Exchange {
  readonly question: string;
  readonly reply: string;
}

export interface Asked {
  readonly reply: string;
  /** Positions in `remaining`. */
  readonly covered: readonly number[];
  /** Whether user and judge could be asked. */
  readonly judged: boolean;
}

/** Whoever is asked for details, and tells which of them a question is about. */
export interface IntentionUser {
  ask(
    task: IntentionTask,
    question: string,
    remaining: readonly MissingDetail[],
    history: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<Asked>;
}

/** Tells a detail when a question has its terms. */
export const ruleIntentionUser: IntentionUser = {
  ask(_task, question, remaining) {
    const text = new TermText(question);
    const covered = remaining.flatMap((detail, index) => (asksFor(text, detail) ? [index] : []));
    const told = covered.map((index) => answerOf(remaining[index]!));
    const reply = told.length > 0 ? told.join(' ') : 'I have nothing to say to that. What exactly do you need to know?';
    return Promise.resolve({ reply, covered, judged: true });
  },
};

function asksFor(question: TermText, detail: MissingDetail): boolean {
  if (detail.terms !== undefined) return question.has(detail.terms.replaceAll(/\s+/gu, '|'));
  return coveredShare(detail.description, question) >= 0.5 || coveredShare(detail.inquiry, question) >= 0.6;
}

function answerOf({ answer, options, description }: MissingDetail): string {
  return answer ?? (options[0] === undefined ? `I do not mind about the ${description}.` : `${options[0]}.`);
}

/** A model answers, and another call, which the answer does not see, tells what the question was about. */
export class ModelIntentionUser implements IntentionUser {
  constructor(
    private readonly model: RoleModel,
    private readonly options: GymOptions,
  ) {}

  async ask(
    { task }: IntentionTask,
    question: string,
    remaining: readonly MissingDetail[],
    history: readonly Exchange[],
    signal: AbortSignal,
  ): Promise<Asked> {
    const asked = askedBlock(task, question, history);
    const reply = readReply(
      await askRole(this.model, 'user', { system: userPrompt, user: asked }, this.options, signal),
    );
    const covered = await judgeCoverage(this.model, task, question, remaining, history, this.options, signal);
    return {
      reply: reply ?? 'Sorry, I cannot answer that now.',
      covered: covered ?? [],
      judged: reply !== undefined && covered !== undefined,
    };
  }
}

function askedBlock(task: string, question: string, history: readonly Exchange[]): string {
  const earlier = dataBlock('conversation', history.map((one) => `Q: ${one.question}\nA: ${one.reply}`).join('\n'));
  return `${dataBlock('task', task)}\n${earlier}\n${dataBlock('question', question)}`;
}

/**
 * Which missing details a question is about, by a model that says nothing to whoever asked.
 * @returns positions in `remaining`, each once; undefined where there was no usable verdict
 */
export async function judgeCoverage(
  model: RoleModel,
  task: string,
  question: string,
  remaining: readonly MissingDetail[],
  history: readonly Exchange[],
  options: GymOptions,
  signal: AbortSignal,
): Promise<readonly number[] | undefined> {
  const list = remaining.map(
    ({ description, importance, inquiry }, index) => `${index}: ${description} (importance ${importance}; ${inquiry})`,
  );
  const user = `${askedBlock(task, question, history)}\n${dataBlock('missing-details', list.join('\n'))}`;
  const text = await askRole(model, 'coverage-judge', { system: judgePrompt, user }, options, signal);
  const verdict = readCoverage(text);
  return verdict && [...new Set(verdict)].filter((index) => index >= 0 && index < remaining.length);
}

function readReply(text: string | undefined): string | undefined {
  const reply = text === undefined ? undefined : readJudge(text)?.response;
  return typeof reply === 'string' && reply.trim() !== '' ? reply : undefined;
}

function readCoverage(text: string | undefined): readonly number[] | undefined {
  const verdict = text === undefined ? undefined : readJudge(text);
  if (verdict === undefined) return undefined;
  const related = verdict.is_task_related;
  if (related === false || (typeof related === 'string' ? related : '').toLowerCase() === 'false') return [];
  const indices = verdict.covered_detail_indices;
  if (!Array.isArray(indices)) return undefined;
  return (indices as readonly unknown[]).map(Number).filter(Number.isInteger);
}

const userPrompt =
  'You are somebody who asked an assistant for help with the task below, in few words. The assistant asks back. Answer that one question as ' +
  'such a person would: one or two sentences, to the point, in keeping with what you said before. Make up what was not said, but volunteer ' +
  `nothing that was not asked. ${dataNotice}\n` +
  'Write a JSON object: {"thought": "why this answer", "response": "what you say"}.';

const judgePrompt =
  'You judge which missing details of a task a question asks for. The details are listed with their numbers. A detail is covered when an ' +
  'answer to the question, as it is worded, would settle it; a question that only circles around a detail does not cover it. A question that ' +
  `has nothing to do with clearing up the task is unrelated and covers nothing. ${dataNotice}\n` +
  'Write a JSON object: {"analysis": "in short", "is_task_related": true or false, "covered_detail_indices": [numbers of covered details]}.';

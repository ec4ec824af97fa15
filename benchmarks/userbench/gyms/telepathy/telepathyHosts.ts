import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import type { GymOptions } from '../core/gymOptions';
import { readJudge, readJudgeAsReference, type JsonObject } from '../core/judgeJson';
import { mistrusted } from '../core/mistrusted';
import { stems, TermText } from '../core/terms';
import { yesNo, type YesNo } from '../core/verdicts';
import { attributes } from './attributes';
import type { TelepathyTask } from './telepathyTasks';

/** Thinks of something, and says yes, no or maybe. */
export interface TelepathyHost {
  /** @returns undefined where there was no usable answer */
  answer(
    task: TelepathyTask,
    question: string,
    clues: readonly Clue[],
    signal: AbortSignal,
  ): Promise<string | undefined>;
  /** @returns undefined where there was no usable judgement */
  judge(task: TelepathyTask, guess: string, signal: AbortSignal): Promise<boolean | undefined>;
}

export interface Clue {
  readonly question: string;
  readonly answer: string;
}

/** Answers by a table of attributes. */
export function ruleTelepathyHost(tasks: readonly TelepathyTask[]): TelepathyHost {
  const names = tasks.flatMap((task) => namesOf(task).map((name) => ({ name: stems(name), task })));
  return {
    answer: (task, question) => Promise.resolve(byAttributes(task, question, names)),
    judge: (task, guess) => Promise.resolve(namesOf(task).some((name) => sameName(name, guess))),
  };
}

function namesOf({ target, aliases = [] }: TelepathyTask): readonly string[] {
  return [target, ...aliases];
}

/** Without articles, case, plurals and what is said around a name: `Is it a comb?` is `combs`. */
function sameName(name: string, guess: string): boolean {
  const bare = guess.replace(
    /^\s*(?:i (?:think|guess|believe) )?(?:(?:is it|it is|it['’]s|that is|my guess is|the answer is)\s+)?/iu,
    '',
  );
  return withoutArticle(stems(name)) === withoutArticle(stems(bare));
}

function withoutArticle(words: readonly string[]): string {
  return words.filter((word) => !['a', 'an', 'the'].includes(word)).join(' ');
}

function byAttributes(
  task: TelepathyTask,
  question: string,
  names: readonly { readonly name: readonly string[]; readonly task: TelepathyTask }[],
): YesNo {
  const text = new TermText(question);
  const words = ` ${stems(question).join(' ')} `;
  // What is only compared with a thing is not said to be it.
  const compares = /\b(?:than|like|similar|related)\b/iu.test(question);
  const named = compares ? [] : names.filter(({ name }) => words.includes(` ${withoutArticle(name)} `));
  if (named.length > 0)
    return verdict(
      named.some((one) => one.task.id === task.id),
      text,
    );
  const known = task.attributes;
  const asked = Object.entries(attributes).filter(([, terms]) => text.has(terms));
  if (known === undefined || asked.length === 0) {
    return task.category !== '' && text.has(task.category.replaceAll(/\s+/gu, '_')) ? verdict(true, text) : 'Maybe';
  }
  const holds = asked.map(([key]) => known.includes(key));
  return verdict(/\bor\b/iu.test(question) ? holds.includes(true) : holds.every(Boolean), text);
}

function verdict(holds: boolean, question: TermText): YesNo {
  return holds !== question.denies ? 'Yes' : 'No';
}

export class ModelTelepathyHost implements TelepathyHost {
  constructor(
    private readonly model: RoleModel,
    private readonly options: GymOptions,
  ) {}

  async answer(
    task: TelepathyTask,
    question: string,
    clues: readonly Clue[],
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (mistrusted(question, this.trust)) return ruleTelepathyHost([task]).answer(task, question, clues, signal);
    const before = clues.map((clue) => `${clue.question} ${clue.answer}`).join('\n');
    const user = `${dataBlock('thing', task.target)}\n${dataBlock('clues', before)}\n${dataBlock('question', question)}`;
    const response = (await this.ask('host', hostPrompt, user, signal))?.response;
    if (this.options.referenceQuirks === true) return typeof response === 'string' ? response : undefined;
    return yesNo(response);
  }

  async judge(task: TelepathyTask, guess: string, signal: AbortSignal): Promise<boolean | undefined> {
    if (mistrusted(guess, this.trust)) return ruleTelepathyHost([task]).judge(task, guess, signal);
    const user = `${dataBlock('thing', task.target)}\n${dataBlock('guess', guess)}`;
    const judgment = (await this.ask('guess-judge', judgePrompt, user, signal))?.judgment;
    if (judgment === undefined) return undefined;
    if (this.options.referenceQuirks === true) return judgment === 'Yes';
    const read = yesNo(judgment);
    return read === undefined ? undefined : read === 'Yes';
  }

  private get trust(): GymOptions {
    return { ...this.options, roles: this.model };
  }

  private async ask(role: string, system: string, user: string, signal: AbortSignal): Promise<JsonObject | undefined> {
    const text = await askRole(this.model, role, { system, user }, this.options, signal);
    if (text === undefined) return undefined;
    return this.options.referenceQuirks === true ? readJudgeAsReference(text) : readJudge(text);
  }
}

const hostPrompt =
  'You think of one thing, and somebody finds out what it is by questions. Answer with one word: Yes, No, or Maybe where it is neither or depends. ' +
  `Keep to what you answered before. Give nothing else away. ${dataNotice}\n` +
  'Write a JSON object: {"thought": "why", "response": "Yes", "No" or "Maybe"}.';

const judgePrompt =
  'Tell whether a guess names the same thing: the same word, a synonym, another spelling, or with an article. Something broader, narrower or ' +
  `only alike is wrong. ${dataNotice}\n` +
  'Write a JSON object: {"thought": "why", "judgment": "Yes" or "No"}.';

import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import type { GymOptions } from '../core/gymOptions';
import { readJudge, readJudgeAsReference, type JsonObject } from '../core/judgeJson';
import { coveredShare, TermText, termsOf } from '../core/terms';
import { halfScore, yesNo, type YesNo } from '../core/verdicts';
import type { TurtleCriterion, TurtleTask } from './turtleTasks';

/** Knows the story, and says yes, no or maybe; judges what somebody makes of it. */
export interface TurtleHost {
  /** @returns undefined where there was no usable answer */
  answer(task: TurtleTask, question: string, signal: AbortSignal): Promise<string | undefined>;
  /** @returns a score for each criterion; undefined where there was no usable judgement */
  judge(task: TurtleTask, answer: string, signal: AbortSignal): Promise<readonly number[] | undefined>;
}

/** Words beyond are not judged: an answer is a story, and no list of all that might have been. */
const wordsOfAnswer = 150;

export const ruleTurtleHost: TurtleHost = {
  answer: (task, question) => Promise.resolve(fromFacts(task, new TermText(question))),
  judge(task, answer) {
    const text = new TermText(answer.split(/\s+/u).slice(0, wordsOfAnswer).join(' '));
    return Promise.resolve(
      task.criteria.map((criterion) => (hedges(task, criterion, text) ? 0 : scoreOf(criterion, text))),
    );
  },
};

/** Whether an answer names several things of which one is right. */
function hedges({ alternatives = [] }: TurtleTask, { terms }: TurtleCriterion, answer: TermText): boolean {
  const list = terms === undefined ? undefined : alternatives.find((one) => one.includes(terms));
  return list !== undefined && list.filter((one) => answer.hasAll(one)).length > 1;
}

/**
 * The fact with the most terms that are all in the question; where it asks for one of several, any that holds. A question that denies is
 * answered the other way round.
 */
function fromFacts(task: TurtleTask, question: TermText): YesNo {
  const facts = task.facts ?? [];
  const asked = facts
    .filter(({ terms }) => question.hasAll(terms))
    .sort((one, other) => specificity(other.terms) - specificity(one.terms));
  const several = /\b(?:or|one of|any of|among)\b/iu.test(question.text);
  const fact = (several ? asked.find(({ answer }) => answer === 'Yes') : undefined) ?? asked[0];
  if (fact !== undefined) return (fact.answer === 'Yes') !== question.denies ? 'Yes' : 'No';
  const told = new TermText(`${task.bottom} ${task.criteria.map(({ statement }) => statement).join(' ')}`);
  if (task.facts === undefined && coveredShare(question.text, told) >= 0.75) return question.denies ? 'No' : 'Yes';
  return 'Maybe';
}

/** Terms first, then words of phrases: a path says more than a name in it. */
function specificity(terms: string): number {
  return 1000 * termsOf(terms).length + terms.split('_').length;
}

function scoreOf({ terms, statement }: TurtleCriterion, answer: TermText): number {
  const share = terms === undefined ? coveredShare(statement, answer) / 0.8 : answer.share(terms);
  return share >= 1 ? 1 : share >= 0.5 ? 0.5 : 0;
}

export class ModelTurtleHost implements TurtleHost {
  constructor(
    private readonly model: RoleModel,
    private readonly options: GymOptions,
  ) {}

  async answer(task: TurtleTask, question: string, signal: AbortSignal): Promise<string | undefined> {
    const verdict = await this.ask('host', hostPrompt, `${storyOf(task)}\n${dataBlock('question', question)}`, signal);
    const response = verdict?.response;
    if (this.options.referenceQuirks === true) return typeof response === 'string' ? response : undefined;
    return yesNo(response);
  }

  async judge(task: TurtleTask, answer: string, signal: AbortSignal): Promise<readonly number[] | undefined> {
    const criteria = task.criteria.map(({ statement }, index) => `${index + 1}. ${statement}`).join('\n');
    const user = `${storyOf(task)}\n${dataBlock('answer', answer)}\n${dataBlock('criteria', criteria)}`;
    const scores = (await this.ask('story-judge', judgePrompt, user, signal))?.scores;
    if (!Array.isArray(scores) || scores.length !== task.criteria.length) return undefined;
    const read = (scores as readonly unknown[]).map((one) => this.score(one));
    return read.every((score) => score !== undefined) ? read : undefined;
  }

  private score(entry: unknown): number | undefined {
    const score = typeof entry === 'object' && entry !== null && 'score' in entry ? entry.score : entry;
    if (this.options.referenceQuirks === true) return typeof score === 'number' ? score : undefined;
    return halfScore(score);
  }

  private async ask(role: string, system: string, user: string, signal: AbortSignal): Promise<JsonObject | undefined> {
    const text = await askRole(this.model, role, { system, user }, this.options, signal);
    if (text === undefined) return undefined;
    return this.options.referenceQuirks === true ? readJudgeAsReference(text) : readJudge(text);
  }
}

function storyOf({ surface, bottom }: TurtleTask): string {
  return `${dataBlock('told', surface)}\n${dataBlock('truth', bottom)}`;
}

const hostPrompt =
  'You host a riddle: people know only the story as it is told, you know the truth. Answer the question by the truth with one word: Yes if it ' +
  'is so, No if it is not or leads astray, Maybe only where neither story nor truth settles it and it does not matter. Give nothing else away. ' +
  `${dataNotice}\n` +
  'Write a JSON object: {"thought": "why", "response": "Yes", "No" or "Maybe"}.';

const judgePrompt =
  'You judge how far somebody has found the truth of a riddle. For each criterion, in the order given: 1 where their answer says it fully, 0.5 ' +
  `where it says part of it or something close, 0 otherwise. Judge only what the answer says itself. ${dataNotice}\n` +
  'Write a JSON object: {"scores": [{"statement": "the criterion", "thought": "why", "score": 0, 0.5 or 1}]}, one entry for each criterion.';

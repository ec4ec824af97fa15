import type { RoleModel } from '../../environments/types';
import { askRole } from '../core/askRole';
import { dataBlock, dataNotice } from '../core/dataBlock';
import type { GymOptions } from '../core/gymOptions';
import { readJudge, readJudgeAsReference } from '../core/judgeJson';
import { contentStems, TermText } from '../core/terms';
import { levelOf, stances } from './stances';
import type { LedgerPoint, PersuadeTask } from './persuadeTasks';

export interface Argued {
  readonly reply: string;
  readonly stance: string;
}

export interface ArguedBefore {
  readonly argument: string;
  readonly reply: string;
}

/** Whoever holds a claim. */
export interface PersuadeUser {
  /** @returns undefined where there was no usable answer */
  hear(
    task: PersuadeTask,
    argument: string,
    stance: string,
    history: readonly ArguedBefore[],
    signal: AbortSignal,
  ): Promise<Argued | undefined>;
}

/** However many good points one message has, nobody changes their mind faster. */
const levelsATurn = 2;
/** Whoever only tries what might count is not listened to any more after so many messages without a point. */
const patience = 4;
/** Fewer words that say something are a remark, and no argument. */
const wordsOfArgument = 6;
const insults = 'stupid|idiot|idiotic|dumb|moron|shut_up|ridiculous|nonsense';

/** Ways of arguing that count once each where a claim has no ledger. */
export const generalLedger: readonly LedgerPoint[] = [
  { levels: 1, about: 'your reason', terms: 'because|since|therefore|hence|reason' },
  { levels: 1, about: 'your example', terms: 'example|instance|imagine|suppose|case' },
  { levels: 1, about: 'your evidence', terms: 'study|data|percent|research|survey|evidence|measured|statistic' },
  { levels: 1, about: 'what it costs', terms: 'cost|risk|harm|danger|waste|price|consequence' },
  { levels: 1, about: 'other ways', terms: 'alternative|instead|better_way|rather|another_way' },
  { levels: 1, about: 'taking me seriously', terms: 'understand|agree|right_that|true_that|granted|fair' },
];

/**
 * Keeps a ledger of arguments: each point moves it once, and only in a message that is an argument. Insults move it back. A message that
 * repeats what was said moves nothing, and after four messages without a point nothing does any more.
 */
export const rulePersuadeUser: PersuadeUser = {
  hear(task, argument, stance, history) {
    const level = Math.max(0, levelOf(stance));
    const text = new TermText(argument);
    if (text.has(insults)) return said('That is no way to talk. It only makes me surer.', level - 1);
    const ledger = task.ledger ?? generalLedger;
    const before = history.map((one) => new TermText(one.argument));
    const misses = before.filter((one, at) => pointsOf(one, before.slice(0, at), ledger).length === 0).length;
    if (misses >= patience)
      return said('You only try things out. I have heard enough, and keep to what I said.', level);
    if (contentStems(argument).length < wordsOfArgument) return said('That is a remark. Why should I think so?', level);
    const points = pointsOf(text, before, ledger);
    const levels = points.reduce((sum, one) => sum + one.levels, 0);
    if (levels === 0)
      return said('I have thought of that, and it does not move me. What else speaks against it?', level);
    const about = points.map((one) => one.about).join(', and ');
    return said(`You have a point about ${about}.`, level + Math.min(levelsATurn, levels));
  },
};

/** Those that a message brings for the first time. */
function pointsOf(text: TermText, before: readonly TermText[], ledger: readonly LedgerPoint[]): readonly LedgerPoint[] {
  if (!counted(text)) return [];
  return ledger.filter(
    ({ terms }) => text.hasAll(terms) && !before.some((earlier) => counted(earlier) && earlier.hasAll(terms)),
  );
}

function counted(text: TermText): boolean {
  return !text.has(insults) && contentStems(text.text).length >= wordsOfArgument;
}

function said(reply: string, level: number): Promise<Argued> {
  const stance = stances[Math.max(0, Math.min(stances.length - 1, level))]!;
  return Promise.resolve({ reply, stance });
}

export class ModelPersuadeUser implements PersuadeUser {
  constructor(
    private readonly model: RoleModel,
    private readonly options: GymOptions,
  ) {}

  async hear(
    { claim, argument: reason }: PersuadeTask,
    argument: string,
    stance: string,
    history: readonly ArguedBefore[],
    signal: AbortSignal,
  ): Promise<Argued | undefined> {
    const talk = history.map((one) => `THEY: ${one.argument}\nYOU: ${one.reply}`).join('\n');
    const user = [
      dataBlock('claim', claim),
      dataBlock('your-reason', reason),
      dataBlock('your-stance', stance),
      dataBlock('conversation', talk),
      dataBlock('their-argument', argument),
    ].join('\n');
    const text = await askRole(this.model, 'user', { system: userPrompt, user }, this.options, signal);
    if (text === undefined) return undefined;
    const answer = this.options.referenceQuirks === true ? readJudgeAsReference(text) : readJudge(text);
    const reply = answer?.response;
    const next = answer?.stance;
    return typeof reply === 'string' && typeof next === 'string' ? { reply, stance: next } : undefined;
  }
}

const userPrompt =
  'You hold the claim below, for the reason below, and talk with somebody who wants to change your mind. Judge their last argument as an ' +
  'honest, somewhat stubborn person would: you move when it is new and good, by as many steps as it deserves, you stay where it repeats or ' +
  'only asserts, and you may move back. Then answer in two or three sentences.\n' +
  `Stances, in order: ${stances.join(', ')}. ${dataNotice}\n` +
  'Write a JSON object: {"thought": "how good the argument is", "response": "what you say", "stance": "one of the stances, in these words"}.';

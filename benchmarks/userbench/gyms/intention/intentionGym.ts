import { GymEnvironment, type Acted, type GymView, type Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { prefixed } from '../core/prefix';
import { ModelIntentionUser, ruleIntentionUser, type Exchange, type IntentionUser } from './intentionUsers';
import type { IntentionTask, MissingDetail } from './intentionTasks';

export interface IntentionOptions extends GymOptions {
  /** Off the reward for every further detail that one question covers; default 0.2. */
  readonly multiDetailPenalty?: number | undefined;
}

/** What asking for a detail alone earns, by its importance. */
export const detailRewards: Readonly<Record<MissingDetail['importance'], number>> = { 3: 1, 2: 0.7, 1: 0.4 };

/** A vague task whose missing details are to be asked for, one a question, important ones first. */
export class IntentionGym extends GymEnvironment<IntentionTask> {
  readonly actions = { choices: ['action', 'finish'], thought: false };
  protected override readonly penalty = 'constant';
  private readonly user: IntentionUser;
  private remaining: readonly MissingDetail[] = [];
  private history: readonly Exchange[] = [];
  private lastReward = 0;

  constructor(
    tasks: readonly IntentionTask[],
    private readonly settings: IntentionOptions = {},
    readonly name = 'IntentionGym-v0',
  ) {
    super(tasks, settings);
    const { roles } = settings;
    this.user = roles === undefined ? ruleIntentionUser : new ModelIntentionUser(roles, settings);
  }

  protected begin(task: IntentionTask): Opening {
    this.remaining = task.details;
    this.history = [];
    this.lastReward = 0;
    return {
      feedback: task.task,
      hidden: task.details.map(({ description, importance, options, answer }) => ({
        id: description,
        aspect: `importance ${importance}`,
        topic: description,
        explicit: answer ?? options.join(', '),
        revealedAt: undefined,
        how: undefined,
      })),
      info: { category: task.category },
    };
  }

  protected async act(action: string, signal: AbortSignal): Promise<Acted> {
    if (/^\[finish\]/iu.test(action)) {
      const covered = this.task.details.length - this.remaining.length;
      const feedback = `The talk has ended: ${covered} of ${this.task.details.length} details were asked for.`;
      return { feedback, code: 'session_end', reward: 0, finished: true };
    }
    const question = prefixed(action).content;
    const { reply, covered, judged } = await this.user.ask(this.task, question, this.remaining, this.history, signal);
    const found = covered.map((index) => this.remaining[index]!);
    this.history = [...this.history, { question, reply }];
    this.remaining = this.remaining.filter((_, index) => !covered.includes(index));
    return {
      feedback: reply,
      code: !judged ? 'judge_failed' : found.length > 0 ? 'detail_told' : 'nothing_new',
      reward: coverageReward(found, this.settings),
      terminated: this.remaining.length === 0,
      type: found.length > 0 ? 2 : 1,
      revealed: found.map(({ description }) => ({ preference: description, how: 'active' as const })),
      info: { judgeSuccess: judged },
    };
  }

  /** At the limit the talk counts as ended by it and by the task alike, as in the reference. */
  protected override ends({ finished }: Acted, atLimit: boolean): { terminated: boolean; truncated: boolean } {
    if (finished === true) return { terminated: true, truncated: false };
    const open = this.remaining.length > 0;
    return { terminated: !open || atLimit, truncated: atLimit && open };
  }

  protected override rewardOf(acted: Acted): number {
    this.lastReward = acted.finished === true ? 0 : super.rewardOf(acted);
    return this.lastReward;
  }

  protected view(): GymView {
    const total = this.task.details.length;
    const left = this.remaining.length;
    return {
      taskCategory: this.task.category,
      totalMissingDetails: total,
      remainingMissingDetails: left,
      coverageRatio: total === 0 ? 0 : (total - left) / total,
      lastReward: this.lastReward,
    };
  }

  protected brief({ task }: IntentionTask): { readonly system: string; readonly user: string } {
    return {
      system:
        'Somebody asks for something and leaves out what you would have to know. Find it out by questions before anything is done. Act with the ' +
        'function interact_with_env. Choices:\n' +
        '- action: one question to the user. Ask for one thing at a time, the most important first; a question that asks for several is worth less.\n' +
        '- finish: ends the talk when nothing important is left to ask.\n' +
        `You have ${this.maxSteps} steps.`,
      user: task,
    };
  }
}

/** By the most important detail that one question covers, less for each further one. */
export function coverageReward(
  found: readonly MissingDetail[],
  { multiDetailPenalty = 0.2, rewardScale = 1 }: IntentionOptions,
): number {
  if (found.length === 0) return 0;
  const highest = Math.max(...found.map(({ importance }) => detailRewards[importance]));
  return Math.max(0, highest - multiDetailPenalty * (found.length - 1)) * rewardScale;
}

import { GymEnvironment, type Acted, type GymView, type Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { prefixed } from '../core/prefix';
import { ModelPersuadeUser, rulePersuadeUser, type ArguedBefore, type PersuadeUser } from './persuadeUsers';
import { stanceReward, stances, stanceScore } from './stances';
import type { PersuadeTask } from './persuadeTasks';

const first = stances[0];
const goal = stances[stances.length - 1]!;

/** Somebody who strongly agrees with a claim is to be led to strong disagreement by arguments. */
export class PersuadeGym extends GymEnvironment<PersuadeTask> {
  readonly actions = { choices: ['action', 'answer', 'finish'], thought: false };
  protected override readonly penalty = 'constant';
  private readonly user: PersuadeUser;
  private stance: string = first;
  private best = 0;
  private history: readonly ArguedBefore[] = [];

  constructor(
    tasks: readonly PersuadeTask[],
    options: GymOptions = {},
    readonly name = 'PersuadeGym-v0',
  ) {
    super(tasks, options);
    this.user = options.roles === undefined ? rulePersuadeUser : new ModelPersuadeUser(options.roles, options);
  }

  protected begin(task: PersuadeTask): Opening {
    this.stance = first;
    this.best = 0;
    this.history = [];
    return {
      feedback: `I strongly agree: ${task.claim} ${task.argument}`,
      hidden: (task.ledger ?? []).map(({ about, levels }) => ({
        id: about,
        aspect: 'argument',
        topic: about,
        explicit: `an argument about ${about}, worth ${levels}`,
        revealedAt: undefined,
        how: undefined,
      })),
      info: { initialStance: first },
    };
  }

  protected async act(action: string, signal: AbortSignal): Promise<Acted> {
    const { choice, content } = prefixed(action);
    if (choice === 'finish') {
      const info = { levelsChanged: 0, judgeSuccess: true };
      return { feedback: 'The talk has ended.', code: 'session_end', reward: 0, finished: true, info };
    }
    const heard = await this.user.hear(this.task, content, this.stance, this.history, signal);
    const reply = heard?.reply ?? 'I could not follow. Please say it again.';
    const before = this.stance;
    if (heard !== undefined) this.stance = heard.stance;
    this.history = [...this.history, { argument: content, reply }];
    this.best = Math.max(this.best, stanceScore(this.stance));
    const reward = stanceReward(before, this.stance);
    return {
      feedback: reply,
      code: heard === undefined ? 'judge_failed' : reward > 0 ? 'moved' : 'not_moved',
      reward,
      terminated: this.stance === goal,
      info: { levelsChanged: reward, judgeSuccess: heard !== undefined },
      answer: reward > 0 ? { text: content, value: stanceScore(this.stance) } : undefined,
    };
  }

  /** The limit ends only what nothing else has. */
  protected override ends(acted: Acted, atLimit: boolean): { terminated: boolean; truncated: boolean } {
    const terminated = acted.terminated === true || acted.finished === true;
    return { terminated, truncated: atLimit && !terminated };
  }

  protected view(): GymView {
    return { currentScore: stanceScore(this.stance), bestScore: this.best, currentStance: this.stance };
  }

  protected brief({ claim, argument }: PersuadeTask): { readonly system: string; readonly user: string } {
    return {
      system:
        'You talk with somebody who strongly agrees with a claim, and try to change their mind as far as good arguments can. Act with the ' +
        'function interact_with_env. Choices:\n' +
        '- action: one argument, in a few sentences. New points count, repetition does not, and insults do harm.\n' +
        '- finish: ends the talk.\n' +
        `You have ${this.maxSteps} steps. The talk also ends when they strongly disagree.`,
      user: `${claim}\nThey say: ${argument}`,
    };
  }
}

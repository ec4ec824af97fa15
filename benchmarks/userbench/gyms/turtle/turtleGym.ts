import type { Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { GuessingGym, type Heard } from '../core/guessingGym';
import { ModelTurtleHost, ruleTurtleHost, type TurtleHost } from './turtleUsers';
import type { TurtleTask } from './turtleTasks';

export interface TurtleOptions extends GymOptions {
  /** Score that ends the episode; default 0.9. */
  readonly successThreshold?: number | undefined;
}

/** A strange story is told; what is behind it is to be found by questions that are answered with yes or no. */
export class TurtleGym extends GuessingGym<TurtleTask> {
  private readonly host: TurtleHost;

  constructor(
    tasks: readonly TurtleTask[],
    private readonly settings: TurtleOptions = {},
    readonly name = 'TurtleGym-v0',
  ) {
    super(tasks, settings);
    const { roles } = settings;
    this.host = roles === undefined ? ruleTurtleHost : new ModelTurtleHost(roles, settings);
  }

  protected begin(task: TurtleTask): Opening {
    this.startOver();
    return {
      feedback: `${task.title}. ${task.surface}`,
      hidden: task.criteria.map(({ statement, weight }) => ({
        id: statement,
        aspect: 'story',
        topic: `weight ${weight}`,
        explicit: statement,
        revealedAt: undefined,
        how: undefined,
      })),
      info: { totalCriteria: task.criteria.length, groundTruth: task.bottom },
    };
  }

  protected async question(content: string, signal: AbortSignal): Promise<Heard> {
    const feedback = await this.host.answer(this.task, content, signal);
    return { feedback: feedback ?? unavailable, score: 0, judged: feedback !== undefined };
  }

  protected async guess(content: string, signal: AbortSignal): Promise<Heard> {
    const { criteria } = this.task;
    const scores = await this.host.judge(this.task, content, signal);
    if (scores === undefined) return { feedback: unavailable, score: 0, judged: false };
    const score = criteria.reduce((sum, { weight }, index) => sum + weight * (scores[index] ?? 0), 0);
    const whole = criteria.filter((_, index) => scores[index] === 1).map(({ statement }) => statement);
    return { feedback: feedbackOf(whole, criteria.length), score, judged: true };
  }

  protected solves(score: number): boolean {
    return score >= (this.settings.successThreshold ?? 0.9);
  }

  protected brief({ title, surface }: TurtleTask): { readonly system: string; readonly user: string } {
    return {
      system:
        'A strange story is told, and you find out what is behind it. Act with the function interact_with_env. Choices:\n' +
        '- action: one question that can be answered with yes or no. You hear Yes, No or Maybe.\n' +
        '- answer: the whole story as you think it happened, and why. You are told which points you have found, and can answer again; only what ' +
        'you add to your best answer counts.\n' +
        '- finish: ends the episode.\n' +
        `You have ${this.maxSteps} steps.`,
      user: `${title}\n${surface}`,
    };
  }
}

const unavailable = 'There is no answer now. Please try again.';

function feedbackOf(found: readonly string[], total: number): string {
  if (found.length === 0) return 'None of the points is fully in your story yet.';
  const rest = found.length < total ? ' There is more to it.' : '';
  return `Your story has: ${found.join('; ')}.${rest}`;
}

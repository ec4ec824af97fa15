import type { Opening } from '../core/gymEnvironment';
import type { GymOptions } from '../core/gymOptions';
import { GuessingGym, type Heard } from '../core/guessingGym';
import { ModelTelepathyHost, ruleTelepathyHost, type Clue, type TelepathyHost } from './telepathyHosts';
import type { TelepathyTask } from './telepathyTasks';

/** Somebody thinks of a thing; it is to be guessed by questions that are answered with yes or no. */
export class TelepathyGym extends GuessingGym<TelepathyTask> {
  readonly name: string = 'TelepathyGym-v0';
  private readonly host: TelepathyHost;
  private clues: readonly Clue[] = [];

  constructor(tasks: readonly TelepathyTask[], options: GymOptions = {}) {
    super(tasks, options);
    this.host = options.roles === undefined ? ruleTelepathyHost(tasks) : new ModelTelepathyHost(options.roles, options);
  }

  protected begin(task: TelepathyTask): Opening {
    this.startOver();
    this.clues = [];
    return {
      feedback: `I am thinking of something. ${task.description}`.trim(),
      hidden: [
        {
          id: 'thing',
          aspect: 'thing',
          topic: task.category,
          explicit: task.target,
          revealedAt: undefined,
          how: undefined,
        },
      ],
      info: { targetEntity: task.target, category: task.category },
    };
  }

  protected async question(content: string, signal: AbortSignal): Promise<Heard> {
    const answer = await this.host.answer(this.task, content, this.clues, signal);
    if (answer !== undefined) this.clues = [...this.clues, { question: content, answer }];
    return { feedback: answer ?? unavailable, score: 0, judged: answer !== undefined };
  }

  protected async guess(content: string, signal: AbortSignal): Promise<Heard> {
    const right = await this.host.judge(this.task, content, signal);
    if (right === undefined) return { feedback: unavailable, score: 0, judged: false };
    if (!right) this.clues = [...this.clues, { question: `Is it ${content}?`, answer: 'No' }];
    return { feedback: right ? 'Yes, that is it.' : 'No, that is not it.', score: right ? 1 : 0, judged: true };
  }

  protected solves(score: number): boolean {
    return score === 1;
  }

  protected brief({ description }: TelepathyTask): { readonly system: string; readonly user: string } {
    return {
      system:
        'Somebody thinks of one thing, and you find out which. Act with the function interact_with_env. Choices:\n' +
        '- action: one question that can be answered with yes or no. You hear Yes, No or Maybe.\n' +
        '- answer: the name of the thing, alone. After a wrong answer you can go on.\n' +
        '- finish: ends the episode.\n' +
        `You have ${this.maxSteps} steps.`,
      user: `I am thinking of something. ${description}`.trim(),
    };
  }
}

const unavailable = 'There is no answer now. Please try again.';

import { seededRandom } from '../../../core/seededRandom';
import type { Json } from '../../../core/runs/types';
import { EnvironmentError } from '../../environments/environmentError';
import type {
  ActionChoices,
  Environment,
  EpisodeOutcome,
  Info,
  Reset,
  ResetOptions,
  Step,
} from '../../environments/types';
import type { EpisodeAnswer, EpisodeTurn, HiddenPreference } from '../../episodes/types';
import type { GymOptions } from './gymOptions';

export interface GymTask {
  readonly id: string;
}

/** What came of one action, before penalties and limits. */
export interface Acted {
  readonly feedback: string;
  readonly code: string;
  readonly reward: number;
  /** The task has come to its end. */
  readonly terminated?: boolean | undefined;
  /** The model ended the episode itself. */
  readonly finished?: boolean | undefined;
  readonly info?: Info | undefined;
  readonly revealed?: EpisodeTurn['revealed'];
  readonly type?: EpisodeTurn['type'];
  /** Set where an answer was accepted. */
  readonly answer?: { readonly text: string; readonly value: number } | undefined;
}

export interface Opening {
  readonly feedback: string;
  /** What is hidden, for people who look at the episode afterwards. */
  readonly hidden: readonly HiddenPreference[];
  readonly info: Info;
}

/** The gym's own part of an observation. */
export type GymView = Readonly<Record<string, Json | undefined>>;

/** An action that is longer is not read: no question or answer needs it. */
const maxActionLength = 100_000;

/** What all gyms have in common: tasks, steps, penalties, limits, ends. Source: UserRL's gyms. */
export abstract class GymEnvironment<Task extends GymTask> implements Environment {
  abstract readonly name: string;
  abstract readonly actions: ActionChoices;
  protected steps = 0;
  private task_: Task | undefined;
  private over = false;
  private busy = false;
  private total = 0;
  private answers: readonly EpisodeAnswer[] = [];
  private hidden: readonly HiddenPreference[] = [];
  private last: Pick<EpisodeTurn, 'type' | 'revealed'> = {};

  /** @param tasks at least one */
  constructor(
    protected readonly tasks: readonly Task[],
    protected readonly options: GymOptions,
  ) {}

  /** Sets the episode's own state. */
  protected abstract begin(task: Task, random: (below: number) => number): Opening;
  protected abstract act(action: string, signal: AbortSignal): Promise<Acted>;
  /** The gym's own part of every observation. */
  protected abstract view(): GymView;
  protected abstract brief(task: Task): { readonly system: string; readonly user: string };
  /** How the penalty goes with steps. */
  protected readonly penalty: 'growing' | 'constant' = 'growing';
  /** Of a step: whether the task's end and the limit exclude each other differs between gyms. */
  protected ends(acted: Acted, atLimit: boolean): { readonly terminated: boolean; readonly truncated: boolean } {
    return { terminated: acted.terminated === true || acted.finished === true, truncated: atLimit };
  }

  async reset(options: ResetOptions = {}): Promise<Reset> {
    if (this.busy) throw new EnvironmentError('busy', 'A step is under way. Wait for it, or end it by its signal.');
    const random = seededRandom(options.seed ?? 42);
    const task = await this.taskFor(options.task, random);
    const opening = this.begin(task, random);
    this.task_ = task;
    this.steps = 0;
    this.over = false;
    this.total = 0;
    this.answers = [];
    this.last = {};
    this.hidden = opening.hidden;
    return {
      observation: this.observation(opening.feedback, 'opening'),
      info: { taskId: task.id, totalReward: 0, ...opening.info },
    };
  }

  async step(action: string, signal: AbortSignal): Promise<Step> {
    this.mayStep();
    this.busy = true;
    try {
      const text = action.trim();
      const acted = text.length > maxActionLength ? tooLong : await this.act(text, signal);
      return this.settle(acted);
    } finally {
      this.busy = false;
    }
  }

  instructions(): { readonly system: string; readonly user: string } {
    return this.brief(this.task);
  }

  lastTurn(): Pick<EpisodeTurn, 'type' | 'revealed'> {
    return this.last;
  }

  outcome(): EpisodeOutcome {
    return {
      answers: this.answers,
      preferences: this.hidden,
      details: { ...this.view(), totalReward: this.total },
    };
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  /** @throws EnvironmentError before `reset` */
  protected get task(): Task {
    if (this.task_ !== undefined) return this.task_;
    throw new EnvironmentError('not-reset', `${this.name} has no episode yet. Call reset first.`);
  }

  /** @throws EnvironmentError no-task */
  protected taskFor(id: string | undefined, random: (below: number) => number): Task | Promise<Task> {
    const found = id === undefined ? this.tasks[random(this.tasks.length)] : this.tasks.find((task) => task.id === id);
    if (found !== undefined) return found;
    throw new EnvironmentError('no-task', `${this.name} has no task ${String(id)} among its ${this.tasks.length}.`);
  }

  private mayStep(): void {
    if (this.busy) throw new EnvironmentError('busy', 'A step is under way. Take the next one when it has ended.');
    const { id } = this.task;
    if (this.over) throw new EnvironmentError('ended', `The episode of ${id} has ended. Call reset.`);
  }

  private settle(acted: Acted): Step {
    this.steps += 1;
    const { terminated, truncated } = this.ends(acted, this.steps >= this.maxSteps);
    this.over = terminated || truncated;
    const reward = this.rewardOf(acted);
    this.total += reward;
    this.note(acted);
    return {
      observation: this.observation(acted.feedback, acted.code),
      reward,
      terminated,
      truncated,
      info: { taskId: this.task.id, totalReward: this.total, ...acted.info },
    };
  }

  protected rewardOf({ reward }: Acted): number {
    const { stepPenalty = 0, normalizeRewards = false } = this.options;
    const after = reward - stepPenalty * (this.penalty === 'growing' ? this.steps : 1);
    return normalizeRewards ? Math.max(0, Math.min(1, after)) : after;
  }

  protected get maxSteps(): number {
    return this.options.maxSteps ?? 20;
  }

  private note({ answer, revealed, type }: Acted): void {
    const turn = this.steps - 1;
    this.last = { ...(type === undefined ? {} : { type }), ...(revealed === undefined ? {} : { revealed }) };
    if (answer !== undefined) {
      const { text: id, value } = answer;
      this.answers = [...this.answers, { aspect: 'answer', value, id, turn, satisfied: [], violated: [] }];
    }
    const shown = new Map((revealed ?? []).map(({ preference, how }) => [preference, how]));
    if (shown.size > 0) {
      this.hidden = this.hidden.map((one) =>
        one.revealedAt === undefined && shown.has(one.id) ? { ...one, revealedAt: turn, how: shown.get(one.id) } : one,
      );
    }
  }

  private observation(feedback: string, feedbackCode: string): Reset['observation'] {
    return { feedback, feedbackCode, stepCount: this.steps, episodeComplete: this.over, ...this.view() };
  }
}

const tooLong: Acted = {
  feedback: `That was longer than ${maxActionLength.toLocaleString('en')} characters and was not read. Be brief.`,
  code: 'too_long',
  reward: 0,
};

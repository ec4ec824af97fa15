import type { SimulatedUser } from '../../users';
import { EnvironmentError } from '../environmentError';
import type { ActionChoices, Environment, EpisodeOutcome, Reset, ResetOptions, Step } from '../types';
import type { Configuration } from './configuration';
import type { EnvironmentDefinition } from './environmentDefinition';
import { Episode } from './episode';
import { seededStream } from './seededStream';
import type { AskingTask } from './task';

export interface PreferenceEnvironmentParts {
  readonly definition: EnvironmentDefinition;
  /** At least one; shared by episodes, which change nothing in them. */
  readonly tasks: readonly AskingTask[];
  readonly user: SimulatedUser;
  readonly configuration: Configuration;
  /** Chooses the preference that is brought up unasked; default: by the seed. */
  readonly pick?: ((below: number) => number) | undefined;
}

/** Searching, asking and answering with a user whose preferences are hidden: TravelGym, and what has the same rules with other aspects. */
export class PreferenceEnvironment implements Environment {
  readonly name: string;
  readonly actions: ActionChoices;
  private readonly byId: ReadonlyMap<string, AskingTask>;
  private current: { readonly episode: Episode; readonly task: AskingTask } | undefined;
  private isBusy = false;
  private resets = 0;
  private readonly chosen: readonly AskingTask[];

  /** @throws EnvironmentError `no-task` without a task, and for a data source that names another than there is */
  constructor(private readonly parts: PreferenceEnvironmentParts) {
    this.name = parts.definition.name;
    this.actions = parts.definition.actions;
    if (parts.tasks.length === 0) throw new EnvironmentError('no-task', `${this.name} was given no tasks.`);
    this.byId = new Map(parts.tasks.map((task) => [task.id, task]));
    this.chosen = parts.configuration.dataSource?.map((id) => this.named(id)) ?? parts.tasks;
  }

  async reset(options: ResetOptions = {}): Promise<Reset> {
    if (this.isBusy) throw busy();
    // Without a seed one episode differs from the next, and yet everything comes again when the program runs again.
    const seed = options.seed ?? this.resets;
    const task = this.taskFor(options.task, seed);
    const { definition, user, configuration, pick } = this.parts;
    this.resets += 1;
    const episode = new Episode({ definition, task, user, configuration, seed, pick });
    this.current = { episode, task };
    return episode.opening();
  }

  instructions(): { readonly system: string; readonly user: string } {
    return this.parts.definition.instructions(this.begun().task, this.parts.configuration);
  }

  async step(action: string, signal: AbortSignal): Promise<Step> {
    const { episode } = this.begun();
    if (episode.isComplete) throw new EnvironmentError('ended', 'The episode has ended. Reset the environment first.');
    if (this.isBusy) throw busy();
    signal.throwIfAborted();
    this.isBusy = true;
    try {
      return await episode.step(action, signal);
    } finally {
      this.isBusy = false;
    }
  }

  lastTurn(): Episode['lastTurn'] {
    return this.begun().episode.lastTurn;
  }

  outcome(): EpisodeOutcome {
    return this.begun().episode.outcome();
  }

  async close(): Promise<void> {
    this.current = undefined;
  }

  private begun(): NonNullable<typeof this.current> {
    if (this.current === undefined) throw new EnvironmentError('not-reset', 'The environment has to be reset first.');
    return this.current;
  }

  private taskFor(wanted: string | undefined, seed: number): AskingTask {
    if (wanted !== undefined) return this.named(wanted);
    switch (this.parts.configuration.dataMode) {
      case 'single':
        return this.chosen[0]!;
      case 'list':
        return this.chosen[this.resets % this.chosen.length]!;
      case 'random':
        return this.chosen[seededStream(seed, 'task')(this.chosen.length)]!;
    }
  }

  private named(id: string): AskingTask {
    const task = this.byId.get(id);
    if (task !== undefined) return task;
    const some = [...this.byId.keys()].slice(0, 3).join(', ');
    throw new EnvironmentError('no-task', `${this.name} has no task "${id}". Its tasks are ${some}, …`);
  }
}

function busy(): EnvironmentError {
  return new EnvironmentError('busy', 'A step is under way. Wait for it before the next.');
}

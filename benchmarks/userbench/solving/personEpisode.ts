import { BadInputError } from '../../core/badInputError';
import { seededRandom } from '../../core/seededRandom';
import type { ActionChoices, Environment } from '../environments/types';
import type { EpisodeAnswer, EpisodeEvent, EpisodeRecord } from '../episodes/types';
import { runEpisode, type Act } from './runEpisode';

/** An environment that a person may act in; its user goes by rules. */
export interface Playable {
  readonly environment: Environment;
  readonly task: string;
  readonly title: string;
  readonly turns: number;
  readonly score: (answers: readonly EpisodeAnswer[]) => number;
}

export interface PersonAct {
  readonly choice: string;
  readonly content: string;
}

export interface ActOutcome {
  readonly events: readonly EpisodeEvent[];
  /** When it has ended: with everything that was hidden. */
  readonly record: EpisodeRecord | undefined;
}

/** A task of a set by a seed. @throws BadInputError for a set that a person cannot play */
export async function openPlayable(folder: string, seed: number): Promise<Playable> {
  const { kindOf } = await import('./setKind');
  switch (await kindOf(folder)) {
    case 'travel':
      return openTrip(folder, seed);
    case 'gym':
      return openGymTask(folder, seed);
    case 'workspace':
      return openDesigns(folder, seed);
    case undefined:
      throw new BadInputError(
        `${folder} holds no set that a person can play. Choose trips, tasks on a repository, or a gym.`,
      );
  }
}

async function openTrip(folder: string, seed: number): Promise<Playable> {
  const { loadUserbench } = await import('./loadUserbench');
  const { travelRunOptions } = await import('./travelOptions');
  const { openTravel, scoreSoFar } = await import('./travelSolver');
  const { taskOf } = await import('./travelContent');
  const options = travelRunOptions(undefined);
  const { scenarios } = await loadUserbench(folder, {});
  const scenario = drawn(scenarios, seed, folder);
  const task = taskOf(scenario);
  return {
    environment: openTravel(scenario, options, undefined),
    ...{ task: task.id, title: scenario.title, turns: options.turns },
    score: (answers) => scoreSoFar(task.aspects.length, answers),
  };
}

async function openGymTask(folder: string, seed: number): Promise<Playable> {
  const { openGymSet } = await import('../gyms/sets/gymSetFile');
  const { openGym, scoreSoFar, turnsOf } = await import('../gyms/sets/gymSolver');
  const { gymRunOptions } = await import('../gyms/sets/gymRunOptions');
  const set = await openGymSet(folder);
  const options = gymRunOptions(undefined);
  const { id: task, title } = drawn(set.tasks, seed, folder);
  const environment = openGym(set, options, undefined);
  return {
    ...{ environment, task, title, turns: turnsOf(set, options) },
    score: (answers) => scoreSoFar(set, task, environment, answers),
  };
}

async function openDesigns(folder: string, seed: number): Promise<Playable> {
  const { openWorkspaceSet } = await import('../workspace/set');
  const { episodeSettings } = await import('../workspace/episodes/settings');
  const { openEnvironment } = await import('../workspace/episodes/workspaceSolver');
  const { RepositoryState } = await import('../../locobench/grading/state/repositoryState');
  const opened = await openWorkspaceSet(folder);
  const { set } = opened;
  const task = await opened.task(drawn(set.tasks, seed, folder).id);
  if (task.aspects.some(({ options }) => options === undefined)) {
    throw new BadInputError(`${task.id} has no designs to choose from: a person would have to write the change.`);
  }
  const snapshot = RepositoryState.ofSnapshot({ folder, set });
  const base = { paths: snapshot.paths(), text: (path: string) => snapshot.text(path) };
  const place = { place: { folder, set }, base, run: () => Promise.resolve(undefined) };
  const settings = episodeSettings({ mode: 'choice', setting: 'interaction', turns: task.limits.turns });
  return {
    environment: openEnvironment(task, settings, place, undefined),
    ...{ task: task.id, title: task.title, turns: task.limits.turns },
    score: (answers) => answers.reduce((sum, { value }) => sum + value, 0) / task.aspects.length,
  };
}

function drawn<Item>(items: readonly Item[], seed: number, folder: string): Item {
  const item = items[seededRandom(seed)(Math.max(1, items.length))];
  if (item === undefined) throw new BadInputError(`The set in ${folder} is empty.`);
  return item;
}

/** An episode in which a person acts, turn by turn; what is hidden is told when it has ended. */
export class PersonEpisode {
  private readonly stopping = new AbortController();
  private readonly told: EpisodeEvent[] = [];
  private give: ((act: Act | undefined) => void) | undefined;
  private waiting: (() => void) | undefined;
  private record: EpisodeRecord | undefined;
  private failure: Error | undefined;

  private constructor(readonly playable: Playable) {}

  /** @throws EnvironmentError where the task cannot be begun */
  static async begin(playable: Playable, seed: number): Promise<PersonEpisode> {
    const episode = new PersonEpisode(playable);
    const turn = episode.nextTurn();
    void episode.play(seed);
    await turn;
    if (episode.failure !== undefined) throw episode.failure;
    return episode;
  }

  /** A person may also end it, which models do by answering no more. */
  get choices(): ActionChoices['choices'] {
    return [...new Set([...this.playable.environment.actions.choices, 'finish'])];
  }

  get instructions(): { readonly system: string; readonly user: string } {
    return this.playable.environment.instructions();
  }

  /** What has happened since the last look. */
  news(): ActOutcome {
    return { events: this.told.splice(0), record: this.record };
  }

  /** @throws BadInputError after its end, what the environment throws */
  async act({ choice, content }: PersonAct): Promise<ActOutcome> {
    if (this.give === undefined) throw new BadInputError('The episode has ended. Begin another.');
    const turn = this.nextTurn();
    const prefix = `[${choice}]`;
    const text = content.startsWith(prefix) ? content : `${prefix} ${content}`;
    const give = this.give;
    this.give = undefined;
    give({ choice, content, text });
    await turn;
    if (this.failure !== undefined) throw this.failure;
    return this.news();
  }

  async close(): Promise<void> {
    this.stopping.abort(new Error('The episode was left.'));
    this.give?.(undefined);
    await this.playable.environment.close();
  }

  private async play(seed: number): Promise<void> {
    const { environment, task, turns, score } = this.playable;
    try {
      this.record = await runEpisode({
        ...{ environment, task, seed, setting: 'interaction', userMode: 'rules', turns, score },
        actor: () => ({
          next: () =>
            new Promise((resolve) => {
              this.give = resolve;
              this.arrived();
            }),
          told: () => undefined,
        }),
        show: (event) => this.told.push(event.kind === 'begun' ? { ...event, preferences: [] } : event),
        signal: this.stopping.signal,
      });
    } catch (error) {
      this.failure = error instanceof Error ? error : new Error(String(error), { cause: error });
    }
    this.arrived();
  }

  /** Until a person is to act again, or the episode has ended. */
  private nextTurn(): Promise<void> {
    return new Promise((resolve) => (this.waiting = resolve));
  }

  private arrived(): void {
    this.waiting?.();
    this.waiting = undefined;
  }
}

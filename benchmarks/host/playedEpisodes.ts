import { randomUUID } from 'node:crypto';
import { RuntimeError } from '../../runtime/runtimeError';
import { openPlayable, PersonEpisode, type PersonAct } from '../userbench/solving/personEpisode';
import type { Json, PlayedEpisode } from './protocol';

/** Pages forget to leave when their window is closed. */
const mostEpisodes = 8;

/** Episodes that people play, in memory alone: leaving one loses it. */
export class PlayedEpisodes {
  private readonly open = new Map<string, PersonEpisode>();

  /** @throws BadInputError for a set that a person cannot play */
  async begin(folder: string, seed: number): Promise<PlayedEpisode> {
    const playable = await openPlayable(folder, seed);
    const episode = await PersonEpisode.begin(playable, seed);
    const id = randomUUID();
    this.open.set(id, episode);
    for (const [oldest] of this.open) {
      if (this.open.size <= mostEpisodes) break;
      await this.leave(oldest);
    }
    const { system, user } = episode.instructions;
    const { events } = episode.news();
    return {
      ...{ id, title: playable.title, system, opening: user },
      choices: episode.choices,
      events: events.map(plain),
    };
  }

  /** @throws RuntimeError bad-request for one that is gone, BadInputError for one that has ended */
  async act(
    id: string,
    act: PersonAct,
  ): Promise<{ readonly events: readonly Json[]; readonly record: Json | undefined }> {
    const episode = this.open.get(id);
    if (episode === undefined) {
      throw new RuntimeError('bad-request', 'This episode is not there any more.', 'Begin another.');
    }
    const { events, record } = await episode.act(act);
    return { events: events.map(plain), record: record && plain(record) };
  }

  async leave(id: string): Promise<void> {
    const episode = this.open.get(id);
    this.open.delete(id);
    await episode?.close();
  }

  async close(): Promise<void> {
    for (const id of [...this.open.keys()]) await this.leave(id);
  }
}

/** JSON has no undefined. */
function plain(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

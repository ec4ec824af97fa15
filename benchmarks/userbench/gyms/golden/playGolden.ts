import { EnvironmentError } from '../../environments/environmentError';
import type { Environment, Reset, RoleModel, Step } from '../../environments/types';
import type { GymOptions } from '../core/gymOptions';
import { FunctionGym } from '../function/functionGym';
import { IntentionGym } from '../intention/intentionGym';
import { PersuadeGym } from '../persuade/persuadeGym';
import { SearchGym } from '../search/searchGym';
import { TelepathyGym } from '../telepathy/telepathyGym';
import { TurtleGym } from '../turtle/turtleGym';
import type { GoldenEpisode, GoldenGyms, GoldenReply } from './goldenSchema';

export type Seen = Readonly<Record<string, unknown>>;

export interface Played {
  readonly reset: Seen;
  readonly steps: readonly Seen[];
}

export interface PlayOptions {
  readonly quirks: boolean;
  /** What a model answered, in its words. */
  readonly wordsOf: (reply: Exclude<GoldenReply, string>) => string;
}

/** Plays an episode through the real environment, its models' answers from the file. */
export async function playGolden(
  episode: GoldenEpisode,
  data: GoldenGyms['data'],
  options: PlayOptions,
): Promise<Played> {
  const roles = new ScriptedRoles(options.wordsOf);
  const { environment, task } = environmentFor(episode, data, roles, options.quirks);
  const reset = seen(await environment.reset({ task }));
  const steps: Seen[] = [];
  for (const { action, llm_replies: replies } of episode.steps) {
    roles.give(replies);
    try {
      const step = await environment.step(action, new AbortController().signal);
      steps.push({ ...seen(step), llm_calls: roles.calls });
    } catch (error) {
      if (!(error instanceof EnvironmentError)) throw error;
      steps.push({ raises: error.kind === 'ended' ? 'episode_complete' : error.kind });
    }
  }
  return { reset, steps };
}

class ScriptedRoles implements RoleModel {
  calls = 0;
  private queue: GoldenReply[] = [];

  constructor(private readonly wordsOf: PlayOptions['wordsOf']) {}

  give(replies: readonly GoldenReply[]): void {
    this.queue = [...replies];
    this.calls = 0;
  }

  ask(): Promise<string> {
    this.calls++;
    const reply = this.queue.shift();
    if (reply === undefined) return Promise.reject(new Error('The golden case has no further answer of a model.'));
    if (typeof reply === 'string') return Promise.resolve(reply);
    if ('http' in reply) return Promise.reject(new Error('The transport failed.'));
    return Promise.resolve(this.wordsOf(reply));
  }
}

function environmentFor(
  { gym, config }: GoldenEpisode,
  data: GoldenGyms['data'],
  roles: RoleModel,
  referenceQuirks: boolean,
): { readonly environment: Environment; readonly task: string } {
  const options: GymOptions = {
    ...{ roles, referenceQuirks, retryPauseMs: 0 },
    ...{ maxSteps: config.max_steps, stepPenalty: config.step_penalty },
    ...{ rewardScale: config.reward_scale, normalizeRewards: config.normalize_rewards },
  };
  const wanted = config.data_source.toLowerCase();
  const title = (rows: readonly { readonly id: string; readonly title?: string }[]) =>
    rows.find((row) => row.title?.toLowerCase() === wanted)?.id ?? config.data_source;
  switch (gym) {
    case 'functiongym':
      return { environment: new FunctionGym(data.functions, options), task: config.data_source };
    case 'intentiongym': {
      const settings = { ...options, multiDetailPenalty: config.multi_detail_penalty };
      return { environment: new IntentionGym(data.intentions, settings), task: config.data_source };
    }
    case 'persuadegym':
      return { environment: new PersuadeGym(data.statements, options), task: config.data_source };
    case 'turtlegym': {
      const settings = { ...options, successThreshold: config.success_threshold };
      return { environment: new TurtleGym(data.stories, settings), task: title(data.stories) };
    }
    case 'telepathygym': {
      const titled = data.entities.map(({ id, aliases }) => ({ id, title: aliases?.[0] ?? '' }));
      return { environment: new TelepathyGym(data.entities, options), task: title(titled) };
    }
    case 'searchgym': {
      const judged = config.eval_method === 'llm' ? roles : undefined;
      const settings = { ...options, roles: judged, maxSearchSteps: config.max_search_steps };
      return { environment: new SearchGym(data.questions, [], settings), task: config.data_source };
    }
  }
}

/** Whatever the environment tells, under the names of the reference. */
function seen({ observation, info, ...outcome }: Reset | Step): Seen {
  return Object.fromEntries(
    Object.entries({ ...info, ...observation, ...outcome }).map(([name, value]) => [
      name.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );
}

import type { Json, SolverContext } from '../../core/runs/types';
import type { Environment, RoleModel } from '../environments/types';
import type { EpisodeAnswer, EpisodeRecord, InformationSetting, UserMode } from '../episodes/types';
import { ModelActor, type CallForm } from './modelActor';
import { runEpisode } from './runEpisode';

export interface PlayedEpisode {
  readonly task: string;
  readonly seed: number;
  readonly setting: InformationSetting;
  readonly userMode: UserMode;
  /** For people who watch; the environment holds to its own. Default: 20. */
  readonly maxSteps?: number | undefined;
  readonly calls?: CallForm | undefined;
  readonly score?: ((answers: readonly EpisodeAnswer[]) => number) | undefined;
  /** Told whether a reply was cut at the limit of its length. */
  readonly onTruncated?: (() => void) | undefined;
}

/** An episode in which the run's model acts. */
export async function playEpisode(
  environment: Environment,
  episode: PlayedEpisode,
  context: Pick<SolverContext, 'generate' | 'repeat' | 'log' | 'show' | 'signal'>,
): Promise<EpisodeRecord> {
  const { task, calls = 'auto', maxSteps = 20 } = episode;
  let actor: ModelActor | undefined;
  const record = await runEpisode({
    ...{ environment, task, seed: episode.seed, setting: episode.setting, userMode: episode.userMode, turns: maxSteps },
    actor: (begun) => (actor = new ModelActor(begun, calls, task, context)),
    // Events are plain JSON; fields that are undefined are left out.
    show: (event) => context.show(JSON.parse(JSON.stringify(event)) as Json),
    score: episode.score,
    signal: context.signal,
  });
  if (actor?.truncated === true) episode.onTruncated?.();
  return record;
}

/** The run's model in the role `user` speaks and judges for the environment; each of its parts sees only its own prompt. */
export function roleModel(context: Pick<SolverContext, 'generateAs'>): RoleModel {
  return {
    ask: async (_role, { system, user }) => {
      const { text } = await context.generateAs('user', {
        messages: [
          { role: 'system', content: [{ type: 'text', text: system }] },
          { role: 'user', content: [{ type: 'text', text: user }] },
        ],
      });
      return text;
    },
  };
}

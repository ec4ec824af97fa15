import type { Environment, Step } from '../../environments/types';
import type { EpisodeRecord } from '../../episodes/types';
import { runEpisode, type Act, type Actor } from '../../solving/runEpisode';
import type { EpisodeSettings } from './settings';
import type { Move, Policy } from './policies';

/** Lets a script play one episode in an environment of a workspace task. The environment is not closed. */
export function playPolicy(
  environment: Environment,
  policy: Policy,
  { task, seed, settings }: { readonly task: string; readonly seed: number; readonly settings: EpisodeSettings },
  signal: AbortSignal,
): Promise<EpisodeRecord> {
  return runEpisode({
    ...{ environment, task, seed, setting: settings.setting, userMode: settings.user, turns: settings.turns ?? 20 },
    actor: (begun) => policyActor(begun, policy),
    show: () => undefined,
    signal,
  });
}

function policyActor(environment: Environment, policy: Policy): Actor {
  const revealed = new Set<string>();
  let last: Step | undefined;
  return {
    next: () => {
      const move = policy(last?.observation, revealed);
      return Promise.resolve(move === undefined ? undefined : actOf(move));
    },
    told: (step) => {
      last = step;
      for (const { preference } of environment.lastTurn?.().revealed ?? []) revealed.add(preference);
    },
  };
}

function actOf(move: Move): Act {
  if (move.kind === 'action') {
    const [, choice = '', content = move.text] = /^\[(\w+)\] ?(.*)$/s.exec(move.text) ?? [];
    return { choice, content, text: move.text };
  }
  const { name, input } = move;
  const content = JSON.stringify(input);
  return { choice: name, content, text: content, tool: { name, input } };
}

import type { Environment, Step } from '../../environments/types';
import type { EpisodeRecord, EpisodeTurn } from '../../episodes/types';
import type { EpisodeSettings } from './settings';
import type { Policy } from './policies';

/** Lets a script play one episode in an environment of a workspace task. The environment is not closed. */
export async function playPolicy(
  environment: Environment,
  policy: Policy,
  { task, seed, settings }: { readonly task: string; readonly seed: number; readonly settings: EpisodeSettings },
  signal: AbortSignal,
): Promise<EpisodeRecord> {
  const begun = await environment.reset({ seed });
  let { observation } = begun;
  const turns: EpisodeTurn[] = [];
  const revealed = new Set<string>();
  let ended: EpisodeRecord['ended'] = 'no-action';
  while (true) {
    const move = policy(observation, revealed);
    if (move === undefined) break;
    let step: Step;
    if (move.kind === 'action') step = await environment.step(move.text, signal);
    else if (environment.tools !== undefined) step = await environment.tools.call(move.name, move.input, signal);
    else throw new Error(`${environment.name} has no tools for a script that calls ${move.name}.`);
    const choice = move.kind === 'tool' ? move.name : (/^\[(\w+)\]/.exec(move.text)?.[1] ?? '');
    const facts = environment.lastTurn?.() ?? {};
    for (const { preference } of facts.revealed ?? []) revealed.add(preference);
    const { feedback, feedbackCode } = step.observation;
    const content = move.kind === 'tool' ? JSON.stringify(move.input) : move.text;
    turns.push({ i: turns.length, choice, content, feedback, feedbackCode, ...facts, reward: step.reward, ms: 0 });
    observation = step.observation;
    if (step.terminated || step.truncated) {
      ended = choice === 'finish' ? 'finished' : step.terminated ? 'terminated' : 'truncated';
      break;
    }
  }
  const outcome = environment.outcome?.() ?? { answers: [], preferences: [], details: {} };
  return {
    ...{ environment: environment.name, task, seed, setting: settings.setting, userMode: settings.user, turns, ended },
    totalReward: turns.reduce((sum, { reward }) => sum + reward, 0),
    ...outcome,
  };
}

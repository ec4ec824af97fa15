/** One episode of any environment from reset to end, whoever acts: what happened is shown live and kept as a record. */
import { performance } from 'node:perf_hooks';
import type { Environment, Step } from '../environments/types';
import type {
  EpisodeAnswer,
  EpisodeEvent,
  EpisodeRecord,
  EpisodeTurn,
  InformationSetting,
  UserMode,
} from '../episodes/types';
import type { Json } from '../../core/runs/types';

/** What the model (or a script) does in one turn. */
export interface Act {
  readonly choice: string;
  readonly content: string;
  readonly thought?: string | undefined;
  /** As the environment is told; ignored where a tool is called. */
  readonly text: string;
  /** A tool beside `interact_with_env`. */
  readonly tool?: { readonly name: string; readonly input: Json } | undefined;
  readonly tokens?: number | undefined;
}

export interface Actor {
  /** @returns the next act; undefined: it called nothing, and the episode ends with what it has */
  next(): Promise<Act | undefined>;
  /** Told what came of its act, also of the last. */
  told(step: Step): void;
}

export interface EpisodeParts {
  readonly environment: Environment;
  readonly task: string;
  readonly seed: number;
  readonly setting: InformationSetting;
  readonly userMode: UserMode;
  readonly turns: number;
  /** Made when the episode has begun: instructions are there. */
  readonly actor: (environment: Environment) => Actor;
  readonly show: (event: EpisodeEvent) => void;
  /** Score so far by the answers that were accepted, for people who watch. */
  readonly score?: ((answers: readonly EpisodeAnswer[]) => number) | undefined;
  readonly signal: AbortSignal;
}

/** Characters of a text that are kept of a turn. */
const longestKept = 20_000;

/** @throws what the environment's transport throws, EnvironmentError for tasks that there are none of, the signal's reason */
export async function runEpisode(parts: EpisodeParts): Promise<EpisodeRecord> {
  const { environment, task, seed, signal, show } = parts;
  const { observation } = await environment.reset({ seed, task });
  const before = environment.outcome?.();
  show({
    ...({ kind: 'begun', environment: environment.name, task } as const),
    ...{ opening: observation.feedback, preferences: before?.preferences ?? [], limits: { turns: parts.turns } },
  });
  const actor = parts.actor(environment);
  const turns: EpisodeTurn[] = [];
  let totalReward = 0;
  let ended: EpisodeRecord['ended'] | undefined;
  while (ended === undefined) {
    signal.throwIfAborted();
    const act = await actor.next();
    if (act === undefined) {
      ended = 'no-action';
      break;
    }
    const started = performance.now();
    const step = await stepOf(environment, act, signal);
    actor.told(step);
    totalReward += step.reward;
    const turn = turnOf(turns.length, act, step, performance.now() - started, environment.lastTurn?.());
    turns.push(turn);
    show({ kind: 'turn', turn, score: parts.score?.(environment.outcome?.().answers ?? []) });
    // The user may end the episode and the task be done at once; a limit counts last.
    if (step.terminated) ended = turn.feedbackCode === 'session_end' ? 'finished' : 'terminated';
    else if (step.truncated) ended = 'truncated';
  }
  show({ kind: 'ended', ended, totalReward });
  const outcome = environment.outcome?.();
  return {
    ...{ environment: environment.name, task, seed, setting: parts.setting, userMode: parts.userMode },
    ...{ turns, ended, totalReward },
    answers: outcome?.answers ?? [],
    preferences: outcome?.preferences ?? [],
    details: outcome?.details ?? null,
  };
}

function stepOf(environment: Environment, act: Act, signal: AbortSignal): Promise<Step> {
  if (act.tool !== undefined && environment.tools !== undefined) {
    return environment.tools.call(act.tool.name, act.tool.input, signal);
  }
  return environment.step(act.text, signal);
}

function turnOf(
  i: number,
  { choice, content, thought, tokens }: Act,
  { observation, reward }: Step,
  ms: number,
  facts: Pick<EpisodeTurn, 'type' | 'revealed' | 'rulesType' | 'flags'> | undefined,
): EpisodeTurn {
  return {
    ...{ i, choice, content: kept(content) },
    ...(thought === undefined || thought === '' ? {} : { thought: kept(thought) }),
    ...{ feedback: kept(observation.feedback), feedbackCode: observation.feedbackCode },
    ...facts,
    ...{ reward, ms },
    ...(tokens === undefined ? {} : { tokens }),
  };
}

function kept(text: string): string {
  return text.length <= longestKept ? text : `${text.slice(0, longestKept)} … (${text.length} characters)`;
}

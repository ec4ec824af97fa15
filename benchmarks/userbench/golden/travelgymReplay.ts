import type { Json } from '../../core/runs/types';
import { EnvironmentError } from '../environments/environmentError';
import { configurationOf, type Configuration } from '../environments/protocol/configuration';
import type { AskingTask } from '../environments/protocol/task';
import { travelGym } from '../environments/travel/travelGym';
import type { Environment, Observation, RoleModel, Step } from '../environments/types';
import { ModelUser } from '../users';
import { ourConfiguration, type GoldenEpisode, type GoldenStep } from './travelgymFile';

/** What our environment gave, by the golden file's names. */
export interface ReplayedEpisode {
  readonly reset: Readonly<Record<string, unknown>>;
  readonly steps: readonly ReplayedStep[];
}

export interface ReplayedStep {
  readonly values: Readonly<Record<string, unknown>>;
  readonly consumed: number;
}

/** Runs a scripted episode through the real environment, with the judges' replies from the script. */
export async function replayed(
  episode: GoldenEpisode,
  task: AskingTask,
  referenceQuirks: Configuration['referenceQuirks'],
): Promise<ReplayedEpisode> {
  const script = new Script();
  const environment = travelGym({
    tasks: [task],
    user: new ModelUser({ roles: script, pauseMs: 0, trusting: referenceQuirks !== undefined }),
    configuration: configurationOf(ourConfiguration(episode, referenceQuirks)),
    pick: () => script.pick,
  });
  const { observation } = await environment.reset({ task: task.id });
  const steps: ReplayedStep[] = [];
  for (const each of episode.steps) {
    script.begin(each);
    const values = await valuesOf(environment, each.action, task, script);
    steps.push({ values, consumed: script.calls.length });
  }
  return {
    reset: { ...counted(observation), first_user_message: observation.feedback, ...preferenceIds(task) },
    steps,
  };
}

/** The chat server of the golden files. */
class Script implements RoleModel {
  readonly calls: string[] = [];
  pick = 0;
  private replies: GoldenStep['llm_replies'] = [];

  begin({ llm_replies: replies, proactive_pick_index: pick }: GoldenStep): void {
    this.calls.length = 0;
    this.replies = replies;
    this.pick = pick ?? 0;
  }

  async ask(role: string): Promise<string> {
    const reply = this.replies[this.calls.length];
    this.calls.push(role.replaceAll('-', '_'));
    if (reply === undefined) throw new Error('The script has no reply for this call.');
    if (typeof reply === 'string') return reply;
    if ('http' in reply) throw new Error(`The chat server fails: ${JSON.stringify(reply)}.`);
    return JSON.stringify(reply);
  }
}

async function valuesOf(
  environment: Environment,
  action: string,
  task: AskingTask,
  script: Script,
): Promise<ReplayedStep['values']> {
  let step: Step;
  try {
    step = await environment.step(action, new AbortController().signal);
  } catch (error) {
    if (error instanceof EnvironmentError && error.kind === 'ended') return { raises: 'episode_complete' };
    throw error;
  }
  const { observation, reward, terminated, truncated, info } = step;
  return {
    ...counted(observation),
    feedback_code: observation.feedbackCode,
    text: observation.feedback,
    ...shownOptions(observation.feedback, task),
    reward,
    terminated,
    truncated,
    llm_calls: [...script.calls],
    newly_elicited: idsOf(info.newlyElicitedPreferences),
    state: renamed(info.state, stateNames),
    total_reward: info.totalReward,
  };
}

function counted(observation: Observation): Readonly<Record<string, unknown>> {
  return renamed(observation, observationNames);
}

const observationNames = {
  stepCount: 'step_count',
  episodeComplete: 'episode_complete',
  totalPreferences: 'total_preferences',
  remainingPreferences: 'remaining_preferences',
  elicitationRatio: 'elicitation_ratio',
  lastReward: 'last_reward',
  activeElicitedPreferences: 'active_elicited_preferences',
  passiveElicitedPreferences: 'passive_elicited_preferences',
} as const;

const stateNames = {
  searchTimes: 'search_times',
  idleCount: 'idle_count',
  unsearched: 'unsearched',
  remainingBest: 'remaining_best',
  remainingCorrect: 'remaining_correct',
  answeredLetters: 'answered_initials',
  remainingPreferenceIds: 'remaining_preference_ids',
} as const;

function renamed(value: unknown, names: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> {
  const given = new Map<string, unknown>(typeof value === 'object' && value !== null ? Object.entries(value) : []);
  const found = Object.entries(names).filter(([ours]) => given.has(ours));
  return Object.fromEntries(found.map(([ours, theirs]): [string, unknown] => [theirs, given.get(ours)]));
}

function idsOf(list: Json | undefined): readonly unknown[] {
  const each: readonly unknown[] = Array.isArray(list) ? list : [];
  return each.map((entry) => (typeof entry === 'object' && entry !== null && 'id' in entry ? entry.id : undefined));
}

/** Ids of the options in a feedback, in the order of the data, since their order is shuffled. */
function shownOptions(feedback: string, task: AskingTask): Readonly<Record<string, unknown>> {
  const lines = feedback
    .split('\n')
    .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { id: string }] : []));
  const shown = new Set(lines.map(({ id }) => id));
  const all = task.aspects.flatMap(({ options }) => [...options.correct, ...options.wrong, ...options.noise]);
  return {
    options: all.flatMap(({ id }) => (shown.has(id) ? [id] : [])),
    option_count: lines.length,
    hidden_fields_removed: lines.every((line) => !('type' in line) && !('reason' in line)),
  };
}

function preferenceIds({ aspects }: AskingTask): Readonly<Record<string, unknown>> {
  return {
    preference_ids: aspects.flatMap(({ key, preferences }) =>
      preferences.map(({ id, label, topic }) => ({ id, dimension: key, aspect: label, subcategory: topic })),
    ),
  };
}

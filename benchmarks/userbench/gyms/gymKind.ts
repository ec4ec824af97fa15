import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { issuesText } from '../../core/issuesText';
import type { Json } from '../../core/runs/types';
import { EnvironmentError } from '../environments/environmentError';
import type { EnvironmentKind, EnvironmentParts } from '../environments/registry';
import type { ActionChoices, Environment } from '../environments/types';
import type { Script } from '../policies/inTurn';
import type { GymTask } from './core/gymEnvironment';
import type { GymOptions } from './core/gymOptions';
import type { GymMeasure, GymPolicy, PlayedGym } from './measures/gymMeasure';

/** Of all gyms, and what only some of them have. */
const configuration = z
  .strictObject({
    maxSteps: z.number().int().min(1).max(1000),
    rewardScale: z.number(),
    stepPenalty: z.number().min(0),
    normalizeRewards: z.boolean(),
    referenceQuirks: z.boolean(),
    retryPauseMs: z.number().min(0),
    multiDetailPenalty: z.number().min(0),
    successThreshold: z.number().min(0).max(1),
    maxSearchSteps: z.number().int().min(0),
    maxResults: z.number().int().min(1),
  })
  .partial();

export type GymConfiguration = GymOptions & z.output<typeof configuration>;

/** Our own tasks: drawn by a seed where a generator makes them, so many of them. */
const ownData = z.strictObject({
  seed: z.number().int().default(1),
  count: z.number().int().min(1).max(10_000).optional(),
});

export type OwnData = z.output<typeof ownData>;

/** Whatever a gym has beside its tasks, e.g. documents. */
export interface GymData<Task, Extra> {
  readonly tasks: readonly Task[];
  readonly extra: Extra;
}

export interface OwnTasks<Task, Extra> {
  /** 'hand': written, the same for every seed, of which `count` are the first; 'seed': a generator makes them. */
  readonly by: 'hand' | 'seed';
  readonly make: (data: OwnData) => GymData<Task, Extra>;
}

export interface GymParts<Task extends GymTask, Extra> {
  readonly name: string;
  readonly title: string;
  readonly actions: ActionChoices;
  /** Tasks of our own; undefined: they come from outside, e.g. from a repository. */
  readonly own: OwnTasks<Task, Extra> | undefined;
  /** Reads tasks in the published form, or in that of sets; undefined: there is none. */
  readonly published?: ((data: unknown) => GymData<Task, Extra>) | undefined;
  readonly make: (data: GymData<Task, Extra>, options: GymConfiguration) => Environment;
  /** Steps of an episode where nothing else is said; default: 20. */
  readonly steps?: number | undefined;
  /** Whether episodes run programs, in the sandbox and by leave. */
  readonly executes?: true | undefined;
  readonly measure: GymMeasure<Task>;
  /** What people may call a task, and what it is about. */
  readonly label: (task: Task) => { readonly title: string; readonly category?: string | undefined };
}

/** A task as sets and reports know it. */
export interface GymTaskFacts {
  readonly id: string;
  readonly title: string;
  readonly category: string;
  /** All that it is made of. */
  readonly content: Json;
}

/** Tasks that were read once, to be played often. */
export interface LoadedGym {
  readonly tasks: readonly GymTaskFacts[];
  /** What they have in common, e.g. documents; null: nothing. */
  readonly shared: Json;
  /** @throws BadInputError for the configuration */
  open(parts: Omit<EnvironmentParts, 'data'>): Environment;
  /** Score of an episode, 0 to 1. */
  value(task: string, played: PlayedGym): number;
  readonly policies: readonly Pick<GymPolicy<unknown>, 'name' | 'title' | 'knows'>[];
  /** @returns undefined where the policy does nothing */
  script(
    policy: string,
    task: string,
    parts: { readonly turns: number; readonly random: (below: number) => number },
  ): Script | undefined;
}

export interface GymKind extends EnvironmentKind {
  /** What a score means. */
  readonly meaning: string;
  /** Where tasks of our own come from; undefined: there are none. */
  readonly ownBy: OwnTasks<unknown, unknown>['by'] | undefined;
  readonly steps: number;
  readonly executes: boolean;
  /** Ids of our own tasks. */
  ownTasks(data: unknown): readonly string[];
  /** @throws EnvironmentError `bad-data` */
  load(data: unknown): LoadedGym;
}

/** A gym as the registry knows it. `data`: nothing or `{seed, count}` for our own tasks, or rows in the published form. */
export function gymKind<Task extends GymTask, Extra>(parts: GymParts<Task, Extra>): GymKind {
  const { name, title, actions, measure } = parts;
  const open = (
    data: GymData<Task, Extra>,
    { configuration: given, roles, execution }: Omit<EnvironmentParts, 'data'>,
  ) => {
    const checked = configuration.safeParse(given ?? {});
    if (!checked.success) {
      const issues = checked.error.issues.map(({ path, message }) => [...path.map(String), message].join(': '));
      throw new BadInputError(`The configuration of ${name} cannot be used: ${issues.slice(0, 5).join('; ')}.`);
    }
    return parts.make(data, { ...checked.data, roles, execution });
  };
  return {
    ...{ name, title, actions, meaning: measure.meaning, ownBy: parts.own?.by },
    ...{ steps: parts.steps ?? 20, executes: parts.executes === true },
    ownTasks: (data) => dataOf(parts, data).tasks.map(({ id }) => id),
    open: ({ data, ...rest }) => open(dataOf(parts, data), rest),
    load(given) {
      const data = dataOf(parts, given);
      const byId = new Map(data.tasks.map((task) => [task.id, task]));
      const task = (id: string) => {
        const found = byId.get(id);
        if (found !== undefined) return found;
        throw new EnvironmentError('no-task', `${name} has no task ${id} among its ${data.tasks.length}.`);
      };
      return {
        tasks: data.tasks.map((one) => factsOf(one, parts)),
        shared: plain(data.extra ?? null),
        open: (rest) => open(data, rest),
        value: (id, played) => measure.value(task(id), played),
        policies: measure.policies,
        script: (policy, id, how) =>
          measure.policies.find((one) => one.name === policy)?.script?.({ ...how, task: task(id), tasks: data.tasks }),
      };
    },
  };
}

function factsOf<Task extends GymTask, Extra>(task: Task, { label }: GymParts<Task, Extra>): GymTaskFacts {
  const { title, category = '' } = label(task);
  return { id: task.id, title, category, content: plain(task) };
}

/** Data are plain; what is undefined in them is left out. */
function plain(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function dataOf<Task extends GymTask, Extra>(parts: GymParts<Task, Extra>, data: unknown): GymData<Task, Extra> {
  const own = ownData.safeParse(data ?? {});
  const found = own.success ? ownOf(parts, own.data) : published(parts, data);
  const seen = new Set<string>();
  const twice = found.tasks.find(({ id }) => seen.size === seen.add(id).size)?.id;
  if (twice !== undefined) throw new EnvironmentError('bad-data', `${parts.name}: two tasks have the id ${twice}.`);
  if (found.tasks.length > 0) return found;
  throw new EnvironmentError('bad-data', `${parts.name}: the data has no tasks.`);
}

function ownOf<Task extends GymTask, Extra>({ name, own }: GymParts<Task, Extra>, data: OwnData): GymData<Task, Extra> {
  if (own !== undefined) return own.make(data);
  throw new EnvironmentError('bad-data', `${name} has no tasks of its own: they are made of a repository.`);
}

function published<Task extends GymTask, Extra>(
  { name, published: read }: GymParts<Task, Extra>,
  data: unknown,
): GymData<Task, Extra> {
  if (read === undefined) throw new EnvironmentError('bad-data', `${name} has only its own tasks: {seed, count}.`);
  try {
    return read(data);
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const message = `${name}: the data are neither {seed, count} nor in the published form: ${issuesText(error)}.`;
    throw new EnvironmentError('bad-data', message, { cause: error });
  }
}

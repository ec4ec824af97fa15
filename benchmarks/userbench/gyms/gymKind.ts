import { z } from 'zod';
import { EnvironmentError } from '../environments/environmentError';
import type { EnvironmentKind } from '../environments/registry';
import type { ActionChoices, Environment } from '../environments/types';
import { issuesText } from '../../core/issuesText';
import { BadInputError } from '../../core/badInputError';
import type { GymTask } from './core/gymEnvironment';
import type { GymOptions } from './core/gymOptions';

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

export interface GymParts<Task extends GymTask, Extra> {
  readonly name: string;
  readonly title: string;
  readonly actions: ActionChoices;
  readonly own: (data: OwnData) => GymData<Task, Extra>;
  /** Reads tasks in the published form; undefined: there is none. */
  readonly published?: ((data: unknown) => GymData<Task, Extra>) | undefined;
  readonly make: (data: GymData<Task, Extra>, options: GymConfiguration) => Environment;
}

export interface GymKind extends EnvironmentKind {
  /** Ids of our own tasks. */
  ownTasks(data: unknown): readonly string[];
}

/** A gym as the registry knows it. `data`: nothing or `{seed, count}` for our own tasks, or rows in the published form. */
export function gymKind<Task extends GymTask, Extra>(parts: GymParts<Task, Extra>): GymKind {
  const { name, title, actions } = parts;
  return {
    ...{ name, title, actions },
    ownTasks: (data) => dataOf(parts, data).tasks.map(({ id }) => id),
    open({ data, configuration: given, roles }) {
      const checked = configuration.safeParse(given ?? {});
      if (!checked.success) throw new BadInputError(`${name}: ${issuesText(checked.error)}.`);
      return parts.make(dataOf(parts, data), { ...checked.data, roles });
    },
  };
}

function dataOf<Task extends GymTask, Extra>(parts: GymParts<Task, Extra>, data: unknown): GymData<Task, Extra> {
  const own = ownData.safeParse(data ?? {});
  const found = own.success ? parts.own(own.data) : published(parts, data);
  if (found.tasks.length > 0) return found;
  throw new EnvironmentError('bad-data', `${parts.name}: the data has no tasks.`);
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

/** A set of tasks of one gym on the disk: all of it in `set.json`. */
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import { issuesText } from '../../../core/issuesText';
import type { Json } from '../../../core/runs/types';
import { readUserFile } from '../../../core/userFile';
import { EnvironmentError } from '../../environments/environmentError';
import type { GymKind, GymTaskFacts, LoadedGym } from '../gymKind';
import { gymKindNamed } from '../gymNames';
import type { Execution } from '../swe/execution';
import { gymSetForm } from './gymSetForm';

const largest = 64 * 2 ** 20;
const json: z.ZodType<Json> = z.json();

const gymSetFile = z.strictObject({
  form: z.literal(gymSetForm),
  name: z.string().min(1),
  /** As `whetstone gym list` names it, e.g. `TurtleGym-v0`. */
  environment: z.string().min(1),
  /** What differs from the gym's defaults, e.g. `{ "maxSteps": 12 }`. */
  configuration: z.record(z.string(), json).default({}),
  /** As `whetstone gym play --data` takes them: `{seed, count}`, or rows in the published form; default: our own tasks. */
  data: json.optional(),
  /** Ids of the tasks that are played; default: all of the data. */
  tasks: z.array(z.string()).min(1).optional(),
});

export type GymSetFile = z.output<typeof gymSetFile>;

export interface GymSet {
  readonly file: GymSetFile;
  readonly folder: string;
  readonly kind: GymKind;
  readonly loaded: LoadedGym;
  /** Those that are played, in the set's order. */
  readonly tasks: readonly GymTaskFacts[];
  /** Where programs may run, for the gyms that need it. */
  readonly execution?: Execution | undefined;
}

/** @throws BadInputError where it is missing, of another form, or names a gym or tasks that there are not */
export async function openGymSet(folder: string): Promise<GymSet> {
  const place = path.join(folder, 'set.json');
  const file = parsedGymSet(place, (await readUserFile(place, largest)).toString('utf8'));
  return { ...loadedSet(place, file), folder: path.resolve(folder) };
}

/** @throws BadInputError */
export function parsedGymSet(place: string, text: string): GymSetFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new BadInputError(`${place} is not JSON. Make the set anew, or correct it.`, { cause: error });
  }
  const parsed = gymSetFile.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BadInputError(
    `${place} is no set of a gym: ${issuesText(parsed.error)}. ` +
      `It has to have form ("${gymSetForm}"), name and environment, and may have configuration, data and tasks.`,
  );
}

/** @throws BadInputError */
export function loadedSet(place: string, file: GymSetFile): Omit<GymSet, 'folder'> {
  try {
    const kind = gymKindNamed(file.environment);
    const loaded = kind.load(file.data);
    // What is wrong with the configuration is told before anything is paid.
    loaded.open({ configuration: file.configuration });
    const byId = new Map(loaded.tasks.map((task) => [task.id, task]));
    const missing = file.tasks?.find((id) => !byId.has(id));
    if (missing !== undefined) {
      throw new BadInputError(`${file.environment} has no task "${missing}" among its ${byId.size}.`);
    }
    return { file, kind, loaded, tasks: file.tasks?.map((id) => byId.get(id)!) ?? loaded.tasks };
  } catch (error) {
    if (!(error instanceof EnvironmentError) && !(error instanceof BadInputError)) throw error;
    throw new BadInputError(`${place}: ${error.message}`, { cause: error });
  }
}

/** Written whole or not at all. */
export async function writeGymSet(folder: string, file: Omit<GymSetFile, 'form'>): Promise<void> {
  await mkdir(folder, { recursive: true });
  const place = path.join(folder, 'set.json');
  const fresh = `${place}.${process.pid}.tmp`;
  await writeFile(fresh, `${JSON.stringify({ form: gymSetForm, ...file }, null, 2)}\n`);
  await rename(fresh, place);
}

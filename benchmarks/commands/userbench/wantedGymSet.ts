/** Sets of gyms that `--set` means: a short name (made from the seed), or a file in the form of such sets. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { Draw } from '../../userbench/travel/draw';
import { gymSetForm } from '../../userbench/gyms/sets/gymSetForm';
import { dataOfRepository } from '../gym/gymSource';

export interface WantedGymSet {
  readonly set: string;
  readonly episodes: number | undefined;
  readonly seed: number;
  /** For the gyms on a repository. */
  readonly repo: string;
  /** Folder of a set by its name. */
  readonly place: (name: string) => string;
}

/** Short names, e.g. `turtle`, `turtle-ws`. */
export async function gymNames(): Promise<readonly string[]> {
  const { gymSetNames } = await import('../../userbench/gyms/gymNames');
  return [...gymSetNames.keys()];
}

/** @returns folder of the set; undefined for a name of no gym. @throws BadInputError */
export async function wantedGymSet({ set, episodes, seed, repo, place }: WantedGymSet): Promise<string | undefined> {
  if (!/^[a-z]+(?:-ws)?$/u.test(set)) return undefined;
  const { gymSetNames } = await import('../../userbench/gyms/gymNames');
  const kind = gymSetNames.get(set);
  if (kind === undefined) return undefined;
  const { makeGymSet } = await import('../../userbench/gyms/sets/makeGymSet');
  const isOfRepository = kind.ownBy === undefined;
  const root = path.resolve(repo);
  const of = isOfRepository ? `-${path.basename(root)}-${hashOf(root)}` : '';
  const folder = place(`${set}${of}-${episodes ?? 'usual'}-seed-${seed}`);
  const all = isOfRepository ? await dataOfRepository(kind.name, root, { seed, count: episodes ?? 20 }) : undefined;
  await makeGymSet({
    ...{ kind, name: set, count: episodes, seed, folder },
    ofRepository: all === undefined ? undefined : () => all,
  });
  return folder;
}

/** Takes over a file that is a set of a gym. @returns false for another file. @throws BadInputError for a set that cannot be used */
export async function wantedGymFile(file: string, folder: string): Promise<boolean> {
  const text = await readFile(file, 'utf8');
  if (!isGymSet(text)) return false;
  const { loadedSet, parsedGymSet, writeGymSet } = await import('../../userbench/gyms/sets/gymSetFile');
  const { form: _, ...set } = parsedGymSet(file, text);
  loadedSet(file, { form: gymSetForm, ...set });
  await writeGymSet(folder, set);
  return true;
}

/** So many of a set's tasks, by the seed. @throws BadInputError where there are fewer */
export async function partOfGymSet(
  whole: string,
  { episodes, seed, place }: Pick<WantedGymSet, 'seed' | 'place'> & { readonly episodes: number },
): Promise<string> {
  const { openGymSet, writeGymSet } = await import('../../userbench/gyms/sets/gymSetFile');
  const { file, tasks } = await openGymSet(whole);
  if (episodes > tasks.length) {
    throw new BadInputError(
      `${whole} has ${tasks.length} tasks, not ${episodes}. Ask for that many at most; --repeats plays each several times.`,
    );
  }
  if (episodes === tasks.length) return whole;
  const { form: _, ...set } = file;
  const some = new Draw(`some ${seed}`).some(
    tasks.map(({ id }) => id),
    episodes,
  );
  const folder = place(
    `${set.name.replaceAll(/[^\w.-]+/g, '-')}-${hashOf(JSON.stringify(file))}-${episodes}-seed-${seed}`,
  );
  await writeGymSet(folder, { ...set, tasks: [...some] });
  return folder;
}

function isGymSet(text: string): boolean {
  try {
    return z.looseObject({ form: z.literal(gymSetForm) }).safeParse(JSON.parse(text)).success;
  } catch {
    return false;
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8);
}

/** Which set `--set` means: a published name (made from the seed), a folder, or the authors' file. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { BadInputError } from '../../core/badInputError';
import { userPath } from '../../core/userFile';
import { gymNames, partOfGymSet, wantedGymFile, wantedGymSet } from './wantedGymSet';
import { openRepositoryIndex, RepositoryError } from '../../../runtime/repository';
import { Draw } from '../../userbench/travel/draw';
import { kindOf } from '../../userbench/solving/setKind';
import { importTravelSet } from '../../userbench/travel/importTravelSet';
import { travelSets } from '../../userbench/travel/makeScenarios';
import { makeTravelSet } from '../../userbench/travel/makeTravelSet';
import { openTravelSet, writeTravelSet } from '../../userbench/travel/setFile';
import { makeWorkspaceSet } from '../../userbench/workspace/generate/makeWorkspaceSet';
import { countsOf, knownSets } from '../../userbench/workspace/generate/setName';

export interface WantedSet {
  readonly set: string;
  /** undefined: 20 of a set that is made, all of another. */
  readonly episodes: number | undefined;
  readonly seed: number;
  readonly signal: AbortSignal;
  /** The repository that a set of tasks like ws22 is made of. */
  readonly repo: string;
  readonly onProgress?: ((text: string) => void) | undefined;
}

const usualEpisodes = 20;

/**
 * Sets that are made or taken over lie in the user's state folder, so that a run can go on with them.
 * @returns folder of the set
 * @throws BadInputError
 */
export async function wantedSet({ set, episodes, seed, signal, repo, onProgress }: WantedSet): Promise<string> {
  const place = (name: string) => path.join(stateFolder(), 'userbench', 'sets', name);
  if (travelSets.some((name) => name === set)) {
    const count = episodes ?? usualEpisodes;
    const folder = place(`${set}-${count}-seed-${seed}`);
    await makeTravelSet({ set, count, seed, folder, signal });
    return folder;
  }
  const gym = await wantedGymSet({ set, episodes, seed, repo, place });
  if (gym !== undefined) return gym;
  if (countsOf(set) !== undefined) {
    const count = episodes ?? usualEpisodes;
    const root = path.resolve(repo);
    const folder = place(`${set}-${path.basename(root)}-${shortHash(root)}-${count}-seed-${seed}`);
    await makeOfRepository({ set, count, seed, root, folder, signal, onProgress });
    return folder;
  }
  await userPath(set).catch(async (error: unknown) => {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(
      `${error.message} Sets that are made have the names ${[...travelSets, ...knownSets, ...(await gymNames())].join(', ')}.`,
    );
  });
  const isFolder = (await stat(set)).isDirectory();
  const whole = isFolder ? path.resolve(set) : place(`imported-${await hashOf(set)}`);
  if (!isFolder && !(await wantedGymFile(set, whole))) await importTravelSet(set, whole);
  if (episodes === undefined) return whole;
  if ((await kindOf(whole)) === 'gym') return partOfGymSet(whole, { episodes, seed, place });
  if ((await kindOf(whole)) !== 'travel') {
    throw new BadInputError(
      '--episodes takes a part of a set of trips, or of a gym. Make a set of tasks with as many as you want.',
    );
  }
  const { file, scenarios } = await openTravelSet(whole);
  const ids = Object.keys(scenarios);
  if (episodes >= ids.length) return whole;
  const some = new Draw(`some ${seed}`).some(ids, episodes);
  const folder = place(`${file.name}-${file.sha256.slice(0, 12)}-${episodes}-seed-${seed}`);
  const { name, origin } = file;
  await writeTravelSet(folder, { name, origin, scenarios: Object.fromEntries(some.map((id) => [id, scenarios[id]!])) });
  return folder;
}

async function makeOfRepository({
  root,
  onProgress,
  ...request
}: {
  readonly root: string;
  readonly set: string;
  readonly count: number;
  readonly seed: number;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress: ((text: string) => void) | undefined;
}): Promise<void> {
  const folder = path.join(stateFolder(), 'repositories');
  const index = await openRepositoryIndex({ root, folder, signal: request.signal }).catch((error: unknown) => {
    if (!(error instanceof RepositoryError)) throw error;
    throw new BadInputError(error.message, { cause: error });
  });
  try {
    await makeWorkspaceSet({
      ...{ ...request, index },
      onProgress: ({ done, total, rejected }) => onProgress?.(`${done}/${total} tasks, ${rejected} rejected`),
    });
  } finally {
    await index.close();
  }
}

const shortHash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 8);

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
}

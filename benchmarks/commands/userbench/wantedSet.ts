/** Which set `--set` means: a published name (made from the seed), a folder, or the authors' file. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { BadInputError } from '../../core/badInputError';
import { userPath } from '../../core/userFile';
import { Draw } from '../../userbench/travel/draw';
import { importTravelSet } from '../../userbench/travel/importTravelSet';
import { travelSets } from '../../userbench/travel/makeScenarios';
import { makeTravelSet } from '../../userbench/travel/makeTravelSet';
import { openTravelSet, writeTravelSet } from '../../userbench/travel/setFile';

export interface WantedSet {
  readonly set: string;
  /** undefined: 20 of a set that is made, all of another. */
  readonly episodes: number | undefined;
  readonly seed: number;
  readonly signal: AbortSignal;
}

const usualEpisodes = 20;

/**
 * Sets that are made or taken over lie in the user's state folder, so that a run can go on with them.
 * @returns folder of the set
 * @throws BadInputError
 */
export async function wantedSet({ set, episodes, seed, signal }: WantedSet): Promise<string> {
  const place = (name: string) => path.join(stateFolder(), 'userbench', 'sets', name);
  if (travelSets.some((name) => name === set)) {
    const count = episodes ?? usualEpisodes;
    const folder = place(`${set}-${count}-seed-${seed}`);
    await makeTravelSet({ set, count, seed, folder, signal });
    return folder;
  }
  await userPath(set).catch((error: unknown) => {
    if (!(error instanceof BadInputError)) throw error;
    throw new BadInputError(`${error.message} Sets that are made have the names ${travelSets.join(', ')}.`);
  });
  const isFolder = (await stat(set)).isDirectory();
  const whole = isFolder ? path.resolve(set) : place(`imported-${await hashOf(set)}`);
  if (!isFolder) await importTravelSet(set, whole);
  if (episodes === undefined) return whole;
  const { file, scenarios } = await openTravelSet(whole);
  const ids = Object.keys(scenarios);
  if (episodes >= ids.length) return whole;
  const some = new Draw(`some ${seed}`).some(ids, episodes);
  const folder = place(`${file.name}-${file.sha256.slice(0, 12)}-${episodes}-seed-${seed}`);
  const { name, origin } = file;
  await writeTravelSet(folder, { name, origin, scenarios: Object.fromEntries(some.map((id) => [id, scenarios[id]!])) });
  return folder;
}

async function hashOf(file: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(file))
    .digest('hex')
    .slice(0, 16);
}

import path from 'node:path';
import { readUserFile } from '../../core/userFile';
import { readScenarios, writeTravelSet, type TravelSetFile } from './setFile';

const largest = 400 * 2 ** 20;

/**
 * Takes over the original file of a set, e.g. `travelgym_data_22.json`, which a user has downloaded from the authors' repository: we ship
 * none of it.
 * @throws BadInputError for a file of another form
 */
export async function importTravelSet(file: string, folder: string, now = new Date()): Promise<TravelSetFile> {
  const text = (await readUserFile(file, largest)).toString('utf8');
  const scenarios = readScenarios(file, text);
  const digits = /travelgym_data_(\d+)/.exec(path.basename(file))?.[1];
  const name = digits === undefined ? path.basename(file).replace(/\.json$/i, '') : `travel${digits}`;
  const origin = { kind: 'imported', file: path.basename(file), imported: now.toISOString() } as const;
  return writeTravelSet(folder, { name, origin, scenarios });
}

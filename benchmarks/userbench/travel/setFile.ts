/** A set of travel scenarios on the disk: `set.json` says what it is, `scenarios.json` holds it in the published form. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { readUserFile } from '../../core/userFile';
import { travelScenario, type TravelScenarios } from './scenarioSchema';

export const userbenchForm = 'whetstone-userbench-1';
const scenariosFile = 'scenarios.json';
const largest = 400 * 2 ** 20;

const origin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('made'), generator: z.number().int(), seed: z.number().int() }),
  z.strictObject({ kind: z.literal('imported'), file: z.string(), imported: z.string() }),
]);

const setFile = z.strictObject({
  form: z.literal(userbenchForm),
  kind: z.literal('travel'),
  /** E.g. `travel22`. */
  name: z.string().min(1),
  origin,
  scenarios: z.number().int().min(1),
  /** SHA-256 of `scenarios.json`. */
  sha256: z.string(),
});
export type TravelSetFile = z.infer<typeof setFile>;

export interface TravelSet {
  readonly file: TravelSetFile;
  readonly folder: string;
  readonly scenarios: TravelScenarios;
}

/** Written whole or not at all: whoever reads meanwhile sees the old set or the new one. @returns what `set.json` says */
export async function writeTravelSet(
  folder: string,
  { name, origin: from, scenarios }: Pick<TravelSetFile, 'name' | 'origin'> & { readonly scenarios: TravelScenarios },
): Promise<TravelSetFile> {
  await mkdir(folder, { recursive: true });
  const text = JSON.stringify(scenarios, null, 1);
  const file: TravelSetFile = {
    ...({ form: userbenchForm, kind: 'travel' } as const),
    ...{ name, origin: from, scenarios: Object.keys(scenarios).length, sha256: hashOf(text) },
  };
  await rm(path.join(folder, 'set.json'), { force: true });
  await replaced(path.join(folder, scenariosFile), text);
  await replaced(path.join(folder, 'set.json'), `${JSON.stringify(file, null, 2)}\n`);
  return file;
}

/** @throws BadInputError where a file is missing, changed, or of another form */
export async function openTravelSet(folder: string): Promise<TravelSet> {
  const place = path.join(folder, 'set.json');
  const file = parsedSet(place, (await readUserFile(place, largest)).toString('utf8'));
  const scenariosPlace = path.join(folder, scenariosFile);
  const text = (await readUserFile(scenariosPlace, largest)).toString('utf8');
  if (hashOf(text) !== file.sha256) {
    throw new BadInputError(`${scenariosPlace} was changed since the set was made. Make or import the set anew.`);
  }
  return { file, folder: path.resolve(folder), scenarios: readScenarios(scenariosPlace, text) };
}

/** @returns undefined where there is none, or none that can be read */
export async function knownSet(folder: string): Promise<TravelSetFile | undefined> {
  try {
    return parsedSet(folder, await readFile(path.join(folder, 'set.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * The published form: an object keyed by id.
 * @throws BadInputError with the scenario and what is wrong with it where
 */
export function readScenarios(place: string, text: string): TravelScenarios {
  const value = parsedJson(place, text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new BadInputError(
      `${place} has to be one JSON object with a scenario under each id, as travelgym_data_22.json is. ` +
        'Rows of the .parquet files hold prompts and ids alone.',
    );
  }
  const entries = Object.entries(value);
  if (entries.length === 0) throw new BadInputError(`${place} holds no scenario.`);
  return Object.fromEntries(
    entries.map(([id, each]) => {
      const scenario = travelScenario.safeParse(each);
      if (scenario.success) return [id, scenario.data];
      throw new BadInputError(
        `${place}: the scenario "${id}" is not of UserBench's travel form:\n${z.prettifyError(scenario.error)}`,
      );
    }),
  );
}

function parsedSet(place: string, text: string): TravelSetFile {
  const file = setFile.safeParse(parsedJson(place, text));
  if (file.success) return file.data;
  throw new BadInputError(
    `${place} is no set of travel scenarios (${z.prettifyError(file.error)}). Make or import the set anew.`,
  );
}

function parsedJson(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new BadInputError(`${place}: not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
}

async function replaced(file: string, text: string): Promise<void> {
  const fresh = `${file}.${process.pid}.tmp`;
  await writeFile(fresh, text);
  await rename(fresh, file);
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

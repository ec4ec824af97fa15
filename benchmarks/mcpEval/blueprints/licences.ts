/** What is known of the licence under which a model's output may be used. Nothing is guessed from a model's name. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readGgufHead } from '../../../runtime/llama';
import { loadCatalogue, manifestFile } from '../../../runtime/models';
import type { LicenceNote } from './blueprint';

export interface LicenceSources {
  /** By id of the model: what the user says. */
  readonly said: ReadonlyMap<string, string>;
  /** GGUF file of a model of this machine; undefined: it is none. */
  readonly fileOf: (model: string) => string | undefined;
}

const manifest = z.object({ source: z.object({ repository: z.string() }) });

/**
 * The user's word; else the catalogue's, for a file that came from a repository that it lists; else what the file says of itself; else
 * `unknown`.
 */
export async function licenceNoteOf(model: string, { said, fileOf }: LicenceSources): Promise<LicenceNote> {
  const word = said.get(model);
  if (word !== undefined) return { licence: word, source: 'user' };
  const file = fileOf(model);
  if (file === undefined || !existsSync(file)) return { licence: 'unknown', source: 'unknown' };
  const listed = await listedLicence(path.dirname(file));
  if (listed !== undefined) return { licence: listed, source: 'catalogue' };
  // A file that is damaged says nothing.
  const own = (await readGgufHead(file).catch(() => undefined))?.metadata.get('general.license');
  if (typeof own === 'string' && own.trim() !== '') return { licence: own.trim(), source: 'file' };
  return { licence: 'unknown', source: 'unknown' };
}

async function listedLicence(folder: string): Promise<string | undefined> {
  const file = path.join(folder, manifestFile);
  if (!existsSync(file)) return undefined;
  const parsed = manifest.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!parsed.success) return undefined;
  const { repository } = parsed.data.source;
  const catalogue = await (await loadCatalogue()).read(path.dirname(folder));
  const entry = catalogue.entries.find(({ repository: { name } }) => name === repository);
  // What nobody has seen on the hub itself is no word to rely on.
  return entry === undefined || entry.unverified.includes('licence')
    ? undefined
    : (entry.licence.spdx ?? entry.licence.name);
}

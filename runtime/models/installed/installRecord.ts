import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readIfThere, writeAtomically } from '../atomicFile';
import { modelId } from '../catalogue';
import type { ModelsFolder } from '../modelsFolder';

const schema = z.object({
  format: z.literal(1),
  id: modelId,
  origin: z.enum(['download', 'converted', 'copy', 'reference']),
  /** Absolute path of a folder elsewhere; only of a reference. */
  folder: z.string().optional(),
  repository: z.string().optional(),
  commit: z.string().optional(),
  at: z.string(),
});

/** How a model came into the models folder. A folder without such a record is not the manager's, and is left alone. */
export type InstallRecord = z.infer<typeof schema>;

export async function writeRecord(folder: ModelsFolder, record: Omit<InstallRecord, 'format' | 'at'>): Promise<void> {
  const file = recordFile(folder, record.id);
  await mkdir(path.dirname(file), { recursive: true });
  const full: InstallRecord = { format: 1, ...record, at: new Date().toISOString() };
  await writeAtomically(file, `${JSON.stringify(full, undefined, 2)}\n`);
}

/** @returns undefined for a model that is not the manager's, and for a damaged record */
export async function readRecord(folder: ModelsFolder, id: string): Promise<InstallRecord | undefined> {
  const text = await readIfThere(recordFile(folder, id));
  if (text === undefined) return undefined;
  try {
    const record = schema.parse(JSON.parse(text));
    return record.id === id ? record : undefined;
  } catch {
    return undefined;
  }
}

export async function readRecords(folder: ModelsFolder): Promise<readonly InstallRecord[]> {
  const names = await readdir(folder.state('models')).catch(() => []);
  const records = await Promise.all(
    names.flatMap((name) => (name.endsWith('.json') ? [readRecord(folder, name.slice(0, -5))] : [])),
  );
  return records.filter((record) => record !== undefined);
}

export async function removeRecord(folder: ModelsFolder, id: string): Promise<void> {
  await rm(recordFile(folder, id), { force: true });
}

function recordFile(folder: ModelsFolder, id: string): string {
  return path.join(folder.state('models'), `${modelId.parse(id)}.json`);
}

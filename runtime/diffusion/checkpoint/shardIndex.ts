import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { plainName } from '../../models';
import { RuntimeError } from '../../runtimeError';
import { checkpointFile, unreadable } from './checkpointFile';
import { corrupt } from './safetensorsHeader';

export const singleFile = 'model.safetensors';
export const indexFile = 'model.safetensors.index.json';

const indexSchema = z.object({ weight_map: z.record(z.string(), plainName) });

/** Where the tensors of a checkpoint are. */
export interface Shards {
  /** Plain file names in order; each is there. */
  readonly names: readonly string[];
  /** The index's promise: tensor name -> file name. Undefined for a checkpoint in one file. */
  readonly promised: ReadonlyMap<string, string> | undefined;
}

/** @throws RuntimeError model-missing or model-corrupt, naming the file */
export async function findShards(folder: string): Promise<Shards> {
  const index = await checkpointFile(folder, indexFile);
  if (index === undefined) {
    if ((await checkpointFile(folder, singleFile)) !== undefined) return { names: [singleFile], promised: undefined };
    const message = `${folder} holds no weights: neither ${singleFile} nor ${indexFile}.`;
    throw new RuntimeError('model-missing', message, 'Give the folder of a checkpoint in safetensors form.');
  }
  const text = await readFile(index, 'utf8').catch((error: unknown) => {
    throw unreadable(index, error);
  });
  const parsed = indexSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const where = issue && issue.path.length > 0 ? ` ("${issue.path.join('.')}": ${issue.message})` : '';
    throw corrupt(index, `it is no index of shards${where}`);
  }
  const promised = new Map(Object.entries(parsed.data.weight_map));
  const names = [...new Set(promised.values())].sort();
  if (names.length === 0) throw corrupt(index, 'it names no shards');
  for (const name of names) {
    if ((await checkpointFile(folder, name)) === undefined) {
      const message = `${path.join(folder, name)} is missing; ${indexFile} names it.`;
      throw new RuntimeError('model-missing', message, 'Download the checkpoint again: not all of it is there.');
    }
  }
  return { names, promised };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

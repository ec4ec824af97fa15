/** Blueprints on the disk: `set.json`, `blueprints.jsonl`, and `rejected.jsonl` with every draft that was not taken. */
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { readRows, writeRows } from '../rows/jsonLines';
import { serverSource } from '../servers/serverSetup';
import { blueprint, rejectedDraft, type Blueprint, type RejectedDraft } from './blueprint';
import { readSetFile, requireServers } from './slots/slot';

export const blueprintSetForm = 'whetstone-blueprints-1';

export const blueprintSetFile = z.strictObject({
  form: z.literal(blueprintSetForm),
  name: z.string().min(1),
  servers: z.array(serverSource).min(1),
  network: z.boolean(),
  seed: z.number(),
  /** Run that they come from, where a model wrote them. */
  run: z.string().optional(),
});

export type BlueprintSetFile = z.infer<typeof blueprintSetFile>;

export interface BlueprintSet {
  readonly set: BlueprintSetFile;
  readonly blueprints: readonly Blueprint[];
}

const files = (folder: string) => ({
  set: path.join(folder, 'set.json'),
  taken: path.join(folder, 'blueprints.jsonl'),
  rejected: path.join(folder, 'rejected.jsonl'),
});

/**
 * What a run has made is written again when more is done, and never over something else.
 * @throws BadInputError
 */
export async function requireFolderFor(run: string, folder: string): Promise<void> {
  const file = path.join(folder, 'set.json');
  if (!existsSync(file)) return;
  const kept = await readFile(file, 'utf8').then((text) => blueprintSetFile.safeParse(plain(text)));
  if (kept.data?.run === run) return;
  throw new BadInputError(`${folder} holds another set already. Name another folder, or delete it first.`);
}

function plain(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export async function writeBlueprintSet(
  folder: string,
  { set, blueprints }: BlueprintSet,
  rejected: readonly RejectedDraft[],
): Promise<void> {
  const { set: file, taken, rejected: notTaken } = files(folder);
  await mkdir(folder, { recursive: true });
  await writeRows(notTaken, rejected);
  await writeRows(taken, blueprints);
  await writeFile(file, `${JSON.stringify(set, null, 2)}\n`);
}

/** @throws BadInputError */
export async function openBlueprintSet(folder: string): Promise<BlueprintSet> {
  const set = await readSetFile(folder, blueprintSetFile, 'whetstone mcpeval blueprints generate');
  const blueprints = await readRows(files(folder).taken, blueprint);
  requireServers(folder, set.servers, blueprints);
  return { set, blueprints };
}

/** Drafts that were not taken; none where the set has no such file. @throws BadInputError */
export async function readRejected(folder: string): Promise<readonly RejectedDraft[]> {
  const file = files(folder).rejected;
  return existsSync(file) ? readRows(file, rejectedDraft) : [];
}

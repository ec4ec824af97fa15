/** Where a model is to write a blueprint: servers with a beginning state, tools to use, rules, and a person. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import { readRows, writeRows } from '../../rows/jsonLines';
import { rowTool } from '../../rows/taskRow';
import { serverSource } from '../../servers/serverSetup';
import { blueprint, persona } from '../blueprint';
import { policyRule } from '../policy/policyRule';

export const slotSetForm = 'whetstone-blueprint-slots-1';

export const slot = z.object({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  group: z.string(),
  seed: z.number(),
  servers: z.array(z.string()).min(1),
  files: z.record(z.string(), z.string()),
  stateFiles: z.record(z.string(), z.string()),
  /** All tools that an agent has. */
  tools: z.array(rowTool).min(1),
  /** Names of tools that the blueprint is to be about, in an order in which calls followed each other. */
  walk: z.array(z.string()),
  persona,
  rules: z.array(policyRule),
  /** Blueprints that are joined: the calls are given, and only the wish is written. */
  joined: z.array(blueprint).min(2).optional(),
});

export type Slot = z.infer<typeof slot>;

export const slotSetFile = z.strictObject({
  form: z.literal(slotSetForm),
  name: z.string().min(1),
  servers: z.array(serverSource).min(1),
  network: z.boolean(),
  seed: z.number(),
});

export type SlotSetFile = z.infer<typeof slotSetFile>;

export interface SlotSet {
  readonly set: SlotSetFile;
  readonly slots: readonly Slot[];
}

/** `set.json` comes last: a folder that has one is whole. */
export async function writeSlotSet(folder: string, { set, slots }: SlotSet): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeRows(path.join(folder, 'slots.jsonl'), slots);
  await writeFile(path.join(folder, 'set.json'), `${JSON.stringify(set, null, 2)}\n`);
}

/** @throws BadInputError */
export async function openSlotSet(folder: string): Promise<SlotSet> {
  const set = await readSetFile(folder, slotSetFile, 'whetstone mcpeval blueprints draw');
  const slots = await readRows(path.join(folder, 'slots.jsonl'), slot);
  requireServers(folder, set.servers, slots);
  return { set, slots };
}

/** @param maker command that makes such a set @throws BadInputError */
export async function readSetFile<T>(folder: string, form: z.ZodType<T>, maker: string): Promise<T> {
  const file = path.join(folder, 'set.json');
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new BadInputError(`${file} cannot be read as JSON. Make the set: ${maker}.`, { cause: error });
  }
  const parsed = form.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new BadInputError(`${file} is no set that ${maker} makes: ${z.prettifyError(parsed.error)}`);
}

/** @throws BadInputError where a row wants a server that the set does not have, or two rows have one id */
export function requireServers(
  folder: string,
  servers: readonly { readonly name: string }[],
  rows: readonly { readonly id: string; readonly servers: readonly string[] }[],
): void {
  const names = new Set(servers.map(({ name }) => name));
  const stray = rows.flatMap((row) => row.servers).find((name) => !names.has(name));
  if (stray !== undefined)
    throw new BadInputError(`${folder}: a row wants the server ${stray}, which set.json does not have.`);
  if (new Set(rows.map(({ id }) => id)).size < rows.length)
    throw new BadInputError(`${folder}: two rows have one id. Take one of them out.`);
}

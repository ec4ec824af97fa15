/** A set of tasks on the disk: `set.json` with its servers, and `tasks.jsonl` in the published form. */
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import { writeFile } from 'node:fs/promises';
import { readRows, writeRows } from '../rows/jsonLines';
import { taskFacts, taskRow, type VerifiedTask } from '../rows/taskRow';
import { serverSource } from '../servers/serverSetup';

export const mcpEvalSetForm = 'whetstone-mcpeval-1';

export const taskSetFile = z.strictObject({
  form: z.literal(mcpEvalSetForm),
  name: z.string().min(1),
  servers: z.array(serverSource).min(1),
  /** Whether its servers may use the network. */
  network: z.boolean(),
  generator: taskFacts.shape.generator,
  seed: z.number(),
  /** How many there are, for lists of sets. */
  tasks: z.int().optional(),
  /** Tasks that were made and not taken, by reason. */
  rejects: z.array(z.object({ reason: z.string(), count: z.number() })),
});

export type TaskSetFile = z.infer<typeof taskSetFile>;

export interface TaskSet {
  readonly set: TaskSetFile;
  readonly tasks: readonly VerifiedTask[];
}

const verified = taskRow.extend({ whetstone: taskFacts });

export async function writeTaskSet(folder: string, { set, tasks }: TaskSet): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeRows(path.join(folder, 'tasks.jsonl'), tasks);
  await writeFile(path.join(folder, 'set.json'), `${JSON.stringify(set, null, 2)}\n`);
}

/** @throws BadInputError */
export async function openTaskSet(folder: string): Promise<TaskSet> {
  const file = path.join(folder, 'set.json');
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new BadInputError(`${file} cannot be read as JSON. Make the set anew: whetstone mcpeval generate.`, {
      cause: error,
    });
  }
  const parsed = taskSetFile.safeParse(value);
  if (!parsed.success) throw new BadInputError(`${file} is no set of MCP tasks: ${z.prettifyError(parsed.error)}`);
  const tasks = await readRows(path.join(folder, 'tasks.jsonl'), verified);
  const names = new Set(parsed.data.servers.map(({ name }) => name));
  const stray = tasks.flatMap(({ whetstone }) => whetstone.servers).find((name) => !names.has(name));
  if (stray !== undefined)
    throw new BadInputError(`${folder}: a task wants the server ${stray}, which set.json does not have.`);
  if (new Set(tasks.map(({ id }) => id)).size < tasks.length)
    throw new BadInputError(`${folder}: two tasks have one id.`);
  return { set: parsed.data, tasks };
}

/** Reads tasks in the form of human-eval-infilling (https://github.com/openai/human-eval-infilling). */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { z } from 'zod';
import { BadInputError } from '../core/badInputError';
import { readUserFile } from '../core/userFile';

const taskSchema = z.object({
  task_id: z.string().min(1),
  /** Text before the gap. */
  prompt: z.string(),
  /** Text after the gap. */
  suffix: z.string(),
  /** What stood in the gap. */
  canonical_solution: z.string(),
  /** Python text that defines `check(candidate)`. */
  test: z.string(),
  /** Name of the function that `check` gets. */
  entry_point: z.string().regex(/^[\p{ID_Start}_][\p{ID_Continue}]*$/u, 'must be a Python name'),
  /** VS Code language id; the published sets do not have it. */
  language: z.string().min(1).optional(),
  /** What kind of gap it is, e.g. rest-of-line; the published sets do not have it. */
  kind: z.string().min(1).optional(),
  /** Folder of its repository beside others, and its file in there, with slashes: for models that read other files. */
  repository: z
    .string()
    .regex(/^[\w.@-]+$/, 'must be the name of a folder')
    .refine((name) => !/^\.+$/.test(name), 'must be the name of a folder')
    .optional(),
  path: z.string().min(1).optional(),
});

export type InfillingTask = z.infer<typeof taskSchema>;

const NEEDED = Object.entries(taskSchema.shape)
  .filter(([, field]) => !(field instanceof z.ZodOptional))
  .map(([name]) => name);

export interface InfillingDataset {
  readonly name: string;
  /** Of the file as it is on disk, compressed or not; hexadecimal. */
  readonly sha256: string;
  readonly tasks: readonly InfillingTask[];
}

/** Of the file, and of what it holds when it is compressed; a text of more than 512 MiB does not fit into a string. */
const MAX_BYTES = 256 * 1024 * 1024;

/**
 * @param file JSON lines, plain or gzip (told by its first bytes, not by its name); empty lines are skipped
 * @param maxBytes bound of the file, packed and unpacked
 * @throws BadInputError with file and line number for everything that is not a task
 */
export async function readInfillingDataset(file: string, maxBytes = MAX_BYTES): Promise<InfillingDataset> {
  const bytes = await readUserFile(file, maxBytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const lines = (await decompressed(file, bytes, maxBytes)).toString('utf8').split('\n');
  const tasks: InfillingTask[] = [];
  const seen = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') {
      continue;
    }
    const place = `${file}, line ${index + 1}`;
    const task = parseTask(place, line);
    const earlier = seen.get(task.task_id);
    if (earlier !== undefined) {
      throw new BadInputError(`${place}: task_id ${task.task_id} is already used in line ${earlier}.`);
    }
    seen.set(task.task_id, index + 1);
    tasks.push(task);
  }
  if (tasks.length === 0) {
    throw new BadInputError(`${file} holds no task. Expected one JSON object a line.`);
  }
  return { name: path.basename(file), sha256, tasks };
}

function parseTask(place: string, line: string): InfillingTask {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new BadInputError(`${place}: not JSON (${error instanceof Error ? error.message : String(error)}).`);
  }
  const result = taskSchema.safeParse(value);
  if (!result.success) {
    const problems = result.error.issues.map((issue) => `${issue.path.join('.') || 'the line'}: ${issue.message}`);
    throw new BadInputError(
      `${place}: not a human-eval-infilling task (${problems.join('; ')}). ` + `Needed are ${NEEDED.join(', ')}.`,
    );
  }
  return result.data;
}

async function decompressed(file: string, bytes: Buffer, maxBytes: number): Promise<Buffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) {
    return bytes;
  }
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof RangeError) {
      throw new BadInputError(`${file} holds more than ${maxBytes / 2 ** 20} MiB when unpacked. Give a part of it.`);
    }
    throw new BadInputError(
      `${file} is a damaged gzip file (${error instanceof Error ? error.message : String(error)}). Fetch it again.`,
    );
  }
}

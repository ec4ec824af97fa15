import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { BadInputError } from '../../../core/badInputError';
import type { WorkspaceSetFile, WorkspaceTask } from '../types';
import { workspaceSetSchema, workspaceTaskSchema } from './taskForm';

/** A set on the disk. Everything is compared with its hash when it is read. */
export interface OpenWorkspaceSet {
  readonly folder: string;
  readonly set: WorkspaceSetFile;
  /** SHA-256 over its tasks' hashes: what a run says that it used. */
  readonly hash: string;
  /** @throws BadInputError where there is none of that id, or it is damaged */
  task(id: string): Promise<WorkspaceTask>;
  /** Of the repository as tasks were made from it; undefined: no such file. @throws BadInputError where it is damaged */
  text(file: string): Promise<string | undefined>;
}

/** @throws BadInputError where the folder holds no finished set */
export async function openWorkspaceSet(folder: string): Promise<OpenWorkspaceSet> {
  const file = path.join(folder, 'set.json');
  const content = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new BadInputError(
      `${folder} holds no finished set of workspace tasks: set.json cannot be read. Name a folder that \`whetstone userbench generate --out\` wrote; call it again where it was interrupted.`,
      { cause },
    );
  });
  const set = parsed(file, content, workspaceSetSchema);
  const entries = new Map(set.tasks.map((entry) => [entry.id, entry]));
  return {
    folder,
    set,
    hash: sha256(set.tasks.map(({ hash }) => hash).join('\n')),
    task: async (id) => {
      const entry = entries.get(id);
      if (entry === undefined) throw new BadInputError(`${folder} has no task ${id}. Its ids stand in set.json.`);
      const place = path.join(folder, 'tasks', `${id}.json`);
      const text = await readFile(place, 'utf8').catch((cause: unknown) => {
        throw damaged(place, 'it cannot be read', cause);
      });
      if (sha256(text) !== entry.hash) throw damaged(place, 'it is not what the set says');
      return parsed(place, text, workspaceTaskSchema);
    },
    text: async (name) => {
      if (!Object.hasOwn(set.files, name)) return undefined;
      const { hash } = set.files[name]!;
      const place = path.join(folder, 'snapshot', hash);
      const bytes = await readFile(place).catch((cause: unknown) => {
        throw damaged(place, `it holds ${name} and cannot be read`, cause);
      });
      if (sha256(bytes) !== hash) throw damaged(place, `it holds ${name} and has another content`);
      return bytes.toString('utf8');
    },
  };
}

function parsed<Value>(file: string, content: string, schema: z.ZodType<Value>): Value {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw damaged(file, 'it is no JSON', cause);
  }
  const result = schema.safeParse(value);
  if (!result.success) throw damaged(file, z.prettifyError(result.error));
  return result.data;
}

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function damaged(file: string, why: string, cause?: unknown): BadInputError {
  return new BadInputError(`${file} is damaged: ${why}. Generate the set anew, or copy it again.`, { cause });
}

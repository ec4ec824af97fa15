/** Writes a set. `set.json` comes last: a folder without it is unfinished, and the same call writes it anew. */
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { BadInputError } from '../../../core/badInputError';
import { atomicWrite, isPartial, removePartials, type RepositoryTexts } from '../../../locobench/scenarios';
import type { WorkspaceReject, WorkspaceSetFile, WorkspaceTask, WorkspaceTaskEntry } from '../types';
import { sha256 } from './openWorkspaceSet';

const AT_ONCE = 16;
const callName = 'call.json';

/**
 * @param call what was asked for, as one text: a folder that another call wrote to is refused
 * @throws BadInputError when the folder holds something else
 */
export async function claimFolder(folder: string, call: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const others = (await readdir(folder)).filter((name) => !isPartial(name));
  const known = await readFile(path.join(folder, callName), 'utf8').catch(() => undefined);
  if (known === undefined && others.length > 0) {
    throw new BadInputError(
      `${folder} is not empty and holds no set. Name an empty folder, or one that is not there yet.`,
    );
  }
  if (known !== undefined && known !== `${call}\n`) {
    throw new BadInputError(
      `${folder} holds a set of another call (other options, seed, or state of the repository). Name another folder, or delete it.`,
    );
  }
  await rm(path.join(folder, 'set.json'), { force: true });
  await atomicWrite(path.join(folder, callName), `${call}\n`);
  for (const each of ['tasks', 'snapshot']) await mkdir(path.join(folder, each), { recursive: true });
}

/** Texts of the repository by hash. */
export async function writeSnapshot(
  folder: string,
  texts: Pick<RepositoryTexts, 'paths' | 'file'>,
): Promise<WorkspaceSetFile['files']> {
  const present = new Set(await readdir(path.join(folder, 'snapshot')));
  const files: Record<string, WorkspaceSetFile['files'][string]> = {};
  for (let at = 0; at < texts.paths.length; at += AT_ONCE) {
    await Promise.all(
      texts.paths.slice(at, at + AT_ONCE).map(async (each) => {
        const { hash, bytes, executable, text } = texts.file(each)!;
        files[each] = { hash, bytes, ...(executable && { executable: true as const }) };
        if (present.has(hash)) return;
        present.add(hash);
        await atomicWrite(path.join(folder, 'snapshot', hash), text);
      }),
    );
  }
  return Object.fromEntries(texts.paths.map((each) => [each, files[each]!]));
}

/** @param cluster tasks of one place are not independent */
export async function writeTask(folder: string, task: WorkspaceTask, cluster: string): Promise<WorkspaceTaskEntry> {
  const text = `${JSON.stringify(task, null, 1)}\n`;
  await atomicWrite(path.join(folder, 'tasks', `${task.id}.json`), text);
  return {
    ...{ id: task.id, template: task.template, title: task.title, language: task.language, cluster },
    preferences: task.aspects.reduce((sum, { preferences }) => sum + preferences.length, 0),
    hash: sha256(text),
  };
}

export async function finishSet(
  folder: string,
  set: WorkspaceSetFile,
  rejects: readonly WorkspaceReject[],
): Promise<void> {
  const names = new Set(set.tasks.map(({ id }) => `${id}.json`));
  for (const name of await readdir(path.join(folder, 'tasks'))) {
    if (!names.has(name)) await rm(path.join(folder, 'tasks', name), { force: true });
  }
  for (const each of [folder, path.join(folder, 'snapshot')]) await removePartials(each);
  await atomicWrite(path.join(folder, 'rejects.jsonl'), rejects.map((each) => `${JSON.stringify(each)}\n`).join(''));
  await atomicWrite(path.join(folder, 'set.json'), `${JSON.stringify(set, null, 1)}\n`, true);
}

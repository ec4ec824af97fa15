/**
 * Where a model changes a repository: the set's snapshot in a folder of its own below the user's state folder. There is no `.git` in it, and
 * nothing of it leads back: the user's tree is neither read nor written. Removed when its episode ends; those of processes that were killed
 * are removed when the next one is made.
 */
import { chmod, lstat, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../../../../runtime/store/stateFolder';
import { sweepFolders, temporaryPrefix } from '../../../../runtime/tools/sandbox';
import { fileWorkspaceHost, secretFiles } from '../../../../runtime/tools/workspace';
import type { FileEdit, WorkspaceHost } from '../../../../runtime/tools/types';
import type { CheckoutSet } from '../../../locobench/grading/checkout/checkouts';
import { RepositoryState } from '../../../locobench/grading/state/repositoryState';
import type { FileChange } from '../types';

const PREFIX = 'episode-';
const AT_ONCE = 32;

export interface PatchWorktree {
  /** Absolute. */
  readonly folder: string;
  /** For tools; remembers what they changed. */
  readonly host: WorkspaceHost;
  /** What differs from the snapshot, in order of paths. */
  changes(): Promise<readonly FileChange[]>;
  remove(): Promise<void>;
}

export interface WorktreePlace {
  /** Of the set. */
  readonly folder: string;
  readonly set: CheckoutSet;
  /** Default: of the user's state. */
  readonly state?: string | undefined;
}

/** @throws EvaluationError set-damaged */
export async function openPatchWorktree({ folder: place, set, state }: WorktreePlace): Promise<PatchWorktree> {
  const parent = worktreesFolder(state);
  await mkdir(parent, { recursive: true, mode: 0o700 });
  await sweepFolders(parent, PREFIX, 0);
  const base = await realpath(await mkdtemp(path.join(parent, temporaryPrefix(PREFIX))));
  try {
    const folder = path.join(base, safeName(set.repository.name));
    await writeSnapshot(RepositoryState.ofSnapshot({ folder: place, set }), set, folder);
    const touched = new Set<string>();
    const inner = fileWorkspaceHost([folder], { trusted: true, excluded: secretFiles });
    const host: WorkspaceHost = {
      ...inner,
      apply: async (edits: readonly FileEdit[], signal) => {
        await inner.apply(edits, signal);
        for (const edit of edits) touched.add(edit.path);
      },
    };
    return {
      folder,
      host,
      changes: () => changesOf(folder, [...touched].sort(), RepositoryState.ofSnapshot({ folder: place, set })),
      remove: () => rm(base, { recursive: true, force: true }),
    };
  } catch (error) {
    await rm(base, { recursive: true, force: true });
    throw error;
  }
}

export function worktreesFolder(state: string = stateFolder()): string {
  return path.join(state, 'userbench', 'worktrees');
}

async function writeSnapshot(snapshot: RepositoryState, set: CheckoutSet, folder: string): Promise<void> {
  await mkdir(folder);
  const files = Object.entries(set.files);
  for (let at = 0; at < files.length; at += AT_ONCE) {
    await Promise.all(
      files.slice(at, at + AT_ONCE).map(async ([file, { executable }]) => {
        const bytes = snapshot.snapshotBytes(file);
        if (bytes === undefined) return;
        const target = path.join(folder, file);
        await mkdir(path.dirname(target), { recursive: true });
        await writeFile(target, bytes);
        if (executable === true) await chmod(target, 0o755);
      }),
    );
  }
}

/** Only tools write here, so that what they did not touch is as it was. */
async function changesOf(folder: string, touched: readonly string[], snapshot: RepositoryState): Promise<FileChange[]> {
  const changes: FileChange[] = [];
  for (const file of touched) {
    const absolute = path.join(folder, file);
    const found = await lstat(absolute).catch(() => undefined);
    const content = found?.isFile() === true ? await readFile(absolute, 'utf8') : null;
    if (content !== (snapshot.text(file) ?? null)) changes.push({ path: file, content });
  }
  return changes;
}

function safeName(name: string): string {
  const safe = name.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '');
  return safe === '' || safe === 'node_modules' ? 'repository' : safe.slice(0, 60);
}

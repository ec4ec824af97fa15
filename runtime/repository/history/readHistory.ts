import { copyFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import { git } from '../../git';
import { isTestPath } from '../kinds';
import type { Commit, CommitFile } from '../types';
import { withPlainRepository, type PlainRepository } from './withPlainRepository';

export interface History {
  /** HEAD; undefined without Git, or before the first commit. */
  readonly commit: string | undefined;
  /** undefined for a detached HEAD. */
  readonly branch: string | undefined;
  readonly state: 'full' | 'shallow' | 'none';
  /** Tracked files that are not as they were committed. */
  readonly dirty: number;
  /** Newest first, those of merged branches included. Merges have no files of their own. */
  readonly commits: readonly Commit[];
}

export const NO_HISTORY: History = { commit: undefined, branch: undefined, state: 'none', dirty: 0, commits: [] };

/** Commits are told apart by it; it cannot stand in a subject. */
const MARK = '\u0001';

/**
 * Reads commits with what they changed, renames found by likeness. Nothing of the repository runs, and nothing is fetched.
 * Only what lies below `folder` is told, relative to it.
 *
 * @param limit commits at most
 * @param known what was read before for an older HEAD: only what came since is read anew
 */
export async function readHistory(
  folder: string,
  {
    limit = 5_000,
    known,
    signal,
  }: { readonly limit?: number; readonly known?: History; readonly signal?: AbortSignal } = {},
): Promise<History> {
  const read = await withPlainRepository(
    folder,
    async (repository) => {
      const [branch, state, dirty, commits] = await Promise.all([
        git(folder, ['symbolic-ref', '--quiet', '--short', 'HEAD'], { signal }).catch(() => ''),
        git(folder, ['rev-parse', '--is-shallow-repository'], { signal }),
        countDirty(folder, repository, signal),
        readCommits(folder, repository, limit, known, signal),
      ]);
      return {
        commit: repository.commit,
        branch: branch.trim() === '' ? undefined : branch.trim(),
        state: state.trim() === 'true' ? ('shallow' as const) : ('full' as const),
        dirty,
        commits,
      };
    },
    signal,
  );
  return read ?? NO_HISTORY;
}

async function readCommits(
  folder: string,
  { commit, top, env }: PlainRepository,
  limit: number,
  known: History | undefined,
  signal: AbortSignal | undefined,
): Promise<readonly Commit[]> {
  const below = path
    .relative(top, await realpath(folder))
    .split(path.sep)
    .join('/');
  const before = known?.commit;
  const isAncestor =
    before !== undefined &&
    (await git(top, ['merge-base', '--is-ancestor', before, commit], { env, signal }).then(
      () => true,
      () => false,
    ));
  if (isAncestor && before === commit) return known?.commits.slice(0, limit) ?? [];
  const text = await git(
    top,
    [
      ...['log', '--raw', '--numstat', '-z', '--no-abbrev', '--find-renames', '--no-textconv', '--no-ext-diff'],
      ...[`--format=${MARK}%H%x00%P%x00%ct%x00%s`, `--max-count=${limit}`],
      ...[isAncestor ? `${before}..${commit}` : commit],
      ...(below === '' ? [] : ['--', `:(top)${below}`]),
    ],
    { env, signal },
  );
  const fresh = parseLog(text, below);
  if (!isAncestor) return fresh;
  return [...fresh, ...(known?.commits ?? [])].slice(0, limit);
}

/** @param text of `git log --raw --numstat -z` in the format above @param below folder that paths are told relative to; '' for the root */
export function parseLog(text: string, below = ''): readonly Commit[] {
  return text
    .split(MARK)
    .slice(1)
    .map((part) => parseCommit(part, below));
}

function parseCommit(text: string, below: string): Commit {
  const fields = text.split('\0');
  const [hash = '', parents = '', seconds = '', subject = ''] = fields;
  // What was changed follows: raw entries first, then the numbers in the same order.
  let at = 4;
  const raw: { change: CommitFile['change']; before: string | undefined; path: string }[] = [];
  const letters: Readonly<Record<string, CommitFile['change']>> = {
    A: 'added',
    M: 'modified',
    T: 'modified',
    D: 'deleted',
    R: 'renamed',
    C: 'copied',
  };
  for (; at < fields.length;) {
    const head = /^\n?:\d+ \d+ [0-9a-f]+ [0-9a-f]+ ([A-Z])\d*$/.exec(fields[at] ?? '');
    if (head === null) break;
    const change = letters[head[1] ?? ''] ?? 'modified';
    const twice = change === 'renamed' || change === 'copied';
    const [first = '', second = ''] = fields.slice(at + 1, at + 3);
    raw.push(twice ? { change, before: first, path: second } : { change, before: undefined, path: first });
    at += twice ? 3 : 2;
  }
  const lines: { added: number; deleted: number }[] = [];
  for (; at < fields.length;) {
    const numbers = /^\n?(\d+|-)\t(\d+|-)\t(.*)$/s.exec(fields[at] ?? '');
    if (numbers === null) break;
    lines.push({ added: Number(numbers[1]) || 0, deleted: Number(numbers[2]) || 0 });
    at += numbers[3] === '' ? 3 : 1;
  }
  const files = raw.flatMap(({ change, before, path: name }, index): CommitFile[] => {
    const [own, old] = [relative(name, below), before === undefined ? undefined : relative(before, below)];
    if (own === undefined) return [];
    return [
      {
        path: own,
        change,
        before: old,
        addedLines: lines[index]?.added ?? 0,
        deletedLines: lines[index]?.deleted ?? 0,
      },
    ];
  });
  const code = files.filter(({ path: name }) => /\.([cm]?[jt]sx?|py|java|go|rs|c|cc|cpp|cxx|h|hpp|cs|php)$/.test(name));
  return {
    hash: hash.trim(),
    parents: parents === '' ? [] : parents.split(' '),
    time: Number(seconds) * 1000,
    subject,
    files,
    testsAndSources:
      code.some(({ path: name }) => isTestPath(name)) && code.some(({ path: name }) => !isTestPath(name)),
  };
}

function relative(name: string, below: string): string | undefined {
  if (below === '') return name;
  return name.startsWith(`${below}/`) ? name.slice(below.length + 1) : undefined;
}

/** With an index of ours: comparing contents would run the repository's filters. */
async function countDirty(folder: string, { top, env }: PlainRepository, signal?: AbortSignal): Promise<number> {
  const index = path.resolve(folder, (await git(folder, ['rev-parse', '--git-path', 'index'], { signal })).trim());
  // Under its usual name the log that is read meanwhile would find half of it.
  const own = path.join(env.GIT_DIR ?? '', 'index-of-status');
  try {
    await copyFile(index, own);
  } catch {
    // Nothing was ever staged.
    return 0;
  }
  const text = await git(top, ['status', '--porcelain', '-z', '--untracked-files=no', '--ignore-submodules=all'], {
    env: { ...env, GIT_WORK_TREE: top, GIT_INDEX_FILE: own },
    signal,
  });
  return text.split('\0').filter((entry) => /^..\s/.test(entry)).length;
}

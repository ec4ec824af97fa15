import { isResolutionConfig, openImportResolver } from '../imports';
import type { FileToParse, ParsedFile } from '../parsing/parsedFile';
import type { ParsePool } from '../parsing/parsePool';
import { RepositoryError } from '../repositoryError';
import { scanFolder, scanPaths, type ScannedFile } from '../scan/scanFolder';
import type { StoredFile } from '../store/fileRow';
import type { IndexStore } from '../store/indexStore';
import type { RefreshOutcome, RefreshRequest } from '../types';
import { refreshHistory } from './refreshHistory';
import { repositoryView } from './repositoryView';

/** Imports resolved in one transaction. */
const resolvedAtOnce = 500;

/**
 * Brings an index up to date. Whatever it is interrupted by, what was stored before stays, and the next one goes on from there.
 * @throws RepositoryError no-folder, cancelled; RuntimeError of the database
 */
export async function refreshIndex(
  root: string,
  store: IndexStore,
  pool: ParsePool,
  request: RefreshRequest,
): Promise<RefreshOutcome> {
  const { paths, signal, onProgress } = request;
  if (paths?.some(decidesWhatIsIgnored) === true)
    return refreshIndex(root, store, pool, { ...request, paths: undefined });
  onProgress?.({ stage: 'scan', done: 0, total: 0 });
  const stored = storedFiles(store, paths);
  const scanned =
    paths === undefined
      ? await scanFolder(root, { signal, onProgress: (done) => onProgress?.({ stage: 'scan', done, total: 0 }) })
      : await scanPaths(root, paths, { signal });
  const pending: FileToParse[] = [];
  const present = new Set<string>();
  for (const file of scanned) {
    present.add(file.path);
    const known = stored.get(file.path);
    if (known === undefined || !isSame(file, known)) pending.push({ ...file, known: known?.hash });
  }
  const gone = [...stored.keys()].filter((path) => !present.has(path));
  let added = 0;
  let changed = 0;
  const configured = pending.some(({ path, known }) => known !== undefined && isResolutionConfig(path));
  let done = 0;
  await pool.run({
    root,
    files: pending,
    signal,
    onParsed: (files, asked) => {
      files.forEach((file, at) => {
        const path = asked[at]?.path ?? '';
        if (file === undefined) {
          present.delete(path);
          if (stored.has(path)) gone.push(path);
        } else if (!stored.has(path)) added++;
        else if (file.content !== undefined) changed++;
      });
      store.write(files.filter((file): file is ParsedFile => file !== undefined));
      done += asked.length;
      onProgress?.({ stage: 'parse', done, total: pending.length });
    },
  });
  if (gone.length > 0) store.remove(gone);
  // A file that came or went may be what an import means, and configuration says what names mean; a changed one lost its own resolutions when it was written.
  if (added > 0 || gone.length > 0 || configured) store.forgetResolutions();
  resolveImports(root, store, request);
  // An edit changes no commit; who looks at everything sees branches that were switched and commits that were made.
  if (paths === undefined) {
    onProgress?.({ stage: 'history', done: 0, total: 1 });
    await refreshHistory(root, store, signal);
    onProgress?.({ stage: 'history', done: 1, total: 1 });
  }
  return { added, changed, removed: gone.length, unchanged: scanned.length - added - changed };
}

/** Of paths: those files, and everything below those that are folders. */
function storedFiles(store: IndexStore, paths: readonly string[] | undefined): Map<string, StoredFile> {
  if (paths === undefined) return new Map(store.files().map((file) => [file.path, file]));
  const found = paths.flatMap((path) => [store.file(path) ?? [], store.filesBelow(path)].flat());
  return new Map(found.map((file) => [file.path, file]));
}

function isSame(scanned: ScannedFile, known: StoredFile): boolean {
  if (scanned.skipped !== undefined) return known.skipped === scanned.skipped;
  return known.settled && known.bytes === scanned.bytes && known.modified === scanned.modified;
}

function decidesWhatIsIgnored(path: string): boolean {
  return path === '.gitignore' || path.endsWith('/.gitignore');
}

function resolveImports(root: string, store: IndexStore, { signal, onProgress }: RefreshRequest): void {
  const pending = store.unresolved();
  if (pending.length === 0) return;
  const resolver = openImportResolver(repositoryView(root, store.files()));
  for (let at = 0; at < pending.length; at += resolvedAtOnce) {
    if (signal?.aborted === true) throw new RepositoryError('cancelled', 'Indexing was cancelled.');
    const part = pending.slice(at, at + resolvedAtOnce);
    store.writeResolutions(
      part.map((file) => ({
        file,
        resolutions: store.imports(file).map((raw) => resolver.resolve(file.path, raw)),
      })),
    );
    onProgress?.({ stage: 'resolve', done: at + part.length, total: pending.length });
  }
}

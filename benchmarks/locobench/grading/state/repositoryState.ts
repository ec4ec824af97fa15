/** The files of a set's snapshot with changes laid over them, in memory: what a model sees, and what its answer makes of it. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { EvaluationError } from '../../../core/runs/evaluationError';
import type { FileChange, ScenarioSet } from '../../scenarios';
import { repositoryPath } from './repositoryPath';

/** Where the set is, and what of it is needed. */
export interface SnapshotPlace {
  readonly folder: string;
  readonly set: Pick<ScenarioSet, 'files'>;
}

export class RepositoryState {
  private constructor(
    private readonly place: SnapshotPlace,
    private readonly laid: ReadonlyMap<string, string | null>,
  ) {}

  static ofSnapshot(place: SnapshotPlace): RepositoryState {
    return new RepositoryState(place, new Map());
  }

  /** Later changes of a path take the place of earlier ones. */
  with(changes: readonly FileChange[]): RepositoryState {
    if (changes.length === 0) return this;
    const laid = new Map(this.laid);
    for (const { path: changed, content } of changes) laid.set(changed, content);
    return new RepositoryState(this.place, laid);
  }

  has(file: string): boolean {
    const laid = this.laid.get(file);
    return laid === undefined ? Object.hasOwn(this.place.set.files, file) : laid !== null;
  }

  /** @returns undefined where there is no such file @throws EvaluationError set-damaged */
  text(file: string): string | undefined {
    const laid = this.laid.get(file);
    if (laid !== undefined) return laid ?? undefined;
    return this.snapshotBytes(file)?.toString('utf8');
  }

  /** As it is in the snapshot. @throws EvaluationError set-damaged */
  snapshotBytes(file: string): Buffer | undefined {
    const entry = Object.hasOwn(this.place.set.files, file) ? this.place.set.files[file] : undefined;
    return entry === undefined ? undefined : readSnapshot(this.place.folder, file, entry.hash);
  }

  /** Sorted. */
  paths(): readonly string[] {
    const all = new Set(Object.keys(this.place.set.files));
    for (const [file, content] of this.laid) {
      if (content === null) all.delete(file);
      else all.add(file);
    }
    return [...all].sort();
  }

  /** What differs from the snapshot, in order of paths. */
  changes(): readonly FileChange[] {
    return [...this.laid]
      .map(([file, content]) => ({ path: file, content }))
      .filter((change) => this.differs(change))
      .sort((left, right) => (left.path < right.path ? -1 : 1));
  }

  private differs({ path: file, content }: FileChange): boolean {
    const entry = Object.hasOwn(this.place.set.files, file) ? this.place.set.files[file] : undefined;
    if (content === null) return entry !== undefined;
    return createHash('sha256').update(content).digest('hex') !== entry?.hash;
  }

  /** Of the changes: states of one snapshot with the same key are the same. */
  key(): string {
    return createHash('sha256').update(JSON.stringify(this.changes())).digest('hex');
  }
}

function readSnapshot(folder: string, file: string, hash: string): Buffer {
  if (!/^[0-9a-f]{64}$/.test(hash) || repositoryPath(file) !== file) {
    throw damaged(folder, `“${file}” is no path of a repository, or has no hash`);
  }
  let bytes: Buffer;
  try {
    bytes = readFileSync(path.join(folder, 'snapshot', hash));
  } catch (error) {
    throw damaged(folder, `the text of ${file} is missing`, error);
  }
  if (createHash('sha256').update(bytes).digest('hex') !== hash)
    throw damaged(folder, `the text of ${file} was changed`);
  return bytes;
}

function damaged(folder: string, what: string, cause?: unknown): EvaluationError {
  return new EvaluationError('set-damaged', `The scenario set ${folder} is damaged: ${what}. Make it anew.`, { cause });
}

import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { ProcessLock } from '../../files';
import { LibraryHistory, type PlannedChange } from '../session';
import { ApplyError } from './applyError';
import { checkedFile } from './workspaceFile';
import { changeFiles, recoverFiles, type Recovery } from './changeFiles';

/** Group of changes that inlining makes. */
export const INLINING = 'inlining';

/** Changes of one workspace that can be taken back, here and on the page: they share one history. */
export class AppliedChanges {
  private readonly base: string;

  /**
   * @param root absolute, as the editor names the folder of the workspace
   * @param state folder of the user's state
   */
  constructor(
    private readonly root: string,
    private readonly state: string,
    private readonly now: () => number = Date.now,
  ) {
    const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
    this.base = path.join(state, 'toolLibrary', name);
  }

  /**
   * Takes back what a process had begun and was lost with.
   * @returns undefined where nothing was under way
   * @throws ApplyError failed: another process is writing there
   */
  recover(): Promise<Recovery | undefined> {
    return this.alone(() => this.recovered());
  }

  /** Whether a change may be made as things are. @throws ApplyError refused */
  async check(files: PlannedChange['files']): Promise<void> {
    for (const each of files) await checkedFile(this.root, each);
  }

  /** @throws ApplyError: nothing has changed */
  apply(change: PlannedChange): Promise<void> {
    return this.alone(async () => {
      await this.recovered();
      const history = this.history();
      await changeFiles(this.root, this.journal, change, async () => {
        await history.plan(change, this.now());
        await history.markApplied(change.id, this.now());
      });
    });
  }

  /**
   * Puts the files of a change back, byte for byte.
   * @param id default: the last change that stands
   * @throws ApplyError refused where there is none, or a file was changed since
   */
  revert(id: string | undefined): Promise<{ readonly id: string; readonly files: readonly string[] }> {
    return this.alone(async () => {
      await this.recovered();
      const history = this.history();
      const listed = await history.list(() => Promise.resolve(undefined));
      const chosen = id ?? listed.find(({ reverted }) => reverted === undefined)?.id;
      const entry = chosen === undefined ? undefined : await history.find(chosen);
      if (entry === undefined) {
        throw new ApplyError(
          'refused',
          id === undefined
            ? `Nothing that was applied to ${this.root} stands.`
            : `No change ${id} was applied to ${this.root}. These stand: ${
                listed
                  .filter(({ reverted }) => reverted === undefined)
                  .map((each) => each.id)
                  .join(', ') || 'none'
              }.`,
        );
      }
      const later = listed.slice(
        0,
        Math.max(
          0,
          listed.findIndex((each) => each.id === entry.id),
        ),
      );
      for (const { id: other, reverted } of later) {
        // Callers that were led past the adapters need what stands now.
        const isInlining = (await history.find(other))?.files.some(({ group }) => group === INLINING) === true;
        if (reverted === undefined && isInlining) {
          throw new ApplyError('refused', `Calls were inlined after ${entry.id}. Revert ${other} first.`);
        }
      }
      if (entry.reverted !== undefined) throw new ApplyError('refused', `${entry.id} was reverted already.`);
      const changes = entry.files.map(({ path: file, before, after }) => ({
        path: file,
        before: after,
        after: before,
      }));
      await changeFiles(this.root, this.journal, { id: `revert ${entry.id}`, files: changes }, () =>
        history.markReverted(entry.id, this.now()),
      );
      return { id: entry.id, files: changes.map(({ path: file }) => file) };
    });
  }

  private recovered(): Promise<Recovery | undefined> {
    return recoverFiles(this.journal, async (id) => {
      const entry = await this.history().find(id.replace(/^revert /, ''));
      return entry !== undefined && (!id.startsWith('revert ') || entry.reverted !== undefined);
    });
  }

  private get journal(): string {
    return `${this.base}.journal.json`;
  }

  private history(): LibraryHistory {
    return new LibraryHistory(this.state, this.root);
  }

  private async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    await mkdir(path.dirname(this.base), { recursive: true, mode: 0o700 });
    const lock = await ProcessLock.acquire(`${this.base}.lock`);
    if (lock === undefined) {
      throw new ApplyError(
        'failed',
        `Another process is changing ${this.root}. Wait until it is done, then call again.`,
      );
    }
    try {
      return await work();
    } finally {
      await lock.release();
    }
  }
}

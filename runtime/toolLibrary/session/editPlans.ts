import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { AppliedRefactoring, LibraryEdit } from '../protocol';
import { LibraryHistory, type PlannedChange } from './history';
import { refusals } from './refusals';

/** Edits of a collection that the editor makes, with the way back. */
export class EditPlans {
  private readonly history: LibraryHistory;

  /** @param state folder of the user's state @param root absolute */
  constructor(
    state: string,
    private readonly root: string,
    private readonly now: () => number,
  ) {
    this.history = new LibraryHistory(state, root);
  }

  list(): Promise<readonly AppliedRefactoring[]> {
    return this.history.list((file) => this.textNow(file));
  }

  /** On the disk before it is told. */
  async plan(change: Omit<PlannedChange, 'id'>): Promise<LibraryEdit> {
    const id = randomUUID();
    await this.history.plan({ ...change, id }, this.now());
    return { id, root: this.root, files: change.files };
  }

  /** @throws RuntimeError where it was not planned */
  async applied(id: string): Promise<void> {
    if (!(await this.history.markApplied(id, this.now()))) throw refusals.notPlanned();
  }

  /** Files as they were. @throws RuntimeError where one was changed since */
  async planRevert(id: string): Promise<LibraryEdit> {
    const entry = await this.history.find(id);
    if (entry === undefined || entry.reverted !== undefined) throw refusals.nothingToRevert();
    for (const { path: file, after } of entry.files) {
      if ((await this.textNow(file)) !== after) throw refusals.overwritten(file);
    }
    return {
      ...{ id, root: this.root },
      // What was new goes.
      files: entry.files.map(({ path: file, before, after, group }) => ({
        ...{ path: file, before: after, after: before, group },
      })),
    };
  }

  /** Files of a change that stands. @throws RuntimeError */
  async filesOf(id: string): Promise<readonly string[]> {
    const entry = await this.history.find(id);
    if (entry === undefined || entry.reverted !== undefined) throw refusals.nothingToRevert();
    return entry.files.map((file) => file.path);
  }

  reverted(id: string): Promise<void> {
    return this.history.markReverted(id, this.now());
  }

  private async textNow(file: string): Promise<string | undefined> {
    return readFile(path.join(this.root, file), 'utf8').catch(() => undefined);
  }
}

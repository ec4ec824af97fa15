/** The tool library of one folder, step by step: each step rests on those before it, and taking an inventory begins anew. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { fingerprint } from '../execution';
import { extractTools } from '../extraction';
import { planToolMerge, type Comparison } from '../duplicates';
import { compareTools, cutGroups, defaultHeight, type CollectionViews, type CutGroups } from '../grouping';
import { refactorDuplicates, renderMerges, type Refactoring } from '../merging';
import type {
  ChangedFile,
  GroupDetail,
  Library,
  LibraryEdit,
  LibraryProgress,
  RefactorParams,
  Retrieval,
} from '../protocol';
import type { Fingerprint, ToolCollection } from '../types';
import { verifyCandidate } from '../verification';
import { LibraryHistory } from './history';
import { listGroups } from './listGroups';
import { listTools } from './listing';
import type { MeasuredLibrary } from './measuredLibrary';
import { readTexts } from './readTexts';
import { summaryOf } from './summaryOf';

export interface SessionParts {
  /** Absolute. */
  readonly root: string;
  /** Folder of the user's state. */
  readonly state: string;
  /** Whether tools may run in the sandbox now. */
  readonly mayExecute: () => boolean;
  readonly progress: (progress: LibraryProgress) => void;
  /** Finding before and after, beside libraries merged at random. */
  readonly measure: (measured: MeasuredLibrary) => Promise<Retrieval>;
  readonly now?: () => number;
}

interface Taken {
  readonly collection: ToolCollection;
  readonly texts: ReadonlyMap<string, string>;
  readonly taken: number;
}

const SEED = 1;

export class LibrarySession {
  private readonly history: LibraryHistory;
  private taken: Taken | undefined;
  private fingerprints: ReadonlyMap<string, Fingerprint> | undefined;
  private views: CollectionViews | undefined;
  private groups: (CutGroups & { readonly height: number }) | undefined;
  private refactoring: Refactoring | undefined;
  private retrieval: Retrieval | undefined;
  private readonly decisions = new Map<string, boolean>();
  private readonly now: () => number;

  constructor(private readonly parts: SessionParts) {
    this.history = new LibraryHistory(parts.state, parts.root);
    this.now = parts.now ?? Date.now;
  }

  async library(): Promise<Library> {
    const { taken, fingerprints, views, groups, refactoring, retrieval } = this;
    const list = (found: CutGroups['groups']) => listGroups(found, refactoring, this.decisions);
    return {
      inventory: taken && {
        ...{ root: this.parts.root, taken: taken.taken, problems: taken.collection.problems },
        tools: listTools(taken.collection.tools, taken.texts, fingerprints),
      },
      groups:
        views && groups
          ? {
              ...{ dendrogram: views.dendrogram, height: groups.height },
              ...{ groups: list(groups.groups), equal: list(groups.equal) },
            }
          : undefined,
      summary: taken && refactoring && summaryOf(taken.collection, refactoring),
      retrieval,
      history: await this.history.list((file) => this.textNow(file)),
    };
  }

  /** Absolute. */
  get root(): string {
    return this.parts.root;
  }

  /** What was compared last, for what else rests on it; undefined: nothing yet. */
  get comparison(): Comparison | undefined {
    const { taken, fingerprints, groups } = this;
    return taken && fingerprints && groups && { texts: taken.texts, fingerprints, equal: groups.equal };
  }

  /** Finds the tools; runs nothing. What was known before is forgotten. */
  async takeInventory(signal: AbortSignal): Promise<Library> {
    const { root, progress } = this.parts;
    const tell = (done: number, total: number, text: string) =>
      progress({ stage: 'extract', share: total === 0 ? undefined : done / total, text, cost: 0 });
    const collection = await extractTools({ root, signal, progress: tell });
    const texts = await readTexts(root, signal);
    this.taken = { collection, texts, taken: this.now() };
    this.fingerprints = this.views = this.groups = this.refactoring = this.retrieval = undefined;
    return this.library();
  }

  /** Runs pure tools where that is allowed, and compares all with each other. */
  async compare(signal: AbortSignal): Promise<Library> {
    const { collection } = this.needTaken();
    const { progress, mayExecute } = this.parts;
    const fingerprints = mayExecute()
      ? await fingerprint(collection, {
          ...{ seed: SEED, signal },
          onProgress: (share) => progress({ stage: 'run', share, text: '', cost: 0 }),
        })
      : new Map(
          collection.tools.map(({ id }) => [id, { status: 'skipped', reason: 'running is not allowed' }] as const),
        );
    const views = await compareTools(collection.tools, {
      ...{ fingerprints, signal },
      progress: (share) => progress({ stage: 'group', share, text: '', cost: 0 }),
    });
    this.fingerprints = fingerprints;
    this.views = views;
    this.refactoring = this.retrieval = undefined;
    return this.cut(this.groups?.height ?? defaultHeight);
  }

  async cut(height: number): Promise<Library> {
    this.groups = { ...(await cutGroups(this.needViews(), { height })), height };
    return this.library();
  }

  /** Merges verified duplicates. */
  async refactor(
    { acceptWeak, seed }: Pick<RefactorParams, 'acceptWeak' | 'seed'>,
    signal: AbortSignal,
  ): Promise<Library> {
    this.refactoring = await this.refactored(this.needGroups().equal, { acceptWeak, seed, signal });
    this.retrieval = undefined;
    return this.library();
  }

  async decide(group: string, accepted: boolean | undefined): Promise<Library> {
    if (accepted === undefined) this.decisions.delete(group);
    else this.decisions.set(group, accepted);
    return this.library();
  }

  async group(id: string): Promise<GroupDetail> {
    const { groups, equal } = this.needGroups();
    const { collection, texts } = this.needTaken();
    const [group] = listGroups(
      [...equal, ...groups].filter((each) => each.id === id),
      this.refactoring,
      this.decisions,
    );
    if (group === undefined) {
      throw new RuntimeError('bad-request', 'There is no such group any more.', 'Choose one of the list.');
    }
    const own = new Set(group.members);
    const tools = collection.tools.filter((tool) => own.has(tool.id));
    const listed = listTools(tools, texts, this.fingerprints);
    return {
      group,
      members: tools.map((tool, at) => ({
        tool: listed[at]!,
        text: tool.source?.text ?? '',
        coverage: this.refactoring?.coverage.entries.find((each) => each.tool === tool.id),
        verification: this.refactoring?.verifications.get(tool.id),
      })),
      files: await this.filesOf(own),
    };
  }

  async measure(queries: string, signal: AbortSignal): Promise<Library> {
    this.parts.progress({ stage: 'retrieve', share: undefined, text: '', cost: 0 });
    const { refactoring, fingerprints = new Map<string, Fingerprint>() } = this;
    const { collection } = this.needTaken();
    const groups = this.needGroups();
    this.retrieval = await this.parts.measure({ queries, collection, groups, fingerprints, refactoring, signal });
    return this.library();
  }

  /** What the accepted groups change, verified once more by themselves with another seed. */
  async planApply(seed: number, signal: AbortSignal): Promise<LibraryEdit> {
    const { texts } = this.needTaken();
    const accepted = this.needGroups().equal.filter(({ id }) => this.decisions.get(id) === true);
    if (accepted.length === 0) {
      throw new RuntimeError('bad-request', 'No group is accepted.', 'Accept one or more groups, then apply.');
    }
    const changed = await this.changedSince(texts);
    if (changed !== undefined) {
      throw new RuntimeError(
        'bad-request',
        `${changed} was changed since the inventory was taken.`,
        'Take the inventory again: a change is applied only to what was verified.',
      );
    }
    const done = await this.refactored(accepted, { acceptWeak: true, seed, signal });
    const groupOf = new Map(
      done.merges.flatMap(({ group, members, target }) => [
        [target.path, group] as const,
        ...members.map(({ tool }) => [tool.source?.path ?? '', group] as const),
      ]),
    );
    const files = [...done.texts].map(([file, after]) => ({
      ...{ path: file, before: texts.get(file), after, group: groupOf.get(file) ?? accepted[0]!.id },
    }));
    if (files.length === 0) {
      throw new RuntimeError(
        'bad-request',
        'Nothing of the accepted groups passed its verification again.',
        'See why in each group.',
      );
    }
    const tools = done.coverage.entries.filter(({ outcome }) => outcome === 'merged').length;
    const id = randomUUID();
    await this.history.plan({ id, files, tools }, this.now());
    return { id, root: this.parts.root, files };
  }

  /** A merge of a few tools by themselves, whatever was found or accepted before. */
  async planMerge(tools: readonly string[], seed: number, signal: AbortSignal): Promise<LibraryEdit> {
    const { root } = this.parts;
    this.needExecution();
    const planned = await planToolMerge({ root, texts: await readTexts(root, signal), tools, seed, signal });
    const id = randomUUID();
    await this.history.plan({ id, ...planned }, this.now());
    return { id, root, files: planned.files };
  }

  async applied(id: string): Promise<Library> {
    if (!(await this.history.markApplied(id, this.now()))) {
      throw new RuntimeError('bad-request', 'No such change was planned.', 'Apply again.');
    }
    this.decisions.clear();
    return this.library();
  }

  /** Files as they were. @throws RuntimeError where one was changed since */
  async planRevert(id: string): Promise<LibraryEdit> {
    const entry = await this.history.find(id);
    if (entry === undefined || entry.reverted !== undefined) {
      throw new RuntimeError('bad-request', 'There is nothing to revert.', 'Choose a change that stands.');
    }
    for (const { path: file, after } of entry.files) {
      if ((await this.textNow(file)) !== after) {
        throw new RuntimeError(
          'bad-request',
          `${file} was changed since, and is not overwritten.`,
          'Put it back by your version control, or revert it by hand.',
        );
      }
    }
    return {
      ...{ id, root: this.parts.root },
      // What was new goes.
      files: entry.files.map(({ path: file, before, after, group }) => ({
        ...{ path: file, before: after, after: before, group },
      })),
    };
  }

  async reverted(id: string): Promise<Library> {
    await this.history.markReverted(id, this.now());
    return this.library();
  }

  private async refactored(
    groups: CutGroups['equal'],
    { acceptWeak, seed, signal }: { readonly acceptWeak: boolean; readonly seed: number; readonly signal: AbortSignal },
  ): Promise<Refactoring> {
    const { collection, texts } = this.needTaken();
    this.needExecution();
    return refactorDuplicates({
      ...{ collection, texts, groups, fingerprints: this.fingerprints ?? new Map(), acceptWeak, signal },
      verify: ({ texts: changed, entries }) =>
        verifyCandidate({ collection, candidate: { texts: changed }, entries, seed, signal }),
      progress: (text) => this.parts.progress({ stage: 'verify', share: undefined, text, cost: 0 }),
    });
  }

  private async filesOf(members: ReadonlySet<string>): Promise<readonly ChangedFile[]> {
    const { texts } = this.needTaken();
    const merges = (this.refactoring?.merges ?? []).filter((merge) =>
      merge.members.some(({ tool }) => members.has(tool.id)),
    );
    if (merges.length === 0) return [];
    const rendered = await renderMerges(this.parts.root, texts, merges);
    return [...rendered.texts].map(([file, after]) => ({ path: file, before: texts.get(file), after }));
  }

  private async changedSince(texts: ReadonlyMap<string, string>): Promise<string | undefined> {
    for (const [file, text] of texts) if ((await this.textNow(file)) !== text) return file;
    return undefined;
  }

  private async textNow(file: string): Promise<string | undefined> {
    return readFile(path.join(this.parts.root, file), 'utf8').catch(() => undefined);
  }

  private needExecution(): void {
    if (this.parts.mayExecute()) return;
    throw new RuntimeError(
      'bad-request',
      'Merging needs proof by running tools in the sandbox, which is not allowed here.',
      'Trust the workspace and allow it.',
    );
  }

  private needTaken(): Taken {
    if (this.taken !== undefined) return this.taken;
    throw new RuntimeError('bad-request', 'No inventory was taken yet.', 'Find the tools first.');
  }

  private needViews(): CollectionViews {
    if (this.views !== undefined) return this.views;
    throw new RuntimeError('bad-request', 'The tools were not compared yet.', 'Compare them first.');
  }

  private needGroups(): NonNullable<LibrarySession['groups']> {
    if (this.groups !== undefined) return this.groups;
    throw new RuntimeError('bad-request', 'The tools were not compared yet.', 'Compare them first.');
  }
}

/** What is known of a collection: in memory, and kept on the disk after each step. */
import { findWorkspacePython, type PythonInterpreter } from '../execution';
import { compareTools, cutGroups, type CollectionViews, type CutGroups } from '../grouping';
import type { Library, Retrieval } from '../protocol';
import type { Fingerprint } from '../types';
import { familyGroups } from './familyGroups';
import { KeptLibrary, type KeptInventory, type Merged } from './keptLibrary';
import { listGroups } from './listGroups';
import { listTools } from './listing';
import { refusals } from './refusals';
import type { SessionParts } from './sessionParts';
import { StaleFiles } from './staleFiles';
import { summaryOf } from './summaryOf';

export type TakenInventory = KeptInventory & { readonly stale: StaleFiles };
export type KnownGroups = CutGroups & { readonly height: number; readonly named: CutGroups | undefined };

export class LibraryState {
  fingerprints: ReadonlyMap<string, Fingerprint> | undefined;
  views: CollectionViews | undefined;
  groups: KnownGroups | undefined;
  merged: Merged | undefined;
  retrieval: Retrieval | undefined;
  decisions = new Map<string, boolean>();
  private inventory: TakenInventory | undefined;
  private readonly kept: KeptLibrary;
  private restoring: Promise<void> | undefined;

  constructor(readonly parts: SessionParts) {
    const { state, root, version = '', log = () => undefined } = parts;
    this.kept = new KeptLibrary(state, root, version, log);
  }

  get taken(): TakenInventory | undefined {
    return this.inventory;
  }

  /** What an earlier process has kept, once. */
  restore(): Promise<void> {
    return (this.restoring ??= this.read().catch((error: unknown) => {
      this.parts.log?.(`What was kept of ${this.parts.root} is not used, the tools are found anew: ${String(error)}`);
    }));
  }

  /** All that was known before is forgotten. */
  async take(inventory: KeptInventory): Promise<void> {
    this.set(inventory);
    await this.kept.keepInventory(inventory);
  }

  async keep(): Promise<void> {
    const { taken, fingerprints, groups, merged, retrieval } = this;
    if (taken === undefined || fingerprints === undefined || groups === undefined) return;
    const { height, named } = groups;
    await this.kept.keepResults({ taken: taken.taken, fingerprints, height, named, merged, retrieval });
  }

  async keepDecisions(): Promise<void> {
    if (this.taken !== undefined) {
      await this.kept.keepDecisions({ taken: this.taken.taken, decisions: new Map(this.decisions) });
    }
  }

  compared(fingerprints: ReadonlyMap<string, Fingerprint>, signal?: AbortSignal): Promise<CollectionViews> {
    const progress = (share: number) => this.parts.progress({ stage: 'group', share, text: '', cost: 0 });
    return compareTools(this.needTaken().collection.tools, { fingerprints, signal, progress });
  }

  /** All of it but the history. */
  async listed(): Promise<Omit<Library, 'history'>> {
    const { taken, fingerprints, views, groups, merged, retrieval, decisions } = this;
    const list = (found: CutGroups['groups']) => listGroups(found, merged?.refactoring, decisions);
    return {
      inventory: taken && {
        ...{ root: this.parts.root, taken: taken.taken, problems: taken.collection.problems },
        tools: listTools(taken.collection.tools, taken.texts, fingerprints),
      },
      groups:
        views && groups
          ? {
              ...{ dendrogram: views.dendrogram, height: groups.height },
              ...{ groups: list(groups.groups), equal: list([...groups.equal, ...familyGroups(merged?.refactoring)]) },
            }
          : undefined,
      summary: taken && merged && summaryOf(taken.collection, merged),
      retrieval,
      stale: taken === undefined ? { files: [], count: 0 } : await taken.stale.find(),
    };
  }

  /** Whose packages tools find; undefined: that of the machine. */
  async python(): Promise<PythonInterpreter | undefined> {
    const { python, problems } = await findWorkspacePython({ root: this.parts.root });
    for (const problem of problems) this.parts.log?.(problem);
    return python;
  }

  needTaken(): TakenInventory {
    if (this.inventory !== undefined) return this.inventory;
    throw refusals.notTaken();
  }

  needViews(): CollectionViews {
    if (this.views !== undefined) return this.views;
    throw refusals.notCompared();
  }

  /** Everything that merging rests on. */
  needCompared(): {
    readonly collection: KeptInventory['collection'];
    readonly texts: KeptInventory['texts'];
    readonly fingerprints: ReadonlyMap<string, Fingerprint>;
    readonly groups: KnownGroups;
  } {
    const { collection, texts } = this.needTaken();
    const { groups, fingerprints } = this;
    if (groups === undefined || fingerprints === undefined) throw refusals.notCompared();
    return { collection, texts, fingerprints, groups };
  }

  needExecution(): void {
    if (!this.parts.mayExecute()) throw refusals.notAllowed();
  }

  private set(inventory: KeptInventory): void {
    this.inventory = { ...inventory, stale: new StaleFiles(this.parts.root, inventory.texts) };
    this.fingerprints = this.views = this.groups = this.merged = this.retrieval = undefined;
    this.decisions = new Map();
  }

  private async read(): Promise<void> {
    const inventory = await this.kept.inventory();
    if (inventory === undefined) return;
    this.set(inventory);
    const results = await this.kept.results();
    if (results?.taken !== inventory.taken) return;
    const { fingerprints, height, named, merged, retrieval } = results;
    // Nothing is run for it: only the tree is made again.
    const views = await this.compared(fingerprints);
    const cut = await cutGroups(views, { height });
    this.fingerprints = fingerprints;
    this.views = views;
    this.merged = merged;
    this.retrieval = retrieval;
    this.groups = { ...(named ?? cut), height, named };
    const kept = await this.kept.decisions();
    if (kept?.taken === inventory.taken) this.decisions = new Map(kept.decisions);
  }
}

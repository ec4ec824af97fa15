/** The tool library of one folder, step by step: each step rests on those before it, and taking an inventory begins anew. */
import { fingerprint } from '../execution';
import { extractTools, recordsOfServer } from '../extraction';
import { planToolMerge, type Comparison } from '../duplicates';
import { ChangedCollection } from '../changedCollection';
import { cutGroups, defaultHeight } from '../grouping';
import { type DuplicatesOptions, refactorDuplicates, refactorTools, settleMerges, type Refactoring } from '../merging';
import type {
  GroupDetail,
  InlinePlan,
  Library,
  LibraryEdit,
  MergeEstimate,
  RefactorParams,
  RefactorSummary,
  ServerTools,
} from '../protocol';
import { toolsOfChanged } from '../toolsOfTexts';
import { withVerifier } from '../verification';
import { acceptedMerges } from './acceptedMerges';
import { changedFiles } from './changedFiles';
import { EditPlans } from './editPlans';
import { familyGroups } from './familyGroups';
import { groupDetail } from './groupDetail';
import { LibraryState } from './libraryState';
import { listGroups } from './listGroups';
import { ModelSteps } from './modelSteps';
import { planInline } from './planInline';
import { readTexts } from './readTexts';
import { refusals } from './refusals';
import type { SessionParts } from './sessionParts';

const SEED = 1;

export class LibrarySession {
  private readonly edits: EditPlans;
  private readonly state: LibraryState;
  private readonly models: ModelSteps;
  private readonly now: () => number;

  constructor(private readonly parts: SessionParts) {
    this.now = parts.now ?? Date.now;
    this.edits = new EditPlans(parts.state, parts.root, this.now);
    this.state = new LibraryState(parts);
    this.models = new ModelSteps(this.state);
  }

  /** Absolute. */
  get root(): string {
    return this.parts.root;
  }

  /** What was compared last, for what else rests on it; undefined: nothing yet. */
  get comparison(): Comparison | undefined {
    const { taken, fingerprints, groups } = this.state;
    return taken && fingerprints && groups && { texts: taken.texts, fingerprints, equal: groups.equal };
  }

  /** What an earlier process has kept of this folder; to be waited for before anything else. */
  restore(): Promise<void> {
    return this.state.restore();
  }

  async library(): Promise<Library> {
    return { ...(await this.state.listed()), history: await this.edits.list() };
  }

  /** Finds the tools; runs nothing. What was known before is forgotten. @param servers that were asked already */
  async takeInventory(signal: AbortSignal, servers: readonly ServerTools[] = []): Promise<Library> {
    const { root, progress } = this.parts;
    const tell = (done: number, total: number, text: string) =>
      progress({ stage: 'extract', share: total === 0 ? undefined : done / total, text, cost: 0 });
    const own = await extractTools({ root, signal, progress: tell });
    const served = servers.map(recordsOfServer);
    const collection = {
      ...own,
      tools: [...own.tools, ...served.flatMap(({ tools }) => tools)],
      problems: [...own.problems, ...served.flatMap(({ problems }) => problems)],
    };
    await this.state.take({ collection, texts: await readTexts(root, signal), taken: this.now() });
    return this.library();
  }

  /** Runs pure tools where that is allowed, and compares all with each other. */
  async compare(signal: AbortSignal): Promise<Library> {
    const { state } = this;
    const { collection } = state.needTaken();
    const { progress, mayExecute } = this.parts;
    const fingerprints = mayExecute()
      ? await fingerprint(collection, {
          ...{ seed: SEED, signal, python: await state.python() },
          onProgress: (share) => progress({ stage: 'run', share, text: '', cost: 0 }),
        })
      : new Map(
          collection.tools.map(({ id }) => [id, { status: 'skipped', reason: 'running is not allowed' }] as const),
        );
    state.views = await state.compared(fingerprints, signal);
    state.fingerprints = fingerprints;
    state.merged = state.retrieval = undefined;
    return this.cut(state.groups?.height ?? defaultHeight);
  }

  async cut(height: number): Promise<Library> {
    const groups = await cutGroups(this.state.needViews(), { height });
    this.state.groups = { ...groups, height, named: undefined };
    await this.state.keep();
    return this.library();
  }

  /** Merges verified duplicates; with a model also related tools. What was taken before that failed or was stopped stands. */
  async refactor(params: RefactorParams, signal: AbortSignal): Promise<Library> {
    const { model, acceptWeak, seed } = params;
    if (model === undefined) {
      const { duplicates, refactoring } = await this.withoutModel(acceptWeak, seed, signal);
      const length = await this.lengthOf(refactoring, signal);
      this.state.merged = { refactoring, duplicates: { refactoring: duplicates, acceptWeak }, length, work: undefined };
      this.state.retrieval = undefined;
      await this.state.keep();
    } else await this.models.refactor(model, params, signal);
    return this.library();
  }

  /** What a merge with a model would take. Sends nothing. */
  estimate(model: string, candidates: number, signal: AbortSignal): Promise<MergeEstimate> {
    return this.models.estimate(model, candidates, signal);
  }

  /** A model names the groups of the cut, and takes out members that do not belong; another cut forgets it. */
  async nameGroups(model: string, limit: number | undefined, signal: AbortSignal): Promise<Library> {
    await this.models.nameGroups(model, limit, signal);
    await this.state.keep();
    return this.library();
  }

  async decide(group: string, accepted: boolean | undefined): Promise<Library> {
    const { decisions } = this.state;
    if (accepted === undefined) decisions.delete(group);
    else decisions.set(group, accepted);
    await this.state.keepDecisions();
    return this.library();
  }

  async group(id: string): Promise<GroupDetail> {
    const { root, state } = this;
    const compared = state.needCompared();
    const { equal, groups } = compared.groups;
    const refactoring = state.merged?.refactoring;
    const found = [...equal, ...familyGroups(refactoring), ...groups].filter((each) => each.id === id);
    const [group] = listGroups(found, refactoring, state.decisions);
    if (group === undefined) throw refusals.noGroup();
    return groupDetail({ ...compared, root, group, refactoring });
  }

  async measure(queries: string, signal: AbortSignal): Promise<Library> {
    const { state } = this;
    this.parts.progress({ stage: 'retrieve', share: undefined, text: '', cost: 0 });
    const compared = state.needCompared();
    const { collection, texts } = compared;
    const refactoring = state.merged?.refactoring;
    // Functions that stand for others may be none of the collection.
    const merged = refactoring && {
      ...{ refactoring, after: await toolsOfChanged(collection, texts, refactoring.texts, { signal }) },
    };
    state.retrieval = await this.parts.measure({ queries, ...compared, merged, signal });
    await state.keep();
    return this.library();
  }

  /** What the accepted groups change, verified once more by themselves with another seed. */
  async planApply(seed: number, signal: AbortSignal): Promise<LibraryEdit> {
    const { state } = this;
    const compared = state.needCompared();
    const accepted = new Set([...state.decisions].flatMap(([id, wanted]) => (wanted ? [id] : [])));
    const refactoring = state.merged?.refactoring;
    const wanted = { ...compared, refactoring, accepted };
    const first = await acceptedMerges(wanted);
    if (first.merges.length === 0) throw refusals.noneAccepted();
    const [changed] = (await state.needTaken().stale.find()).files;
    if (changed !== undefined) throw refusals.changed(changed);
    const known = { rejected: new Map(), verifications: new Map() };
    const done = await this.merging({ acceptWeak: true, seed, signal }, async (options) => {
      const settled = await settleMerges(options, { ...first, ...known });
      // A function for a family that does not pass any more is not left behind.
      const stands = new Set(settled.merges.map(({ group }) => group));
      const lost = (refactoring?.families ?? []).map(({ id }) => id).filter((id) => !stands.has(id));
      if (!first.merges.some(({ group }) => lost.includes(group))) return settled;
      return settleMerges(options, { ...(await acceptedMerges({ ...wanted, without: new Set(lost) })), ...known });
    });
    if (done.texts.size === 0) throw refusals.nothingPassed();
    const tools = done.coverage.entries.filter(({ outcome }) => outcome === 'merged').length;
    return this.edits.plan({ files: changedFiles(done, compared.texts), tools });
  }

  /** A merge of a few tools by themselves, whatever was found or accepted before. */
  async planMerge(tools: readonly string[], seed: number, signal: AbortSignal): Promise<LibraryEdit> {
    const { root } = this.parts;
    this.state.needExecution();
    const python = await this.state.python();
    return this.edits.plan(
      await planToolMerge({ root, texts: await readTexts(root, signal), tools, seed, python, signal }),
    );
  }

  /** The second step after a change: callers of old names call the library itself. Nothing that was found or accepted matters. */
  async planInline(id: string, seed: number, signal: AbortSignal): Promise<InlinePlan> {
    const { root, progress } = this.parts;
    this.state.needExecution();
    const files = await this.edits.filesOf(id);
    const tell = (text: string) => progress({ stage: 'inline', share: undefined, text, cost: 0 });
    tell('');
    const planned = await planInline({ root, files, seed, python: await this.state.python(), signal, progress: tell });
    const edit = await this.edits.plan({ files: planned.files, tools: 0 });
    return { edit, inlined: planned.inlined, left: planned.left };
  }

  async applied(id: string): Promise<Library> {
    await this.edits.applied(id);
    this.state.decisions.clear();
    await this.state.keepDecisions();
    return this.library();
  }

  /** Files as they were. @throws RuntimeError where one was changed since */
  planRevert(id: string): Promise<LibraryEdit> {
    return this.edits.planRevert(id);
  }

  async reverted(id: string): Promise<Library> {
    await this.edits.reverted(id);
    return this.library();
  }

  /** Verified duplicates, then what differs in constants alone, where the whole becomes shorter by it. */
  private async withoutModel(
    acceptWeak: boolean,
    seed: number,
    signal: AbortSignal,
  ): Promise<{ readonly duplicates: Refactoring; readonly refactoring: Refactoring }> {
    const tokens = await this.parts.tokens?.();
    const { collection, texts } = this.state.needCompared();
    return this.merging({ acceptWeak, seed, signal }, async (options) => {
      const duplicates = await refactorDuplicates(options);
      if (tokens === undefined) return { duplicates, refactoring: duplicates };
      const changed = new ChangedCollection({ collection, texts, tokens, signal });
      const lengthOf = async (fresh: ReadonlyMap<string, string>) =>
        changed.length(fresh, await changed.tools(fresh)).total;
      const refactoring = await refactorTools({ ...options, duplicates, related: [], families: { lengthOf } });
      return { duplicates, refactoring };
    });
  }

  private async merging<Result>(
    { acceptWeak, seed, signal }: { readonly acceptWeak: boolean; readonly seed: number; readonly signal: AbortSignal },
    act: (options: DuplicatesOptions) => Promise<Result>,
  ): Promise<Result> {
    this.state.needExecution();
    const { collection, groups, ...compared } = this.state.needCompared();
    const python = await this.state.python();
    const progress = (text: string) => this.parts.progress({ stage: 'verify', share: undefined, text, cost: 0 });
    return withVerifier({ collection, seed, python, signal, onProgress: progress }, (verify) =>
      act({ ...{ collection, ...compared, groups: groups.equal }, acceptWeak, signal, verify, progress }),
    );
  }

  private async lengthOf(
    { texts: fresh }: Refactoring,
    signal: AbortSignal,
  ): Promise<RefactorSummary['descriptionLength']> {
    const tokens = await this.parts.tokens?.();
    if (tokens === undefined) return undefined;
    const { collection, texts } = this.state.needTaken();
    const changed = new ChangedCollection({ collection, texts, tokens, signal });
    return {
      before: changed.length(new Map(), collection.tools).total,
      after: changed.length(fresh, await changed.tools(fresh)).total,
    };
  }
}

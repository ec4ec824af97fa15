import type { CoverageMap, ToolGroup, ToolRecord, Verification } from '../../types';
import { coverageMap } from '../coverage/coverageMap';
import { flattenMerges } from '../plan/flattenMerges';
import type { Merge } from '../plan/merge';
import { renderMerges, type RenderedMerges } from '../plan/renderMerges';
import { keptReasons, settleMerges, type DuplicatesOptions, type Refactoring } from '../refactorDuplicates';
import { endingOf, groupForModel, modelTools } from './groupTools';
import { libraryPath } from './libraryPath';
import { mergedCount, refactorGroup, type GroupCandidate } from './refactorGroup';
import { GroupNotAskedError, type AskModel, type MergingStep } from './types';

export interface ModelOptions {
  readonly ask: AskModel;
  /** Modules that are tried for each group; the shortest whole is taken. */
  readonly candidates?: number;
  readonly rounds?: number;
  /** Groups that hold more tools are passed over: a prompt has to hold all their code. */
  readonly maximumSize?: number;
  /** Told before each call. */
  readonly told?: (step: MergingStep) => void;
  /** What is merged so far, verified: duplicates first, then after each group. Kept though a later call fails, or the work is stopped. */
  readonly taken?: (refactoring: Refactoring) => Promise<void>;
  /**
   * Description length of the collection with some texts changed: what is the least is taken, and nothing that is not less than before.
   * @param coverage of the merges
   */
  readonly lengthOf: (texts: ReadonlyMap<string, string>, coverage: CoverageMap) => Promise<number>;
}

/** Default of `ModelOptions.maximumSize`. */
const mostTools = 12;

export interface RefactorOptions extends DuplicatesOptions {
  /** Groups of tools that are like each other, for a model. */
  readonly related: readonly ToolGroup[];
  /** Duplicates that were merged and verified before; default: they are merged first. */
  readonly duplicates?: Refactoring;
  readonly model?: ModelOptions;
}

interface Weighed {
  readonly candidate: GroupCandidate;
  readonly length: number;
}

/** Merges groups of related tools by a model, one group after the other, on top of what is merged already. */
export class GroupMerging {
  private merges: readonly Merge[];
  private length = 0;
  private readonly created = new Map<string, string>();
  private readonly rejected: Map<string, string>;
  private readonly verifications: Map<string, Verification>;

  constructor(
    private readonly options: RefactorOptions,
    private readonly model: ModelOptions,
    private readonly duplicates: Refactoring,
  ) {
    this.merges = duplicates.merges;
    this.rejected = rejectedOf(duplicates.coverage);
    this.verifications = new Map(duplicates.verifications);
  }

  async run(): Promise<Refactoring> {
    await this.model.taken?.(this.duplicates);
    this.length = await this.model.lengthOf(this.duplicates.texts, this.duplicates.coverage);
    const groups = groupsForModel(this.options, this.merges, this.model.maximumSize);
    for (const [at, { group, tools }] of groups.entries()) {
      this.options.signal?.throwIfAborted();
      const step = { topic: group.topic, group: at + 1, groups: groups.length };
      if (await this.merge(group, tools, step)) await this.model.taken?.(await this.soFar());
    }
    const merges = flattenMerges(this.merges);
    const { created, rejected, verifications } = this;
    return created.size === 0
      ? { ...this.duplicates, coverage: this.explained() }
      : settleMerges(this.options, { merges, created, rejected, verifications });
  }

  /** The coverage of duplicates alone, with why the model's modules were not taken. */
  private explained(): CoverageMap {
    const { collection, fingerprints } = this.options;
    return coverageMap(collection.tools, this.merges, this.rejected, keptReasons(collection, fingerprints));
  }

  /** All that was taken was verified with what was taken before it. */
  private async soFar(): Promise<Refactoring> {
    const { collection, fingerprints } = this.options;
    const merges = flattenMerges(this.merges);
    const { texts } = await this.render([], undefined);
    const reasons = keptReasons(collection, fingerprints);
    const coverage = coverageMap(collection.tools, merges, this.rejected, reasons);
    return { merges, texts, coverage, verifications: new Map(this.verifications) };
  }

  /**
   * Takes the best of several modules for a group, where it makes the whole shorter.
   * @returns whether one was taken
   */
  private async merge(
    group: ToolGroup,
    tools: readonly ToolRecord[],
    step: Pick<MergingStep, 'topic' | 'group' | 'groups'>,
  ): Promise<boolean> {
    const { texts } = this.options;
    const place = libraryPath(
      group.topic,
      tools.map(({ source }) => source?.path ?? ''),
      endingOf(tools),
      (file) => texts.has(file) || this.created.has(file),
    );
    const found: Weighed[] = [];
    for (let attempt = 0; attempt < (this.model.candidates ?? 1); attempt += 1) {
      const weighed = await this.tryOnce(group, tools, place, attempt, step);
      if (typeof weighed !== 'string') found.push(weighed);
      else for (const { id } of tools) if (!this.rejected.has(id)) this.rejected.set(id, weighed);
    }
    const [best] = found.sort((a, b) => a.length - b.length || mergedCount(b.candidate) - mergedCount(a.candidate));
    if (best === undefined) return false;
    for (const { id } of tools) this.rejected.delete(id);
    if (best.length >= this.length) {
      const reason = `merging makes the whole longer: ${String(best.length)} tokens, ${String(this.length)} without it`;
      for (const { id } of tools) this.rejected.set(id, reason);
      return false;
    }
    this.take(best);
    this.say(`${group.topic}: ${String(mergedCount(best.candidate))} tools merged in ${place}`);
    return true;
  }

  private async tryOnce(
    group: ToolGroup,
    tools: readonly ToolRecord[],
    place: string,
    attempt: number,
    step: Pick<MergingStep, 'topic' | 'group' | 'groups'>,
  ): Promise<Weighed | string> {
    const { collection, acceptWeak = false, signal = new AbortController().signal } = this.options;
    signal.throwIfAborted();
    const candidate = await refactorGroup({
      group: { id: group.id, ...groupForModel(group.topic, tools, collection) },
      ...{ path: place, ask: this.model.ask, attempt, rounds: this.model.rounds ?? 3, signal, acceptWeak },
      taken: new Set(collection.tools.map(({ name }) => name)),
      verify: (text, merges) => this.verify(place, text, merges),
      progress: (text) => this.say(text),
      asking: (role, round) => this.model.told?.({ ...step, candidate: attempt + 1, round, role }),
    }).catch((error: unknown) => {
      if (error instanceof GroupNotAskedError) return { failed: error.message };
      throw error;
    });
    if ('failed' in candidate) {
      this.say(`${group.topic}: ${candidate.failed}`);
      return candidate.failed;
    }
    const { texts, coverage } = await this.render(candidate.merges, [place, candidate.text]);
    return { candidate, length: await this.model.lengthOf(texts, coverage) };
  }

  private take({ candidate, length }: Weighed): void {
    this.merges = [...this.merges, ...candidate.merges];
    this.created.set(candidate.path, candidate.text);
    this.length = length;
    for (const [id, found] of candidate.verifications) this.verifications.set(id, found);
    for (const [id, reason] of candidate.left) this.rejected.set(id, reason);
  }

  /** The collection with further merges, whose functions stand in one new file. */
  private async render(
    further: readonly Merge[],
    file: readonly [string, string] | undefined,
  ): Promise<RenderedMerges & { readonly coverage: CoverageMap }> {
    const { collection, texts } = this.options;
    const merges = flattenMerges([...this.merges, ...further]);
    const created = new Map([...this.created, ...(file === undefined ? [] : [file])]);
    const rendered = await renderMerges(collection.root, texts, merges, created);
    return { ...rendered, coverage: coverageMap(collection.tools, merges, new Map(), new Map()) };
  }

  private async verify(
    place: string,
    text: string,
    merges: readonly Merge[],
  ): Promise<ReadonlyMap<string, Verification>> {
    const { texts, refused, coverage } = await this.render(merges, [place, text]);
    const own = new Set(merges.flatMap(({ members }) => members.map(({ tool }) => tool.id)));
    const entries = coverage.entries.filter(
      ({ tool, outcome, into }) =>
        outcome === 'merged' && !refused.has(tool) && (own.has(tool) || into.startsWith(`${place}#`)),
    );
    const found = await this.options.verify({ texts, entries });
    const unwritten = [...refused].map(([tool, detail]): Verification => {
      return { tool, verdict: 'rejected', cases: 0, steps: [{ step: 'parse', outcome: 'failed', detail }] };
    });
    return new Map([...found, ...unwritten].map((each) => [each.tool, each]));
  }

  private say(text: string): void {
    this.options.progress?.(text);
  }
}

/** The groups that a model is given, each with those of its tools that it may work on. */
export function groupsForModel(
  { collection, fingerprints, related }: Pick<RefactorOptions, 'collection' | 'fingerprints' | 'related'>,
  merges: readonly Merge[],
  most = mostTools,
): readonly { readonly group: ToolGroup; readonly tools: readonly ToolRecord[] }[] {
  return related
    .map((group) => ({ group, tools: modelTools(group, collection, merges, fingerprints) }))
    .filter(({ tools }) => tools.length >= 2 && tools.length <= most);
}

function rejectedOf({ entries }: CoverageMap): Map<string, string> {
  return new Map(
    entries.flatMap(({ tool, outcome, reason }) => (outcome === 'rejected' ? [[tool, reason ?? '']] : [])),
  );
}

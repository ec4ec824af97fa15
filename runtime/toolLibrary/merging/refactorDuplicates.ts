import type {
  CoverageEntry,
  CoverageMap,
  Fingerprint,
  ToolCollection,
  ToolGroup,
  ToolRecord,
  Verification,
} from '../types';
import type { Family } from './families/family';
import { checkCoverage, coverageMap } from './coverage/coverageMap';
import type { Merge } from './plan/merge';
import { planDuplicates } from './plan/planDuplicates';
import { renderMerges } from './plan/renderMerges';

/** What is put to the test: the files that change, and what stands for which tool. */
export interface Candidate {
  /** New text by path; every other file is as it was. */
  readonly texts: ReadonlyMap<string, string>;
  /** Of merged tools only. */
  readonly entries: readonly CoverageEntry[];
}

/** Compares every merged tool with what stands for it. One answer for each entry. */
export type VerifyCandidate = (candidate: Candidate) => Promise<readonly Verification[]>;

export interface Refactoring {
  readonly merges: readonly Merge[];
  /** New text by path. */
  readonly texts: ReadonlyMap<string, string>;
  readonly coverage: CoverageMap;
  /** Of tools that were merged or rejected. */
  readonly verifications: ReadonlyMap<string, Verification>;
  /** Functions that differ in constants alone and were tried, merged or not; undefined: none was looked for. */
  readonly families?: readonly Family[] | undefined;
}

export interface DuplicatesOptions {
  readonly collection: ToolCollection;
  /** Text by path of all source files of the collection. */
  readonly texts: ReadonlyMap<string, string>;
  readonly groups: readonly ToolGroup[];
  readonly fingerprints: ReadonlyMap<string, Fingerprint>;
  readonly verify: VerifyCandidate;
  /** Whether what was verified by weak cases is merged too. Without it, people decide. */
  readonly acceptWeak?: boolean;
  readonly signal?: AbortSignal;
  readonly progress?: (done: string) => void;
}

/**
 * Collapses verified duplicates to one function each, with adapters under the old names. No model takes part.
 * @throws the signal's reason when it is aborted
 */
export function refactorDuplicates(options: DuplicatesOptions): Promise<Refactoring> {
  const tools = new Map(options.collection.tools.map((tool) => [tool.id, tool]));
  return settleMerges(options, {
    merges: planDuplicates(options.groups, tools, options.fingerprints),
    ...{ created: new Map(), rejected: new Map(), verifications: new Map() },
  });
}

/** Merges that are to be put to the test, with what is known from before. */
export interface MergesToSettle {
  readonly merges: readonly Merge[];
  /** Files that they bring. */
  readonly created: ReadonlyMap<string, string>;
  readonly rejected: ReadonlyMap<string, string>;
  readonly verifications: ReadonlyMap<string, Verification>;
  /** New text by path that the verifications were made with: tools whose files stay so are not verified again. */
  readonly verifiedWith?: ReadonlyMap<string, string>;
}

/**
 * Verifies merges all together. What fails is left as it was, and what its files touch is verified again without it, until all passes.
 * @throws the signal's reason when it is aborted
 */
export async function settleMerges(options: DuplicatesOptions, start: MergesToSettle): Promise<Refactoring> {
  const { collection, texts, fingerprints, verify, acceptWeak = false, signal, progress } = options;
  const rejected = new Map(start.rejected);
  const verifications = new Map(start.verifications);
  const tools = new Map(collection.tools.map((tool) => [tool.id, tool]));
  const verified = new Set(start.verifiedWith === undefined ? [] : verifications.keys());
  let last = start.verifiedWith ?? new Map<string, string>();
  let { merges } = start;
  for (;;) {
    signal?.throwIfAborted();
    const created = new Map([...start.created].filter(([path]) => merges.some(({ target }) => target.path === path)));
    const rendered = await renderMerges(collection.root, texts, merges, created);
    for (const [id, reason] of rendered.refused) rejected.set(id, reason);
    if (rendered.refused.size === 0) {
      const { entries: all } = coverageMap(collection.tools, merges, rejected, new Map());
      const entries = all.filter(({ outcome }) => outcome === 'merged');
      // Files as they were in the round before show what they showed then.
      const open = entries.filter((entry) => !verified.has(entry.tool) || touches(entry, tools, last, rendered.texts));
      progress?.(`${String(entries.length)} tools stand to be replaced by adapters; verifying ${String(open.length)}`);
      const found = open.length === 0 ? [] : await verify({ texts: rendered.texts, entries: open });
      for (const each of found) {
        verifications.set(each.tool, each);
        verified.add(each.tool);
      }
      last = rendered.texts;
      const failed = entries.filter(({ tool }) => !passes(verifications.get(tool), acceptWeak));
      if (failed.length === 0) {
        const coverage = coverageMap(collection.tools, merges, rejected, keptReasons(collection, fingerprints));
        checkCoverage(collection.tools, coverage);
        return { merges, texts: rendered.texts, coverage, verifications };
      }
      for (const { tool } of failed) rejected.set(tool, failureOf(verifications.get(tool)));
    }
    merges = without(merges, rejected);
  }
}

export function passes(verification: Verification | undefined, acceptWeak: boolean): boolean {
  return verification?.verdict === 'identical' || (acceptWeak && verification?.verdict === 'weak');
}

/** Whether the files of a tool and of what stands for it differ between two renderings. */
function touches(
  { tool, into }: CoverageEntry,
  tools: ReadonlyMap<string, ToolRecord>,
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): boolean {
  const files = [tools.get(tool)?.source?.path ?? '', into.slice(0, into.lastIndexOf('#'))];
  return files.some((file) => before.get(file) !== after.get(file));
}

/** Why a tool is not merged, for people. */
export function failureOf(verification: Verification | undefined): string {
  if (verification === undefined) return 'it was not verified';
  const failed = verification.steps.find(({ outcome }) => outcome === 'failed');
  if (failed !== undefined) return `${failed.step}: ${failed.detail}`;
  return verification.verdict === 'weak'
    ? 'its cases notice too few faults to prove anything; a person has to decide'
    : 'nothing of it could be run to compare it';
}

function without(merges: readonly Merge[], rejected: ReadonlyMap<string, string>): readonly Merge[] {
  return merges
    .map((merge) => ({ ...merge, members: merge.members.filter(({ tool }) => !rejected.has(tool.id)) }))
    .filter(({ members }) => members.length > 0);
}

export function keptReasons(
  { tools }: ToolCollection,
  fingerprints: ReadonlyMap<string, Fingerprint>,
): ReadonlyMap<string, string> {
  return new Map(
    tools.flatMap(({ id, effects, source }) => {
      if (source === undefined) return [[id, 'it is known by its schema alone']];
      if (effects.length > 0) return [[id, `it has effects (${effects.join(', ')}) and is not run on its own`]];
      const fingerprint = fingerprints.get(id);
      return fingerprint?.status === 'skipped' ? [[id, `not run: ${fingerprint.reason}`]] : [];
    }),
  );
}

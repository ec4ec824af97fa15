/** Replays what was merged, with fresh seeds, and without anybody's word for it. */
import type { Counterexample, CoverageMap, ToolCollection, Verification } from '../types';
import { coverageProblem } from './steps/coverageStep';
import type { CandidateFiles, VerifyOptions } from './types';
import { verifyCandidate } from './verifyCandidate';

export interface LibraryOptions extends Omit<VerifyOptions, 'collection' | 'candidate' | 'entries' | 'coverage'> {
  /** The tools as they were. */
  readonly before: Pick<ToolCollection, 'root' | 'tools'>;
  readonly after: CandidateFiles;
  readonly coverage: CoverageMap;
}

export interface LibraryVerification {
  /** Merged tools that were compared. */
  readonly tools: number;
  /** Calls whose results were compared. */
  readonly cases: number;
  readonly regressions: readonly {
    readonly tool: string;
    readonly reason: string;
    readonly counterexample?: Counterexample;
  }[];
  /** Merged tools that could not be run, e.g. for their effects. */
  readonly notRun: readonly { readonly tool: string; readonly reason: string }[];
  readonly verifications: readonly Verification[];
  /** What is wrong with the coverage map as a whole. */
  readonly coverageProblem?: string;
}

/** @throws as verifyCandidate */
export async function verifyLibrary(options: LibraryOptions): Promise<LibraryVerification> {
  const { before, after, coverage, mutants = 0, strength = 0, ...rest } = options;
  const problem = coverageProblem(before.tools, coverage.entries);
  const known = new Set(before.tools.map(({ id }) => id));
  const entries = coverage.entries.filter(({ outcome, tool }) => outcome === 'merged' && known.has(tool));
  const verifications = await verifyCandidate({
    ...rest,
    mutants,
    strength,
    collection: before,
    candidate: after,
    entries,
  });
  const compared = verifications.filter(({ cases }) => cases > 0);
  return {
    tools: compared.length,
    cases: compared.reduce((sum, { cases }) => sum + cases, 0),
    regressions: verifications.flatMap(({ tool, verdict, steps }) => {
      const failed = steps.find(({ outcome }) => outcome === 'failed');
      if (verdict !== 'rejected' || failed === undefined) return [];
      const { detail, counterexample } = failed;
      return [{ tool, reason: detail, ...(counterexample === undefined ? {} : { counterexample }) }];
    }),
    notRun: verifications.flatMap(({ tool, verdict, steps }) =>
      verdict === 'unverified' ? [{ tool, reason: steps.find(({ step }) => step === 'property')?.detail ?? '' }] : [],
    ),
    verifications,
    ...(problem === undefined ? {} : { coverageProblem: problem }),
  };
}

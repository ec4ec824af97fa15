/** Comparisons of one candidate after another. */
import { type CaseArguments, heavyPackages, openRunners, type Runners } from '../execution';
import type { Verification } from '../types';
import type { CandidateFiles, VerifyOptions } from './types';
import { verifyCandidate } from './verifyCandidate';

export type VerifierOptions = Pick<
  VerifyOptions,
  'collection' | 'seed' | 'sandbox' | 'python' | 'signal' | 'onProgress'
>;

/** Texts that change, and what stands for which tool. */
export type VerifiedCandidate = Pick<CandidateFiles, 'texts'> & Pick<VerifyOptions, 'entries'>;

/**
 * Keeps runners, and the cases that were found, from one candidate to the next: starting runners takes longer than most comparisons.
 * @param act what it is given compares the tools of a candidate; one answer for each entry
 * @throws SandboxUnavailableError at the first candidate; what `act` throws
 */
export async function withVerifier<Result>(
  options: VerifierOptions,
  act: (verify: (candidate: VerifiedCandidate) => Promise<readonly Verification[]>) => Promise<Result>,
): Promise<Result> {
  const strongerCases = new Map<string, readonly CaseArguments[]>();
  let opened: Promise<Runners> | undefined;
  const open = () => {
    const { collection, seed, sandbox, python } = options;
    return openRunners({ seed, sandbox, python, warm: heavyPackages(collection.tools) });
  };
  try {
    return await act(async ({ texts, entries }) => {
      const runners = await (opened ??= open());
      return verifyCandidate({ ...options, candidate: { texts }, entries, runners, strongerCases });
    });
  } finally {
    await opened?.then(
      (runners) => runners.close(),
      () => undefined,
    );
  }
}

/** Compares tools with what stands for them after a refactoring; seeds faults to see whether the comparison would notice. */
export { verifyCandidate } from './verifyCandidate';
export { withVerifier, type VerifierOptions } from './withVerifier';
export { verifyLibrary, type LibraryOptions, type LibraryVerification } from './verifyLibrary';
export { seedFaults, type SeededFaults, type SeedFaultsOptions } from './seedFaults';
export { coverageProblem } from './steps/coverageStep';
export { sameResult } from './sameResult';
export { mutantsOf, type Mutant } from './mutation/mutantsOf';
export type { Approver, CandidateFiles, Review, Reviewer, ReviewRequest, VerifyOptions } from './types';

/** Runs tools in the sandbox: seeded arguments, canonical results, fingerprints. */
export { canonicalValue, hashOf, looseForm } from './canonicalValue';
export { bothRuns } from './comparedCases';
export { calleeOf, notCallable, type CallableTool } from './callee';
export { fingerprint, type FingerprintOptions } from './fingerprint';
export { heavyPackages } from './heavyPackages';
export { literalsOf, pooled, type Focus, type Literals } from './literals';
export { openRunners, type BothOutcomes, type Runners, type RunnersOptions, type WorldName } from './openRunners';
export { mulberry32, recombined } from './recombined';
export { RunnerStartError } from './runnerStartError';
export { signatureOf, type Signature } from './signature';
export { LEFT_OUT, namedArguments, slotArbitrary, slotValues, type CaseValues } from './caseSet';
export * from './types';

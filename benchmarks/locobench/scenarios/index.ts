/** Scenarios: made from a repository, read from a set, taken over from what others published. */
export { architectureMaker } from './architecture/architectureMaker';
export { estimatedTokens, openTokenCounter, type TokenCounter } from './context/tokenCounter';
export { generateScenarios } from './generate/generateScenarios';
export type { GenerateOutcome, GenerateProgress, GenerateRequest, GraderSource, Phraser } from './generate/types';
export { openScenarioSet, type LoadedScenario, type OpenScenarioSet } from './set/readSet';

/** Scenarios: made from a repository, read from a set, taken over from what others published. */
export { executingGrader } from './admission/executingGrader';
export { allMakers } from './allMakers';
export { estimatedTokens, openTokenCounter, type TokenCounter } from './context/tokenCounter';
export { generateScenarios } from './generate/generateScenarios';
export { phraseWithModel } from './generate/phraseWithModel';
export type { GenerateOutcome, GenerateProgress, GenerateRequest, GraderSource, Phraser } from './generate/types';
export { importPublished } from './set/importPublished';
export { openScenarioSet, type LoadedScenario, type OpenScenarioSet } from './set/readSet';
export { readRejects } from './set/readRejects';
export { setFloors } from './set/setFloors';
export { verifiedScenarioSchema } from './set/scenarioForm';
export type * from './types';

/** Scenarios: made from a repository, read from a set, taken over from what others published. */
export { executingGrader } from './admission/executingGrader';
export { allMakers } from './allMakers';
export { readRepositoryTexts } from './context/readRepositoryTexts';
export type { RepositoryTexts } from './context/repositoryTexts';
export { estimatedTokens, openTokenCounter, type TokenCounter } from './context/tokenCounter';
export { generateScenarios } from './generate/generateScenarios';
export { phraseWithModel } from './generate/phraseWithModel';
export type { GenerateOutcome, GenerateProgress, GenerateRequest, GraderSource, Phraser } from './generate/types';
export { atomicWrite, isPartial, removePartials } from './set/atomicWrite';
export { importPublished } from './set/importPublished';
export { openScenarioSet, type LoadedScenario, type OpenScenarioSet } from './set/readSet';
export { readRejects } from './set/readRejects';
export { setFloors } from './set/setFloors';
export { verifiedScenarioSchema } from './set/scenarioForm';
export { repositoryTools } from './tools/repositoryTools';
export type * from './types';

/** UserBench on the open repository: tasks with hidden preferences, made and checked without a model. */
export { makeWorkspaceSet, type MadeSet, type MakeSetRequest } from './generate/makeWorkspaceSet';
export { countsOf, knownSets } from './generate/setName';
export { openWorkspaceSet, type OpenWorkspaceSet } from './set';
export type * from './types';

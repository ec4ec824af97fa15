/** Functions that double others, as a collection is edited. */
export { DuplicateFollower, type FollowerOptions } from './duplicateFollower';
export { duplicatesOf, type DuplicatesOptions } from './duplicatesOf';
export { learntResults, type Comparison } from './learntResults';
export { planToolMerge, type ToolMerge, type ToolMergeOptions } from './planToolMerge';
export type * from './types';

/** Tools become fewer: what is merged, what stands in its place, and what is written where. */
export { checkCoverage, CoverageError, coverageMap, ownName } from './coverage/coverageMap';
export {
  LibraryFolderError,
  readLibrary,
  writeLibrary,
  type LibraryContent,
  type LibraryFolder,
} from './library/libraryFolder';
export { LIBRARY_FORM, type LibraryDescription } from './library/libraryForm';
export { inputSchema, toolList, type ListedTool } from './library/toolList';
export { flattenMerges } from './plan/flattenMerges';
export { planDuplicates } from './plan/planDuplicates';
export type { Merge, MergedTool } from './plan/merge';
export { renderMerges } from './plan/renderMerges';
export {
  refactorDuplicates,
  settleMerges,
  type Candidate,
  type Refactoring,
  type VerifyCandidate,
} from './refactorDuplicates';
export { functionName } from './plan/merge';
export { refactorTools } from './refactorTools';
export { expectedCalls, type ExpectedCall } from './withModel/estimatePrompts';
export { groupsForModel, type ModelOptions, type RefactorOptions } from './withModel/groupMerging';
export {
  GroupNotAskedError,
  type AskModel,
  type MergingPrompt,
  type MergingRole,
  type MergingStep,
} from './withModel/types';

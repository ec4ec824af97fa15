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
export { planDuplicates } from './plan/planDuplicates';
export type { Merge, MergedTool } from './plan/merge';
export { renderMerges } from './plan/renderMerges';
export { refactorDuplicates, type Candidate, type Refactoring, type VerifyCandidate } from './refactorDuplicates';
export { functionName } from './plan/merge';
export { refactorTools } from './refactorTools';
export type { ModelOptions, RefactorOptions } from './withModel/groupMerging';
export type { AskModel, MergingPrompt, MergingRole } from './withModel/types';
export { generateTests, type GeneratedTestOptions } from './generatedTests/generateTests';

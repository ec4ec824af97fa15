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
export { inputSchema, namedTools, toolList, type ListedTool, type NamedTool } from './library/toolList';
export { flattenMerges } from './plan/flattenMerges';
export { planDuplicates } from './plan/planDuplicates';
export type { Merge, MergedTool } from './plan/merge';
export { renderMerges } from './plan/renderMerges';
export {
  refactorDuplicates,
  settleMerges,
  type Candidate,
  type DuplicatesOptions,
  type Refactoring,
  type VerifyCandidate,
} from './refactorDuplicates';
export { functionName } from './plan/merge';
export { refactorTools } from './refactorTools';
export { mergeFamilies, writeFamilies } from './families/familyMerging';
export type { Family } from './families/family';
export { expectedCalls, type ExpectedCall } from './withModel/estimatePrompts';
export { groupsForModel, type ModelOptions, type RefactorOptions } from './withModel/groupMerging';
export {
  GroupNotAskedError,
  type AskModel,
  type MergingPrompt,
  type MergingRole,
  type MergingStep,
} from './withModel/types';
export { generateTests, type GeneratedTestOptions } from './generatedTests/generateTests';
/** For work on the files of a collection that goes on after merging. */
export { applyReplacements } from './plan/applyReplacements';
export type { TextReplacement } from './adapters/adapterText';
export { isUnwritable, type Declaration, type DeclaredParameter } from './declarations/declaration';
export { childrenOf, nodesOf } from './declarations/nodes';
export { readDeclaration } from './declarations/readDeclaration';
export { CollectionFiles, type CollectionFile } from './imports/collectionFiles';
export { reachFunction, type ReachedFunction } from './imports/reachFunction';
export { namesOf } from './scopes/namesOf';
export { usesOf, type Binding, type FileNames, type Reference, type Scope } from './scopes/scope';
export { scriptExports, type ScriptExports } from './scopes/scriptExports';
export { isFixedText, isImmutableNode, isLiteral } from './declarations/literals';
export { stringMentions } from './cleanUp/stringMentions';
export { joinDeletions, statementLines } from './cleanUp/removeStatement';
export { tidyFiles } from './cleanUp/tidyFiles';

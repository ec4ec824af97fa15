/** Changes of a workspace's files: all or none, and taken back byte for byte. */
export { AppliedChanges, INLINING } from './appliedChanges';
export { ApplyError } from './applyError';
export { changeFiles, recoverFiles, type Recovery } from './changeFiles';
export type { FileChange } from './workspaceFile';

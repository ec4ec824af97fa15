/** Sets of workspace tasks on the disk. */
export { openWorkspaceSet, sha256, type OpenWorkspaceSet } from './openWorkspaceSet';
export { claimFolder, finishSet, writeSnapshot, writeTask } from './writeWorkspaceSet';

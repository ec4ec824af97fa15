/** Sets of workspace tasks on the disk. */
export { openWorkspaceSet, type OpenWorkspaceSet } from './openWorkspaceSet';

/** Runs any command without network and without write access; tells what it changed. */
export { commandContainments, openSandbox } from './commandSandbox';
export { SandboxRequestError } from './sandboxRequestError';
export { sweepFolders, temporaryPrefix } from './staleFolders';
export * from './types';

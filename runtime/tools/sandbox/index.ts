/**
 * Runs what nobody has vouched for, without network and without write access: commands over a copy of a folder, generated Python
 * programs, throw-away checkouts. Refuses where the system offers no isolation.
 */
export * from './command';
export * from './worktree';
export { PythonSandbox, containmentKinds, openPythonSandbox } from './pythonSandbox';
export { DEFAULT_LIMITS, type SandboxLimits } from './limits';
export { SandboxUnavailableError } from './sandboxUnavailableError';
export type { SandboxOutcome } from './runContained';

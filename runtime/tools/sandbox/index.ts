/** Runs generated programs without network and without write access; refuses where the system offers no isolation. */
export { PythonSandbox, containmentKinds, openPythonSandbox } from './pythonSandbox';
export { DEFAULT_LIMITS, type SandboxLimits } from './limits';
export { SandboxUnavailableError } from './sandboxUnavailableError';
export type { SandboxOutcome } from './runContained';

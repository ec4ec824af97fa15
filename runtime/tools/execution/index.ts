/** Tools that run commands, tests and tasks in the sandbox. */
export { executionSource, type ExecutionOptions } from './executionSource';
export { detectRunner } from './runners/detectRunner';
export type { TestFailure, TestReport, TestRunner, TestSelection } from './runners/testReport';

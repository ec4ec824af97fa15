/** Tools that run commands, tests and tasks in the sandbox. */
export { executionSource, type ExecutionOptions } from './executionSource';
export { outcomeText } from './outcomeText';
export { quoted, readTasks, type TaskInput, type WorkspaceTask, type WorkspaceTasks } from './tasks';
export { detectRunner } from './runners/detectRunner';
export type { TestFailure, TestReport, TestRunner, TestSelection } from './runners/testReport';

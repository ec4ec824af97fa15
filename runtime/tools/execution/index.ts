/** Tools that run commands, tests and tasks in the sandbox. */
export { executionSource, type ExecutionOptions } from './executionSource';

export { openTraces, tracesName, type TracesOptions } from './openTraces';
export { agentTaskSchema } from './taskSchema';
export { addStep, noTotals } from './totals';
export type { Thought } from './traceRows';
export type { NewStep, StoredRun, TraceStore } from './traceStore';

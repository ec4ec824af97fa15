/** Conversations with models that call tools, and the traces that are kept of them. */
export { Agent } from './loop/agent';
export { defaultMaxTools, programEnds, type AgentParts, type RunWatch } from './loop/agentParts';
export { findSecrets } from './secrets';
export {
  Cleaner,
  exportRuns,
  shareGptRow,
  unifiedRecord,
  type CleanOptions,
  type ShareGptRow,
  type UnifiedMessage,
  type UnifiedRecord,
} from './exports';
export { AgentTools, type ToolsConfig } from './tools/agentTools';
export { openTraces, tracesName, type StoredRun, type TraceStore } from './traces';

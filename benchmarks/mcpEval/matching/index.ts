/** MCPEval's own comparison of calls, exactly, as a label beside our figures. */
export { analyseBatch, type BatchAnalysis, type CallRow } from './analyseBatch';
export { longestCommonSubsequence } from './longestCommonSubsequence';
export { matchCalls, type MatchOptions, type ModeMatch } from './matchCalls';
export { matchTask, type TaskMatch } from './matchTask';

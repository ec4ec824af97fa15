export { Cleaner, type CleanOptions } from './cleanText';
export { exportRuns } from './exportRuns';
export { shareGptRow, type ShareGptRow } from './shareGpt';
export { unifiedRecord, type UnifiedMessage, type UnifiedRecord } from './unified';

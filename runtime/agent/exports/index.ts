export type { CleanOptions } from './cleanText';
export { exportRuns } from './exportRuns';

export { buildReport } from './buildReport';
export { compareRuns } from './compareRuns';
export type { ReportInput, ReportSample, ReportScenario } from './reportInput';

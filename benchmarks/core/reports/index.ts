export { askingTables } from './exports/askingTables';
export { buildReport } from './buildReport';
export { exportFormats, exportRun, type ExportFormat } from './exports/exportRun';
export type { ExportInput, ExportSample } from './exports/exportInput';
export { compareRuns } from './compareRuns';
export type { ReportInput, ReportSample, ReportScenario } from './reportInput';
export { readExportInput, readReportInput, type KeptRuns } from './readRun';

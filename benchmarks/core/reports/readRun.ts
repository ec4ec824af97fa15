import type { RunReport } from '../../host/protocol';
import type { RunRecord, SampleDetail, SampleRecord, Scenario } from '../runs/types';
import { buildReport } from './buildReport';
import { isFailed, type ExportInput, type ExportSample } from './exports/exportInput';
import type { ReportInput, ReportSample } from './reportInput';

/** Where runs are kept, as far as reports read it. */
export interface KeptRuns {
  /** @throws where there is no such run */
  run(id: string): Promise<RunRecord>;
  scenarios(id: string): Promise<readonly Omit<Scenario, 'content'>[]>;
  /** In the order of the plan. */
  scores(id: string): Iterable<{
    readonly record: SampleRecord;
    readonly metrics: Readonly<Record<string, number | undefined>>;
  }>;
  sample(id: string, index: number): Promise<SampleDetail>;
  /** The same without its calls: quick to read of many. */
  result(id: string, index: number): Promise<Pick<SampleDetail, 'solution' | 'score'>>;
}

/** What a benchmark says beside scores. */
type Beside = Pick<RunReport, 'floors' | 'asking'>;

export interface KeptReportInput extends Omit<ReportInput, 'scenarios' | 'samples'> {
  readonly scenarios: readonly Omit<Scenario, 'content'>[];
  readonly samples: readonly ReportSample[];
}

export async function readReportInput(
  runs: KeptRuns,
  id: string,
  beside: Beside = { floors: [] },
): Promise<KeptReportInput> {
  const run = await runs.run(id);
  return { run, scenarios: await runs.scenarios(id), samples: [...runs.scores(id)], ...beside };
}

/** @param versions of what made the figures, by name */
export async function readExportInput(
  runs: KeptRuns,
  id: string,
  versions: ExportInput['versions'],
  beside: Beside = { floors: [] },
): Promise<ExportInput> {
  const input = await readReportInput(runs, id, beside);
  const scenarios = new Map(input.scenarios.map((scenario) => [scenario.id, scenario]));
  const samples: ExportSample[] = [];
  for (const { record, metrics } of input.samples) {
    const scenario = scenarios.get(record.scenario);
    if (scenario === undefined) continue;
    const { title, category, language, difficulty, contextTokens, cluster } = scenario;
    // Read one at a time from the disk: only where somebody asks what was missed.
    const wanted = record.state === 'scored' && isFailed({ record });
    const milestones = wanted ? (await runs.sample(id, record.index)).score?.milestones : undefined;
    samples.push({ record, title, category, language, difficulty, contextTokens, cluster, metrics, milestones });
  }
  return { report: buildReport(input), samples, versions, exported: Date.now() };
}

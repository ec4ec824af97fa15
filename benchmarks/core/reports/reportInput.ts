import type { RunReport } from '../../host/protocol';
import type { RunRecord, SampleRecord } from '../runs/types';
import type { SampledScenario } from '../sampling';

/** What a report is computed from. */
export interface ReportInput {
  readonly run: RunRecord;
  /** All scenarios of the set, also those that the run did not come to. */
  readonly scenarios: readonly ReportScenario[];
  readonly samples: Iterable<ReportSample>;
  /** Answers that know nothing, over the same set. */
  readonly floors: RunReport['floors'];
  readonly asking?: RunReport['asking'];
}

/** `hash`: `Scenario.hash`, where two runs are compared. */
export type ReportScenario = SampledScenario & { readonly hash?: string | undefined };

export interface ReportSample {
  readonly record: SampleRecord;
  /** `Score.metrics`; read are `verified` and `LCBS` (0 to 5) and `SE`, `FC`, `CQ`, `LCU` (0 to 1). */
  readonly metrics?: Readonly<Record<string, number | undefined>> | undefined;
}

/** Below so many scenarios or clusters a figure is shown in grey and decides nothing. */
export const TOO_FEW = 5;

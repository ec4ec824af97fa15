import type { RunReport } from '../../../host/protocol';
import type { Milestone, SampleRecord } from '../../runs/types';

/** What an export is made of. */
export interface ExportInput {
  readonly report: RunReport;
  readonly samples: readonly ExportSample[];
  /** Of what made the figures, by name: `whetstone`, `node`, ... */
  readonly versions: Readonly<Record<string, string>>;
  /** Milliseconds since 1970. */
  readonly exported: number;
}

export interface ExportSample {
  readonly record: SampleRecord;
  readonly title: string;
  readonly category: string;
  readonly language: string | undefined;
  readonly difficulty: string | undefined;
  readonly contextTokens: number;
  readonly cluster: string;
  readonly metrics: Readonly<Record<string, number | undefined>> | undefined;
  /** undefined: not read, e.g. because of their number. */
  readonly milestones: readonly Milestone[] | undefined;
}

/** Everything that is not completely solved: also errors and what was not measured. */
export function isFailed({ record }: Pick<ExportSample, 'record'>): boolean {
  return !(record.state === 'scored' && record.complete === true);
}

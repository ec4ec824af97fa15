/** Runs for tests: what a store would give, made of a few words. */
import type { RunRecord, SampleRecord } from '../../runs/types';
import type { ReportInput, ReportSample, ReportScenario } from '../reportInput';

export function madeScenarios(count: number): readonly ReportScenario[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `s${i}`,
    category: i % 2 === 0 ? 'bug_investigation' : 'security_analysis',
    language: i % 3 === 0 ? 'python' : 'typescript',
    contextTokens: [5_000, 20_000, 100_000][i % 3]!,
    cluster: `c${i}`,
    hash: `h${i}`,
  }));
}

export function madeRecord(scenario: string, model: string, given: Partial<SampleRecord> = {}): SampleRecord {
  return {
    ...{ run: 'run-1', index: 0, scenario, model, repeat: 0, state: 'scored', attempts: 1, value: 0, complete: false },
    ...{ cost: 10, usage: undefined, totalMs: 100, firstTokenMs: 10, cached: false, truncated: false },
    ...{ reason: undefined, reasonKind: undefined, started: 1, ended: 2, worker: 'w' },
    ...given,
  };
}

export function madeRun(models: readonly string[], given: Partial<RunRecord> = {}): RunRecord {
  return {
    ...{ id: 'run-1', state: 'done', created: Date.UTC(2026, 0, 2), ended: Date.UTC(2026, 0, 3), commit: 'abc123' },
    ...{ name: 'A run', spent: 0, reason: undefined },
    counts: { waiting: 0, running: 0, scored: 0, error: 0, refused: 0, 'not-measured': 0, skipped: 0 },
    configuration: {
      benchmark: 'locobench',
      set: { name: 'set', folder: '/sets/set', hash: 'f'.repeat(64), scenarios: 10 },
      ...{ models, repeats: 1, seed: 7, maxOutputTokens: 4096, temperature: 0, concurrency: { default: 4 } },
      ...{ budget: undefined, localOnly: false, cache: true, solver: 'prompt 1', scorer: 'verified 1' },
      sampling: undefined,
    },
    ...given,
  };
}

export function madeInput(
  run: RunRecord,
  scenarios: readonly ReportScenario[],
  samples: readonly ReportSample[],
): ReportInput {
  return { run, scenarios, samples, floors: [] };
}

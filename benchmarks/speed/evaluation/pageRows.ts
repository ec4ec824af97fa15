/** How soon pages of a run's samples come: the first of a filter, when something was written since, and the next ones. */
import { mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import { openDatabase } from '../../../runtime/store/openDatabase';
import { planRun } from '../../core/runs/runner/planRun';
import { openRunStore, runStoreName } from '../../core/runs/store/openRunStore';
import { applicationId, migrations } from '../../core/runs/store/schema';
import type { SampleFilter } from '../../host/protocol';
import { evaluationRow, type EvaluationBenchRow } from './evaluationRow';
import { instantBenchmark, instantChoice } from './instantBenchmark';

export interface PageBenchOptions {
  /** On the disk that is measured. */
  readonly folder: string;
  /** Samples of the run that pages are read from. */
  readonly listed: number;
  readonly signal: AbortSignal;
}

const limit = 200;
const repeats = 20;

export async function pageRows({ folder, listed, signal }: PageBenchOptions): Promise<readonly EvaluationBenchRow[]> {
  const scratch = await mkdtemp(path.join(folder, 'evaluation-'));
  const store = await openRunStore({ folder: scratch });
  const other = await openDatabase({ ...runStoreName(scratch), applicationId, migrations });
  try {
    const benchmark = instantBenchmark(listed / 2);
    const { id } = await planRun(store, benchmark, { ...instantChoice(1), models: ['none/a', 'none/b'] });
    other.exec(results);
    const touch = other.prepare('UPDATE runs SET spent = spent + 1');
    const base = { run: id, descending: true, offset: 0, limit } as const;
    const questions: Readonly<Record<string, SampleFilter>> = {
      'in the order of the plan, the first': { ...base, sort: 'index', descending: false },
      'by value, the last': { ...base, sort: 'value', offset: listed - limit },
      'by category': { ...base, sort: 'category' },
      'of one model by cost': { ...base, sort: 'cost', models: ['none/a'] },
      'of one category and state by time': { ...base, sort: 'time', categories: ['even'], states: ['scored'] },
      'whose title has a text, by value': { ...base, sort: 'value', text: 'number 77' },
      'that a common word lets all through, by time': { ...base, sort: 'time', text: 'scenario' },
      'whose reason has a text, by time': { ...base, sort: 'time', text: 'answered 503' },
    };
    const rows: EvaluationBenchRow[] = [];
    for (const [what, filter] of Object.entries(questions)) {
      signal.throwIfAborted();
      const first: number[] = [];
      const next: number[] = [];
      for (let repeat = 0; repeat < repeats; repeat++) {
        // What is remembered of a filter goes with the first thing that is written.
        touch.run();
        first.push(await timed(() => store.samples(filter)));
        next.push(await timed(() => store.samples({ ...filter, offset: Math.max(0, filter.offset - limit) })));
      }
      rows.push(evaluationRow(`${limit} of ${listed} samples ${what}`, first));
      rows.push(evaluationRow(`${limit} of ${listed} samples ${what}: scrolled, nothing written meanwhile`, next));
    }
    return rows;
  } finally {
    other.close();
    await store.close();
    await rm(scratch, { recursive: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Results as they would stand after a run of which one sample in fifty failed, each with a reason of its own. */
const results = `UPDATE samples SET state = CASE WHEN idx % 50 = 0 THEN 'error' ELSE 'scored' END, value = (idx * 7919 % 1000) / 1000.0,
  cost = idx * 31 % 5000, total_ms = idx * 17 % 9000, attempts = 1, input = 1000, output = 100, cache_read = 0, cache_write = 0,
  reasoning = 0, usage_source = 'provider', started = idx, ended = idx + 5, worker = 'w',
  reason_kind = CASE WHEN idx % 50 = 0 THEN 'unreachable' END,
  reason = CASE WHEN idx % 50 = 0 THEN 'The provider answered ' || (500 + idx % 100 / 50 * 3) || ' to request ' || idx END`;

/**
 * What a run adds to its answers: samples whose model answers at once, through the whole of runner, cache and store, beside the least that
 * a script would do (as many in flight, a line appended to a file for each).
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { GenerateEvent } from '../../../runtime/gateway/types';
import type { LoadedBenchmark } from '../../core/runs/benchmark';
import type { ModelAccess, RunBooks } from '../../core/runs/modelAccess';
import { ActiveRun } from '../../core/runs/runner/activeRun';
import { planRun } from '../../core/runs/runner/planRun';
import { openDatabase } from '../../../runtime/store/openDatabase';
import { openRunStore, runStoreName } from '../../core/runs/store/openRunStore';
import { applicationId, migrations } from '../../core/runs/store/schema';
import type { SampleFilter } from '../../host/protocol';
import { mean, percentile } from '../../core/statistics';

export interface EvaluationBenchOptions {
  /** On the disk that is measured. */
  readonly folder: string;
  readonly samples: number;
  readonly inFlight: number;
  readonly rounds: number;
  /** Samples of the run that pages are read from. */
  readonly listed: number;
  readonly signal: AbortSignal;
}

export interface EvaluationBenchRow {
  readonly what: string;
  readonly n: number;
  /** Milliseconds; of a sample, or of a page. */
  readonly mean: number;
  readonly p50: number;
  readonly p95: number;
}

const usage = {
  inputTokens: 1000,
  outputTokens: 100,
  cacheReadTokens: 0,
  cacheWriteTokens: 0,
  reasoningTokens: 0,
  source: 'provider',
} as const;

const atOnce: ModelAccess = {
  generate: async function* (): AsyncGenerator<GenerateEvent> {
    yield { type: 'text', text: 'answer '.repeat(50) };
    const finish = {
      type: 'finish',
      finish: 'stop',
      call: 'c',
      decision: 'd',
      model: 'none/m',
      usage,
      cost: 0,
    } as const;
    yield finish;
  },
  facts: () => Promise.resolve(new Map()),
};
const noBooks: RunBooks = {
  setBudget: () => Promise.resolve(),
  spent: () => Promise.resolve(0),
  headroom: () => Promise.resolve(undefined),
};

export async function measureEvaluation(options: EvaluationBenchOptions): Promise<readonly EvaluationBenchRow[]> {
  const { samples, inFlight, rounds, signal } = options;
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted();
    const scratch = await mkdtemp(path.join(options.folder, 'evaluation-'));
    try {
      ours.push((await runOnce(scratch, samples, inFlight, signal)) / samples);
      floor.push((await appendOnce(scratch, samples, inFlight)) / samples);
    } finally {
      await rm(scratch, { recursive: true });
    }
  }
  return [
    row(`a sample, ${inFlight} in flight, durable, ${samples} a run`, ours),
    row(`the same in a bare loop: a line appended to a file for each, not durable`, floor),
    ...(await pages(options)),
  ];
}

async function runOnce(folder: string, samples: number, inFlight: number, signal: AbortSignal): Promise<number> {
  const store = await openRunStore({ folder });
  try {
    const benchmark = setOf(samples);
    const run = await planRun(store, benchmark, choice(inFlight));
    const start = performance.now();
    const ended = await new ActiveRun(run.id, benchmark, { store, models: atOnce, books: noBooks }).work(signal);
    if (ended.counts.scored !== samples) throw new Error(`${ended.counts.scored} of ${samples} samples were scored.`);
    return performance.now() - start;
  } finally {
    await store.close();
  }
}

async function appendOnce(folder: string, samples: number, inFlight: number): Promise<number> {
  const file = path.join(folder, 'floor.jsonl');
  const start = performance.now();
  let next = 0;
  const lane = async () => {
    while (next < samples) {
      const index = next++;
      let text = '';
      for await (const event of atOnce.generate(ask(index), new AbortController().signal)) {
        if (event.type === 'text') text += event.text;
      }
      await appendFile(file, `${JSON.stringify({ index, text, value: text.length > 0 ? 1 : 0 })}\n`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - start;
}

async function pages({ folder, listed }: EvaluationBenchOptions): Promise<readonly EvaluationBenchRow[]> {
  const scratch = await mkdtemp(path.join(folder, 'evaluation-'));
  const store = await openRunStore({ folder: scratch });
  try {
    const benchmark = setOf(listed / 2);
    const { id } = await planRun(store, benchmark, { ...choice(1), models: ['none/a', 'none/b'] });
    await fill(scratch);
    const base = { run: id, descending: true, offset: 0, limit: 200 } as const;
    const questions: Readonly<Record<string, SampleFilter>> = {
      'in the order of the plan, the first': { ...base, sort: 'index', descending: false },
      'by value, the last': { ...base, sort: 'value', offset: listed - 200 },
      'of one model by cost': { ...base, sort: 'cost', models: ['none/a'] },
      'of one category and state by time': { ...base, sort: 'time', categories: ['even'], states: ['scored'] },
      'whose title has a text, by value': { ...base, sort: 'value', text: 'number 77' },
    };
    const rows: EvaluationBenchRow[] = [];
    for (const [what, filter] of Object.entries(questions)) {
      const times: number[] = [];
      for (let repeat = 0; repeat < 20; repeat++) {
        const start = performance.now();
        await store.samples(filter);
        times.push(performance.now() - start);
      }
      rows.push(row(`200 of ${listed} samples ${what}`, times));
    }
    return rows;
  } finally {
    await store.close();
    await rm(scratch, { recursive: true });
  }
}

/** Results as they would stand after a run, written at once. */
async function fill(folder: string): Promise<void> {
  const database = await openDatabase({ ...runStoreName(folder), applicationId, migrations });
  database.exec(
    `UPDATE samples SET state = CASE WHEN idx % 50 = 0 THEN 'error' ELSE 'scored' END, value = (idx * 7919 % 1000) / 1000.0,
       cost = idx * 31 % 5000, total_ms = idx * 17 % 9000, attempts = 1, input = 1000, output = 100, cache_read = 0, cache_write = 0,
       reasoning = 0, usage_source = 'provider'`,
  );
  database.close();
}

const ask = (index: number) =>
  ({
    model: 'none/m',
    purpose: 'evaluation',
    messages: [{ role: 'user', content: [{ type: 'text', text: `Question ${index}. ${'context '.repeat(200)}` }] }],
  }) as const;

const choice = (inFlight: number) => ({
  name: undefined,
  models: ['none/m'],
  repeats: 1,
  seed: 1,
  maxOutputTokens: 1000,
  temperature: undefined,
  concurrency: { default: inFlight },
  budget: undefined,
  localOnly: false,
  cache: true,
  sampling: undefined,
});

function setOf(count: number): LoadedBenchmark {
  return {
    name: 'bench',
    set: { name: 'bench', folder: '.' },
    commit: undefined,
    scenarios: Array.from({ length: count }, (_, index) => ({
      id: `s${String(index).padStart(6, '0')}`,
      category: index % 2 === 0 ? 'even' : 'odd',
      language: 'typescript',
      difficulty: 'easy',
      contextTokens: 1000,
      cluster: `c${index % 50}`,
      title: `Scenario number ${index}`,
      hash: String(index),
      content: index,
    })),
    solver: {
      name: 'bench',
      version: '1',
      preview: () => Promise.resolve({ inputTokens: 1000, calls: 1 }),
      solve: async ({ content }, { generate }) => {
        const { text } = await generate({ messages: ask(Number(content)).messages });
        return { text, content: text, truncated: false };
      },
    },
    scorer: {
      name: 'bench',
      version: '1',
      score: () =>
        Promise.resolve({ value: 1, complete: true, milestones: [], metrics: { verified: 5 }, evidence: null }),
    },
    close: () => Promise.resolve(),
  };
}

function row(what: string, times: readonly number[]): EvaluationBenchRow {
  return { what, n: times.length, mean: mean(times), p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
}

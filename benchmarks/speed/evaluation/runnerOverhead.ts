/**
 * What a run adds to its answers: samples whose model answers at once, through the whole of runner, cache and store, beside the least that
 * a script would do (as many in flight, a line appended to a file for each).
 */
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { GenerateEvent } from '../../../runtime/gateway/types';
import type { ModelAccess, RunBooks } from '../../core/runs/modelAccess';
import { ActiveRun } from '../../core/runs/runner/activeRun';
import { planRun } from '../../core/runs/runner/planRun';
import { openRunStore } from '../../core/runs/store/openRunStore';
import { evaluationRow, type EvaluationBenchRow } from './evaluationRow';
import { instantAsk, instantBenchmark, instantChoice } from './instantBenchmark';
import { pageRows } from './pageRows';

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
    evaluationRow(`a sample, ${inFlight} in flight, durable, ${samples} a run`, ours),
    evaluationRow(`the same in a bare loop: a line appended to a file for each, not durable`, floor),
    ...(await pageRows(options)),
  ];
}

async function runOnce(folder: string, samples: number, inFlight: number, signal: AbortSignal): Promise<number> {
  const store = await openRunStore({ folder });
  try {
    const benchmark = instantBenchmark(samples);
    const run = await planRun(store, benchmark, instantChoice(inFlight));
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
      for await (const event of atOnce.generate(instantAsk(index), new AbortController().signal)) {
        if (event.type === 'text') text += event.text;
      }
      await appendFile(file, `${JSON.stringify({ index, text, value: text.length > 0 ? 1 : 0 })}\n`);
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
  return performance.now() - start;
}

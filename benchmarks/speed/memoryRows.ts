/** Memory of the runtime child, and the way of a request through it, against a process that holds the rival. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { InfillParams } from '../../runtime/protocol';
import { DEFAULT_THRESHOLD, MAX_TOKENS } from '../infilling/defaults';
import { AutoregressiveRival } from './autoregressiveRival';
import { figure, type SpeedRow } from './report';
import { RuntimeChild } from './runtimeChild';
import { CONTEXT_TOKENS, LANGUAGE, type Workload } from './workload';

const INFILLS = 100;
const IDLE_MS = 2_000;
const LIMIT_MB = 400;
const MB = 1e6;

export interface MemoryRun {
  readonly model: string;
  readonly threads: number;
  readonly workload: Workload;
  /** GGUF file of the rival. */
  readonly rivalFile: string;
}

const rivalMemorySchema = z.object({ afterLoad: z.number(), afterCompletions: z.number() });
/** Resident bytes of a process that holds the rival. */
export type RivalMemory = z.infer<typeof rivalMemorySchema>;

export async function measureChild(run: MemoryRun): Promise<SpeedRow[]> {
  const rival = await rivalMemory(run.rivalFile, run.threads);
  const child = await RuntimeChild.start(run.threads, IDLE_MS);
  try {
    await child.load(run.model);
    const afterLoad = await child.residentBytes();
    const times = await hundredInfills(child, run);
    const afterInfills = await child.residentBytes();
    const gone = await child.endsWithin(IDLE_MS + 3_000);
    return [
      {
        id: 'child-typed-character',
        what: 'the same typed character through the runtime child (over its channel, at low priority)',
        unit: 'ms',
        n: times.length,
        ours: figure(times),
      },
      memoryRow('child-memory-load', 'resident memory of the runtime child, model loaded', afterLoad, rival.afterLoad),
      memoryRow(
        'child-memory-work',
        `resident memory of the runtime child after ${INFILLS} infills`,
        afterInfills,
        rival.afterCompletions,
      ),
      {
        id: 'child-gone',
        what: `runtime child gone when idle (after ${IDLE_MS / 1000} s here)`,
        unit: 'yes/no',
        n: 1,
        ours: { p50: gone ? 1 : 0 },
        target: 'yes',
        reached: gone,
      },
    ];
  } finally {
    child.dispose();
  }
}

function memoryRow(id: string, what: string, ours: number, rival: number): SpeedRow {
  return {
    id,
    what,
    unit: 'MB',
    n: 1,
    ours: { p50: ours / MB },
    rival: { name: 'process with the autoregressive rival', p50: rival / MB },
    ratio: ours / rival,
    target: `<= ${LIMIT_MB} MB`,
    reached: ours <= LIMIT_MB * MB,
  };
}

/** @returns wall milliseconds of the requests with a warm context */
async function hundredInfills(child: RuntimeChild, run: MemoryRun): Promise<number[]> {
  const times: number[] = [];
  let done = 0;
  for (const [index, contexts] of run.workload.typing(5, INFILLS / 5 - 1).entries()) {
    for (const [typed, context] of contexts.entries()) {
      const start = performance.now();
      await child.infill(requestOf(run.model, `memory-${index}`, context.prefix, context.suffix));
      done++;
      if (typed > 0) {
        times.push(performance.now() - start);
      }
    }
  }
  for (const place of run.workload.places(Math.max(0, INFILLS - done))) {
    await child.infill(requestOf(run.model, `memory-place-${done++}`, place.prefix, place.suffix));
  }
  return times;
}

function requestOf(model: string, session: string, prefix: string, suffix: string): InfillParams {
  return {
    model,
    session,
    languageId: LANGUAGE,
    prefix,
    suffix,
    snippets: [],
    extent: 'line',
    alternatives: 1,
    maxTokens: MAX_TOKENS.line,
    length: { kind: 'found' },
    threshold: DEFAULT_THRESHOLD,
    copy: 'file',
    seed: 0,
  };
}

/** Runs the hidden command `bench rival-memory` of this program in a process of its own. */
async function rivalMemory(file: string, threads: number): Promise<RivalMemory> {
  const program = process.argv[1];
  if (program === undefined) {
    throw new Error('The program has no file.');
  }
  const { stdout } = await promisify(execFile)(process.execPath, [
    ...process.execArgv,
    program,
    'bench',
    'rival-memory',
    file,
    '--threads',
    String(threads),
  ]);
  return rivalMemorySchema.parse(JSON.parse(stdout));
}

/** What that command does. */
export async function measureRivalMemory(file: string, threads: number): Promise<RivalMemory> {
  const rival = await AutoregressiveRival.open({ file, threads, contextTokens: 2 * CONTEXT_TOKENS });
  const afterLoad = process.memoryUsage.rss();
  for (let completion = 0; completion < INFILLS; completion++) {
    const context = Array.from({ length: CONTEXT_TOKENS }, (_, index) => 32 + ((index * 7919 + completion) % 4000));
    await rival.complete(context, [40, 41, 42, 43, 44, 45, 46, 47], completion % 20 === 0);
  }
  const afterCompletions = process.memoryUsage.rss();
  await rival.dispose();
  return { afterLoad, afterCompletions };
}

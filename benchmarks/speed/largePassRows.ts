/**
 * Passes of large models: 512 tokens as a whole, and the window alone with the context's keys and values kept, against
 * llama.cpp with the same shape and threads, and against the machine's own peak.
 */
import { mkdir, mkdtemp, rm, statfs } from 'node:fs/promises';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { DiffusionModel, LlamaDiffusionModel, openModel, type ModelFormat, type Pass } from '../../runtime/diffusion';
import type { ModelRunner } from '../../runtime/protocol';
import { median } from '../core/statistics';
import { AutoregressiveRival } from './autoregressiveRival';
import { int8PeakOperations, measureInt8Peak } from './int8Peak';
import { largeFormats, prepareLargeModel, type LargeModel, type LargeShape } from './largeShapes';
import { figure, versus, type SpeedReport, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';

/** Tokens of the context before the window, of the window, and behind it. */
const BEFORE = 384;
const WINDOW = 32;
const BEHIND = 96;
const TOKENS = BEFORE + WINDOW + BEHIND;

type PassName = 'full' | 'prefix' | 'dual';
type Times = Record<PassName, Elapsed[]>;

export interface LargePassOptions {
  readonly threads: number;
  /** Runs of each pass. */
  readonly repeats: number;
  /** What runs our passes; the rival stays on the processor. */
  readonly provider: ModelRunner;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

/** @returns one report for the shape; weights are random, since a pass takes as long whatever they are */
export async function measureLargePasses(shape: LargeShape, options: LargePassOptions): Promise<SpeedReport> {
  const { threads, provider, signal, onProgress } = options;
  const loadBefore = loadavg()[0] ?? 0;
  const scratch = await mkdtemp(path.join(tmpdir(), 'whetstone-passes-'));
  try {
    const { bavail, bsize } = await statfs(scratch);
    if (bavail * bsize < 9e9) throw new Error(`${tmpdir()} has less than 9 GB of free space for random models.`);
    onProgress(`${shape.name}: writing random models`);
    await mkdir(scratch, { recursive: true });
    const model = await prepareLargeModel(shape, scratch, largeFormats(provider), signal);
    const rival = await rivalTimes(model, options);
    const rows: SpeedRow[] = [];
    let parameters = 0;
    for (const [format, folder] of model.folders) {
      signal.throwIfAborted();
      onProgress(`${shape.name}: ${format}`);
      const { times, operations, count } =
        provider === 'llama' ? await llamaTimes(folder, options) : await ourTimes(folder, options);
      parameters = count;
      rows.push(...rowsOf(format, times, rival));
      if (format === 'int8') {
        onProgress('int8 peak');
        rows.push(peakRow(times.full, operations, await measureInt8Peak(threads, options.repeats)));
      }
    }
    return {
      machine: {
        cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
        cores: availableParallelism(),
        node: process.version,
        load: [loadBefore, loadavg()[0] ?? 0],
      },
      model: { id: `${shape.name}, random weights`, parameters },
      rival: { name: 'llama.cpp by node-llama-cpp, Qwen3 shape, Q8_0', parameters: model.rival.parameters },
      threads,
      rows,
      missing: [],
    };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function rivalTimes(model: LargeModel, { threads, repeats }: LargePassOptions): Promise<Omit<Times, 'dual'>> {
  const rival = await AutoregressiveRival.open({ file: model.rivalFile, threads, contextTokens: 1024 });
  try {
    const times = { full: [] as Elapsed[], prefix: [] as Elapsed[] };
    for (let run = -1; run < repeats; run++) {
      // The rival's window and what is behind it differ from run to run, so that only what is before it is reused.
      const tokens = Array.from({ length: TOKENS }, (_, row) => (row < BEFORE ? tokenAt(row) : tokenAt(row + 7 * run)));
      const prefix = await rival.complete(tokens, [1], false);
      const full = await rival.complete(tokens, [1], true);
      if (run >= 0) {
        times.prefix.push(prefix);
        times.full.push(full);
      }
    }
    return times;
  } finally {
    await rival.dispose();
  }
}

interface OwnTimes {
  readonly times: Times;
  readonly operations: number;
  readonly count: number;
}

async function ourTimes(folder: string, { threads, repeats, provider }: LargePassOptions): Promise<OwnTimes> {
  const failures: string[] = [];
  const warn = (message: string) => failures.push(message);
  const model = await DiffusionModel.open(folder, { threads, warn, ...(provider !== 'llama' && { provider }) });
  try {
    const passes = await passesOf(model);
    const times: Times = { full: [], prefix: [], dual: [] };
    for (let run = -2; run < repeats; run++) {
      for (const name of ['dual', 'prefix', 'full'] as const) {
        const elapsed = stopwatch();
        await model.run(passes[name]);
        if (run >= 0) times[name].push(elapsed());
      }
    }
    // Times of the processor under the name of a GPU would be worse than none.
    if (failures.length > 0) throw new Error(failures.join(' '));
    return { times, operations: matrixOperations(model), count: model.info.parameters };
  } finally {
    await model.dispose();
  }
}

/** The passes of the product over llama.cpp: full ones, and those that keep what is left of the window. */
async function llamaTimes(folder: string, { threads, repeats }: LargePassOptions): Promise<OwnTimes> {
  const model = await openModel(folder, { threads });
  try {
    if (!(model instanceof LlamaDiffusionModel)) throw new Error(`${folder} is not run by llama.cpp.`);
    const tokens = (from: number, to: number) => Array.from({ length: to - from }, (_, row) => tokenAt(from + row));
    const pieces = [tokens(0, BEFORE), tokens(BEFORE + WINDOW, TOKENS)];
    const slots = tokens(BEFORE, BEFORE + WINDOW);
    const wanted = slots.map((_, slot) => slot);
    const times: Times = { full: [], prefix: [], dual: [] };
    for (const [name, cache] of [
      ['full', 'none'],
      ['prefix', 'prefix'],
    ] as const) {
      const passes = model.passesOver(pieces, { cache, refreshEvery: 0 });
      for (let run = -2; run < repeats; run++) {
        const elapsed = stopwatch();
        const before = model.processorMs;
        await passes.logits(slots, wanted, async () => undefined, [WINDOW]);
        const { wall, cpu } = elapsed();
        if (run >= 0) times[name].push({ wall, cpu: cpu + model.processorMs - before });
      }
    }
    return { times, operations: matrixOperations(model), count: model.info.parameters };
  } finally {
    await model.dispose();
  }
}

/**
 * Multiplications and additions of the weight matrices that a full pass needs: of the last layer only keys and values
 * for all rows, the rest of it and the head for the window's.
 */
function matrixOperations(model: Pick<DiffusionModel, 'config'>): number {
  const { hidden, heads, kvHeads, headDim, intermediate, layers, vocab } = model.config.shape;
  const keysAndValues = 2 * hidden * headDim * kvHeads;
  const others = 2 * hidden * headDim * heads + 3 * hidden * intermediate;
  const allRows = layers * keysAndValues + (layers - 1) * others;
  return 2 * (TOKENS * allRows + WINDOW * (others + vocab * hidden));
}

const tokenAt = (row: number) => 300 + ((Math.abs(row) * 7919) % 20_000);

/** Passes of full attention; time does not depend on the tokens. */
async function passesOf(model: DiffusionModel): Promise<Readonly<Record<PassName, Pass>>> {
  const rowsFrom = (start: number, end: number) => Array.from({ length: end - start }, (_, row) => start + row);
  const pass = (positions: readonly number[], rows: readonly number[], past: Pass['past']): Pass => ({
    tokens: positions.map(tokenAt),
    positions,
    previous: positions.map(() => 0),
    bias: new Float32Array(past.count + positions.length),
    rows,
    past,
    present: false,
  });
  const window = rowsFrom(BEFORE, BEFORE + WINDOW);
  const behind = rowsFrom(BEFORE + WINDOW, TOKENS);
  const before = rowsFrom(0, BEFORE);
  const keysOf = async (positions: readonly number[]) => {
    return (await model.run({ ...pass(positions, [0], model.noPast), present: true })).present;
  };
  const first = rowsFrom(0, WINDOW);
  return {
    full: pass([...before, ...window, ...behind], window, model.noPast),
    prefix: pass([...window, ...behind], first, await keysOf(before)),
    dual: pass(window, first, await keysOf([...before, ...behind])),
  };
}

function rowsOf(format: ModelFormat, times: Times, rival: Omit<Times, 'dual'>): SpeedRow[] {
  const llama = 'llama.cpp Q8_0';
  const full = versus(times.full, llama, rival.full);
  const isInt8 = format === 'int8';
  return [
    {
      id: `${format}-full`,
      what: `${format}: full pass, ${TOKENS} tokens, logits of ${WINDOW}`,
      unit: 'ms',
      ...full,
      ...(isInt8 && { target: 'at most half the time', reached: (full.cpuRatio ?? 1) <= 0.5 }),
    },
    {
      id: `${format}-prefix`,
      what: `${format}: prefix cached, ${TOKENS - BEFORE} tokens fed`,
      unit: 'ms',
      ...versus(times.prefix, llama, rival.prefix),
    },
    ...(times.dual.length === 0 ? [] : [dualRow(format, times)]),
  ];
}

function dualRow(format: ModelFormat, times: Times): SpeedRow {
  const dual = versus(times.dual, `full pass, ${format}`, times.full);
  return {
    id: `${format}-dual`,
    what: `${format}: dual cached, ${WINDOW} tokens fed`,
    unit: 'ms',
    ...dual,
    ...(format === 'int8' && { target: 'at least 10 times cheaper', reached: (dual.cpuRatio ?? 1) <= 0.1 }),
  };
}

/** How near a full pass comes to what the machine multiplies at best: the pass's time beside that of the peak alone. */
function peakRow(full: readonly Elapsed[], operations: number, peak: readonly Elapsed[]): SpeedRow {
  const factor = operations / int8PeakOperations;
  const needed = peak.map(({ wall, cpu }) => ({ wall: wall * factor, cpu: cpu * factor }));
  const pair = versus(full, 'its matrices at the int8 peak', needed);
  const gigaOperations = int8PeakOperations / 1e6 / median(peak.map(({ cpu }) => cpu));
  return {
    id: 'int8-peak',
    what: 'int8: full pass beside the time of its weight products at the peak',
    unit: 'ms',
    ...pair,
    target: 'at most a third more',
    reached: (pair.cpuRatio ?? 2) <= 4 / 3,
    note: `the peak is ${figure([gigaOperations]).p50.toFixed(0)} GOP/s of processor time in one product`,
  };
}

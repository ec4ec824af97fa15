import type { TransformerShape } from '../checkpoint/modelConfig';
import type { KeyValues, Pass } from '../model/diffusionModel';
import type { PassGraph } from '../model/passGraph';

type PassRunning = Pick<PassGraph, 'run' | 'noPast' | 'isMasked'>;

/** Rows that a pass may not see get this, as in real passes. */
const hidden = -1e9;

/** Rows of the passes that are timed: a context, and a denoising step against it. */
export const timedRows = { context: 256, step: 32 } as const;
/** Rows of the passes whose numbers are compared. */
const smallRows = { context: 40, step: 6 } as const;

export interface NamedValues {
  readonly name: string;
  readonly values: Float32Array;
}

/**
 * Runs what real requests run: a pass over all rows, and one over a few new rows that see the kept ones through a mask.
 * @returns logits of both, and the keys and values of the second
 */
export async function goldenValues(graph: PassRunning, shape: TransformerShape): Promise<readonly NamedValues[]> {
  const context = await graph.run(goldenPass(graph, shape, 0, smallRows.context, graph.noPast, true));
  const step = await graph.run(goldenPass(graph, shape, smallRows.context, smallRows.step, context.present, true));
  return [
    { name: 'logits of a full pass', values: context.logits },
    { name: 'logits of a cached pass', values: step.logits },
    ...step.present.keys.map((values, layer) => ({ name: `keys of layer ${layer}`, values })),
    ...step.present.values.map((values, layer) => ({ name: `values of layer ${layer}`, values })),
  ];
}

/** Milliseconds of a pass like those of `goldenValues`, when its kernels are compiled. */
export async function smallPassMs(graph: PassRunning, shape: TransformerShape): Promise<number> {
  return timed(() => graph.run(goldenPass(graph, shape, 0, smallRows.context, graph.noPast, true)));
}

/** Milliseconds of wall time of the passes of real requests; the least of some. */
export async function goldenTimes(
  graph: PassRunning,
  shape: TransformerShape,
): Promise<{ readonly contextMs: number; readonly stepMs: number }> {
  // The first passes compile kernels and are not what requests wait for.
  const { present } = await graph.run(goldenPass(graph, shape, 0, timedRows.context, graph.noPast, true));
  const step = goldenPass(graph, shape, timedRows.context, timedRows.step, present, false);
  const context = goldenPass(graph, shape, 0, timedRows.context, graph.noPast, false);
  await graph.run(step);
  return { contextMs: await least(() => graph.run(context)), stepMs: await least(() => graph.run(step)) };
}

/** Five times or one second, whichever is first. */
async function least(run: () => Promise<unknown>): Promise<number> {
  const end = performance.now() + 1000;
  let best = await timed(run);
  for (let times = 1; times < 5 && performance.now() < end; times++) best = Math.min(best, await timed(run));
  return best;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

/** Rows `from` up to `from + count` of a text that nobody wrote. */
function goldenPass(
  graph: PassRunning,
  shape: TransformerShape,
  from: number,
  count: number,
  past: KeyValues,
  present: boolean,
): Pass {
  const rows = Array.from({ length: count }, (_, row) => row);
  const keys = past.count + count;
  const hides = graph.isMasked && past.count > 0;
  const bias = new Float32Array(hides ? count * keys : keys);
  if (hides) {
    // Every third kept row is hidden from every second new one.
    for (let row = 1; row < count; row += 2)
      for (let key = 0; key < past.count; key += 3) bias[row * keys + key] = hidden;
  }
  return {
    tokens: rows.map((row) => ((from + row) * 37 + 11) % shape.vocab),
    positions: rows.map((row) => from + row),
    previous: rows,
    bias,
    rows: rows.filter((row) => row % 3 === 0),
    past,
    present,
  };
}

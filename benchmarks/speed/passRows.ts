/** Single forward passes: a denoising step with frozen context, against the same step with everything computed anew. */
import { DiffusionModel, type Pass } from '../../runtime/diffusion';
import { versus, type SpeedRow } from './report';
import { stopwatch, type Elapsed } from './stopwatch';
import { CONTEXT_TOKENS } from './workload';

const PAIRS = 40;
const WARM_UP = 5;
const AIM = 8;

export async function measurePassRows(modelFolder: string, threads: number): Promise<SpeedRow[]> {
  const model = await DiffusionModel.open(modelFolder, { threads });
  try {
    const { full, context, step } = await passesOf(model);
    const times = { full: [] as Elapsed[], context: [] as Elapsed[], step: [] as Elapsed[] };
    for (let pair = -WARM_UP; pair < PAIRS; pair++) {
      for (const [pass, list] of [
        [step, times.step],
        [full, times.full],
        [context, times.context],
      ] as const) {
        const elapsed = stopwatch();
        await model.run(pass);
        if (pair >= 0) {
          list.push(elapsed());
        }
      }
    }
    const sizes = `${CONTEXT_TOKENS} context tokens, ${model.config.windowTokens}-token window`;
    const pair = versus(times.step, 'full pass', times.full);
    return [
      {
        id: 'denoising-step',
        what: `one denoising step with frozen context, ${sizes}`,
        unit: 'ms',
        ...pair,
        target: `at least ${AIM} times cheaper`,
        reached: pair.ratio !== undefined && pair.ratio * AIM <= 1,
      },
      {
        id: 'context-pass',
        what: `encoding a context of ${CONTEXT_TOKENS} tokens from nothing`,
        unit: 'ms',
        ...versus(times.context, 'full pass', times.full),
      },
    ];
  } finally {
    await model.dispose();
  }
}

/** The passes, of arbitrary tokens: time does not depend on them. */
async function passesOf(model: DiffusionModel): Promise<{ full: Pass; context: Pass; step: Pass }> {
  // Before the slots stands the last token of the prefix, fed again.
  const window = model.config.windowTokens + 1;
  const count = CONTEXT_TOKENS + window;
  const rows = Array.from({ length: count }, (_, row) => row);
  const tokens = rows.map((row) => 32 + ((row * 7919) % (model.config.shape.vocab - 64)));
  const slots = rows.slice(0, window - 1);
  const context: Pass = {
    tokens: tokens.slice(0, CONTEXT_TOKENS),
    positions: rows.slice(0, CONTEXT_TOKENS),
    previous: rows.slice(0, CONTEXT_TOKENS),
    bias: maskOf(CONTEXT_TOKENS, CONTEXT_TOKENS),
    rows: [CONTEXT_TOKENS - 1],
    past: model.noPast,
    present: true,
  };
  const { present } = await model.run(context);
  const step: Pass = {
    tokens: tokens.slice(CONTEXT_TOKENS),
    positions: rows.slice(CONTEXT_TOKENS),
    previous: rows.slice(0, window),
    bias: new Float32Array(count),
    rows: slots,
    past: present,
    present: false,
  };
  const full: Pass = {
    tokens,
    positions: rows,
    // The window is a segment of its own: its first row has no row before it.
    previous: rows.map((row) => (row === CONTEXT_TOKENS ? 0 : row)),
    bias: maskOf(count, CONTEXT_TOKENS),
    rows: slots.map((slot) => CONTEXT_TOKENS + slot),
    past: model.noPast,
    present: false,
  };
  return { full, context, step };
}

/** Additive mask [rows, rows]: the first `causal` rows see themselves and what is before, the others everything. */
function maskOf(rows: number, causal: number): Float32Array {
  const bias = new Float32Array(rows * rows);
  for (let row = 0; row < causal; row++) {
    bias.fill(-1e9, row * rows + row + 1, (row + 1) * rows);
  }
  return bias;
}

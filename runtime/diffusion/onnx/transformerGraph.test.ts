import assert from 'node:assert/strict';
import { SafetensorsCheckpoint } from '../checkpoint/safetensors';
import { blockMatrix } from '../checkpoint/storedMatrix';
import { DiffusionModel, type FullAttentionModel, type KeyValues } from '../model/diffusionModel';
import type { RandomModelOptions } from '../test/randomCheckpoint';
import { makeRandomModel, type RandomModel } from '../test/randomModel';
import { ReferenceModel } from '../test/referenceModel';
import type { RandomTensor } from '../test/safetensorsFile';
import type { GraphOptions, Quantisation } from './graphOptions';

const families = ['coda', 'dream', 'dreamon', 'open-dcoder', 'llada'] as const;

/** 14 prefix tokens, 6 slots of which 2 are filled, 9 suffix tokens; mask tokens are added by `sequence`. */
const prefixLength = 14;
const slotCount = 6;
const suffixLength = 9;
const windowEnd = prefixLength + slotCount;

function sequence(mask: number): number[] {
  const tokens = Array.from({ length: windowEnd + suffixLength }, (_, i) => 12 + ((i * 53) % 290));
  for (let row = prefixLength; row < windowEnd; row++) if (row % 3 !== 0) tokens[row] = mask;
  return tokens;
}

async function withModel(
  quantise: Quantisation,
  options: RandomModelOptions,
  body: (model: FullAttentionModel, files: RandomModel) => Promise<void>,
  weights: Partial<GraphOptions> = {},
): Promise<void> {
  const files = await makeRandomModel(quantise, options, weights);
  const model = await DiffusionModel.open(files.folder, { threads: 1 });
  try {
    assert.ok(model.hasFullAttention());
    await body(model, files);
  } finally {
    await model.dispose();
    await files.remove();
  }
}

/** Runs rows that all see each other and the past. */
async function run(
  model: FullAttentionModel,
  tokens: readonly number[],
  positions: readonly number[],
  past: KeyValues = model.noPast,
) {
  return model.run({
    tokens,
    positions,
    previous: tokens.map(() => 0),
    bias: new Float32Array(past.count + tokens.length),
    rows: tokens.map((_, row) => row),
    past,
    present: true,
  });
}

function rowsOf(logits: Float32Array, vocab: number): number[][] {
  return Array.from({ length: logits.length / vocab }, (_, row) => [
    ...logits.subarray(row * vocab, (row + 1) * vocab),
  ]);
}

function best(row: readonly number[]): number {
  return row.indexOf(Math.max(...row));
}

function difference(a: readonly number[][], b: readonly number[][]): number {
  return Math.max(...a.flatMap((row, i) => row.map((value, j) => Math.abs(value - b[i]![j]!))));
}

/** Length of the difference over length of the expected. */
function relativeError(found: readonly number[][], expected: readonly number[][]): number {
  const [a, b] = [found.flat(), expected.flat()];
  const squares = (values: readonly number[]) => values.reduce((sum, value) => sum + value ** 2, 0);
  return Math.sqrt(squares(b.map((value, i) => value - a[i]!)) / squares(b));
}

async function fullPass(model: FullAttentionModel, tokens: readonly number[]): Promise<number[][]> {
  const { logits } = await run(model, tokens, [...tokens.keys()]);
  return rowsOf(logits, model.config.shape.vocab);
}

/** Keys and values of some rows. */
function pick(from: KeyValues, rows: readonly number[], headDim: number): KeyValues {
  const take = (values: Float32Array) => {
    const heads = values.length / (from.count * headDim);
    return Float32Array.from(
      Array.from({ length: heads }, (_, head) =>
        rows.flatMap((row) => [...values.subarray((head * from.count + row) * headDim).subarray(0, headDim)]),
      ).flat(),
    );
  };
  return { count: rows.length, keys: from.keys.map(take), values: from.values.map(take) };
}

describe('transformer graph with full attention', function () {
  this.timeout(60_000);

  for (const family of families) {
    describe(family, () => {
      it('fp32: gives the logits of a float64 computation', async () => {
        await withModel('fp32', { family, seed: 5 }, async (model, { reference }) => {
          const tokens = sequence(model.config.special.mask);
          const [found, expected] = [await fullPass(model, tokens), reference.fullLogits(tokens)];
          assert.ok(difference(found, expected) <= 1e-4, String(difference(found, expected)));
          assert.deepEqual(found.map(best), expected.map(best));
        });
      });

      for (const [format, most] of [
        ['fp32', 1e-4],
        // Every row is quantised by itself, whatever rows share the pass.
        ['int8', 1e-3],
      ] as const) {
        it(`${format}: gives a window against cached surroundings the logits of the full pass`, async () => {
          await withModel(format, { family, seed: 6 }, async (model) => {
            const tokens = sequence(model.config.special.mask);
            const full = await run(model, tokens, [...tokens.keys()]);
            // With shifted logits the row before the window speaks of the first slot, so it is fed too.
            const first = prefixLength - model.config.logitShift;
            const around = [...tokens.keys()].filter((row) => row < first || row >= windowEnd);
            const past = pick(full.present, around, model.config.shape.headDim);
            const fed = [...tokens.keys()].slice(first, windowEnd);
            const positions = fed.map((row) => row);
            const { logits } = await run(model, tokens.slice(first, windowEnd), positions, past);
            const expected = rowsOf(full.logits, model.config.shape.vocab).slice(first, windowEnd);
            const found = rowsOf(logits, model.config.shape.vocab);
            assert.ok(difference(found, expected) <= most, String(difference(found, expected)));
            assert.deepEqual(found.map(best), expected.map(best));
          });
        });
      }

      it('lets the prefix see the suffix', async () => {
        await withModel('fp32', { family }, async (model) => {
          const tokens = sequence(model.config.special.mask);
          const changed = tokens.with(-1, tokens.at(-1)! + 1);
          const [before, after] = [await fullPass(model, tokens), await fullPass(model, changed)];
          assert.ok(difference(before.slice(0, 1), after.slice(0, 1)) > 1e-3);
        });
      });

      it('refuses to hide rows, which its graph cannot', async () => {
        await withModel('int8', { family }, async (model) => {
          const pass = { tokens: [20, 21], positions: [0, 1], previous: [0, 0], rows: [0], past: model.noPast };
          const bias = Float32Array.of(0, -1e9);
          await assert.rejects(model.run({ ...pass, bias, present: false }), /cannot hide rows/);
        });
      });

      it('int8: stays near fp32', async () => {
        const sizes = { hidden: 128, headDim: 32, intermediate: 256, layers: 2 };
        await withModel('int8', { family, ...sizes }, async (model, { reference }) => {
          const tokens = sequence(model.config.special.mask);
          const error = relativeError(await fullPass(model, tokens), reference.fullLogits(tokens));
          assert.ok(error < 0.06, String(error));
        });
      });
    });
  }

  for (const family of ['coda', 'open-dcoder'] as const) {
    it(`int8: stays near fp32 where products are made in pieces, ${family}`, async () => {
      const sizes = { hidden: 128, headDim: 32, intermediate: 4200, layers: 1, vocab: 4500 };
      await withModel('int8', { family, ...sizes }, async (model, { reference }) => {
        const tokens = sequence(model.config.special.mask);
        const error = relativeError(await fullPass(model, tokens), reference.fullLogits(tokens));
        assert.ok(error < 0.06, String(error));
      });
    });
  }

  it('gives rows the same logits, whichever are asked for and in whatever order', async () => {
    await withModel('fp32', { family: 'coda' }, async (model) => {
      const tokens = sequence(model.config.special.mask);
      const positions = [...tokens.keys()];
      const all = await fullPass(model, tokens);
      const rows = [20, 3, 3, 28];
      const previous = tokens.map(() => 0);
      const bias = new Float32Array(tokens.length);
      const pass = { tokens, positions, previous, bias, rows, past: model.noPast, present: false };
      const some = rowsOf((await model.run(pass)).logits, model.config.shape.vocab);
      const expected = rows.map((row) => all[row]!);
      assert.ok(difference(some, expected) <= 1e-4, String(difference(some, expected)));
    });
  });

  it('turns rows to every position that the config promises', async () => {
    await withModel('fp32', { family: 'llada' }, async (model, { reference }) => {
      const last = model.config.shape.positions - 1;
      const positions = [0, 1, 700, last];
      const tokens = [20, 21, 22, 23];
      const { logits } = await run(model, tokens, positions);
      const sees = () => true;
      const rows = tokens.map((token, i) => ({ token, position: positions[i]!, sees, previous: undefined }));
      const found = rowsOf(logits, model.config.shape.vocab);
      assert.ok(difference(found, reference.logits(rows)) <= 1e-4);
    });
  });

  for (const type of ['F16', 'BF16'] as const) {
    it(`reads checkpoints in ${type}`, async () => {
      await withModel('fp32', { family: 'dream', type }, async (model, { reference }) => {
        const tokens = sequence(model.config.special.mask);
        const [found, expected] = [await fullPass(model, tokens), reference.fullLogits(tokens)];
        assert.ok(difference(found, expected) <= 1e-4, String(difference(found, expected)));
      });
    });
  }

  for (const [bits, blockSize] of [
    [4, 32],
    [4, 128],
    [8, 32],
    [8, 128],
  ] as const) {
    for (const family of ['coda', 'open-dcoder'] as const) {
      it(`${bits} bits in blocks of ${blockSize}, ${family}: computes with the dequantised weights`, async () => {
        const quantise = bits === 4 ? 'int4' : 'int8-blocks';
        const options = { family, hidden: 160, heads: 4, kvHeads: 2, headDim: 40, intermediate: 192 };
        const exact = { embedding: 'fp32', head: bits === 4 ? 'int4-blocks' : 'int8-blocks', blockSize } as const;
        for (const [blockActivations, most] of [
          ['fp32', 1e-5],
          // Rounding of activations; 160 channels average little of it away.
          ['int8', 0.03],
        ] as const) {
          await withModel(
            quantise,
            options,
            async (model, files) => {
              const tokens = sequence(model.config.special.mask);
              const reference = await dequantisedReference(files, bits, blockSize);
              const [found, expected] = [await fullPass(model, tokens), reference.fullLogits(tokens)];
              const error = relativeError(found, expected);
              assert.ok(error <= most, `${blockActivations}: ${error}`);
              if (blockActivations === 'int8') return;
              assert.deepEqual(found.map(best), expected.map(best));
              // The weights were rounded, or nothing is tested here.
              assert.ok(relativeError(found, files.reference.fullLogits(tokens)) > 1e-3);
            },
            { ...exact, blockActivations },
          );
        }
      });
    }
  }
});

/** The reference with every matrix but the embedding as MatMulNBits is documented to read it. */
async function dequantisedReference(files: RandomModel, bits: 4 | 8, blockSize: 32 | 128): Promise<ReferenceModel> {
  const source = await SafetensorsCheckpoint.open(files.checkpoint);
  try {
    const tensors = new Map<string, RandomTensor>(files.tensors);
    for (const [name, { dims }] of files.tensors) {
      const [outputs = 0, inputs] = dims;
      if (inputs === undefined) continue;
      const lookedUp = name === 'model.embed_tokens.weight';
      if (lookedUp && files.tensors.has('lm_head.weight')) continue;
      const stored = blockMatrix(source, [{ name, from: 0, to: outputs }], inputs, bits, blockSize);
      const data = await collect(stored.data());
      const scales = new Float32Array((await collect(stored.scales())).buffer);
      const blocks = Math.ceil(inputs / blockSize);
      const values = new Float32Array(outputs * inputs);
      for (let row = 0; row < outputs; row++) {
        for (let column = 0; column < inputs; column++) {
          const block = row * blocks + Math.floor(column / blockSize);
          const at = block * blockSize + (column % blockSize);
          const level = bits === 8 ? data[at]! - 128 : ((data[at >> 1]! >> (4 * (at % 2))) & 15) - 8;
          values[row * inputs + column] = level * scales[block]!;
        }
      }
      // A tied head is rounded, the rows that are looked up are not.
      tensors.set(lookedUp ? 'lm_head.weight' : name, { dims, values });
    }
    return new ReferenceModel(tensors, files.config);
  } finally {
    await source.close();
  }
}

async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const piece of pieces) parts.push(new Uint8Array(piece));
  // Memory of its own, from its start: floats are read from it.
  return new Uint8Array(Buffer.concat(parts));
}

import assert from 'node:assert/strict';
import { representable } from '../test/safetensorsFile';
import { elementBytes, type ElementType } from './elementTypes';
import { blockMatrix, fp32Matrix, int8Matrix, type Layout } from './storedMatrix';
import type { WeightSource } from './weights';

/** Matrices in memory, given as a file gives them. */
class Matrices implements WeightSource {
  readonly values = new Map<string, Float32Array>();
  private readonly buffer = new ArrayBuffer(1 << 22);

  constructor(
    private readonly type: ElementType,
    private readonly columns: number,
  ) {}

  /** Values that the type has, from a fixed sequence with zeros, equal magnitudes and halves in it. */
  add(name: string, rows: number): void {
    let state = name.length + rows;
    const next = () => (state = (state * 16807) % 2147483647) / 2147483647 - 0.5;
    const values = Float32Array.from({ length: rows * this.columns }, (_, i) => {
      const row = Math.floor(i / this.columns);
      return representable(row === 1 ? 0 : i % 7 === 0 ? Math.round(next() * 8) / 8 : next() * (1 + row), this.type);
    });
    this.values.set(name, values);
  }

  dims(name: string): readonly number[] | undefined {
    const values = this.values.get(name);
    return values && [values.length / this.columns, this.columns];
  }

  read(name: string): Promise<Float32Array> {
    return Promise.resolve(this.get(name));
  }

  rows(name: string, from: number, to: number): Promise<Float32Array> {
    return Promise.resolve(this.get(name).slice(from * this.columns, to * this.columns));
  }

  async raw(name: string, from: number, to: number) {
    const values = await this.rows(name, from, to);
    // One buffer for all, as the contract allows.
    const bytes = new Uint8Array(this.buffer, 0, values.length * elementBytes[this.type]);
    const view = new DataView(this.buffer);
    values.forEach((value, i) => {
      if (this.type === 'F32') view.setFloat32(4 * i, value, true);
      else view.setUint16(2 * i, this.type === 'BF16' ? bits(value) >>> 16 : half(value), true);
    });
    return { type: this.type, bytes };
  }

  private get(name: string): Float32Array {
    const values = this.values.get(name);
    assert.ok(values);
    return values;
  }
}

const bits = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0]!;

/** fp16 bits of a value that fp16 has. */
function half(value: number): number {
  const sign = Object.is(value, -0) || value < 0 ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -14) return sign | (magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | ((exponent + 15) << 10) | ((magnitude / 2 ** exponent - 1) * 1024);
}

async function collect(data: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of data) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

const int8s = (bytes: Uint8Array) => new Int8Array(bytes.buffer, bytes.byteOffset, bytes.length);
const floats = (bytes: Uint8Array) => new Float32Array(Uint8Array.from(bytes).buffer);

/** Rows of all parts under each other. */
function stacked(source: Matrices, parts: readonly { name: string; from: number; to: number }[], columns: number) {
  return parts.flatMap(({ name, from, to }) =>
    Array.from({ length: to - from }, (_, i) => {
      return [...source.values.get(name)!.subarray((from + i) * columns, (from + i + 1) * columns)];
    }),
  );
}

describe('stored matrices', () => {
  for (const type of ['F32', 'BF16', 'F16'] as const) {
    for (const [columns, rows] of [
      [64, [128, 8, 300]],
      [30, [70, 5, 3]],
      [8, [4, 4, 4]],
    ] as const) {
      const source = new Matrices(type, columns);
      const parts = rows.map((count, index) => {
        const name = `m${index}`;
        source.add(name, count);
        return { name, from: index === 2 ? 1 : 0, to: count };
      });
      const expected = stacked(source, parts, columns);
      const what = `${type}, ${columns} columns, ${expected.length} rows of three tensors`;

      it(`fp32: ${what}`, async () => {
        const matrix = fp32Matrix(source, parts, columns);
        assert.deepEqual([...floats(await collect(matrix.data()))], expected.flat());
        assert.deepEqual(matrix.sources, ['m0', 'm1', 'm2']);
      });

      for (const layout of ['rows', 'transposed'] satisfies Layout[]) {
        it(`int8 ${layout}: ${what}`, async () => {
          const matrix = int8Matrix(source, parts, columns, 64, layout);
          const numbers = int8s(await collect(matrix.data()));
          const scales = floats(await collect(matrix.scales()));
          expected.forEach((row, output) => {
            const greatest = Math.max(...row.map(Math.abs));
            assert.equal(scales[output], Math.fround(greatest / 64));
            row.forEach((value, input) => {
              const at = layout === 'rows' ? output * columns + input : input * expected.length + output;
              const wanted = greatest === 0 ? 0 : Math.floor(value * (64 / greatest) + 0.5);
              assert.equal(numbers[at], wanted, `row ${output}, column ${input}`);
            });
          });
        });
      }

      for (const width of [4, 8] as const) {
        it(`${width} bits in blocks of 32: ${what}`, async () => {
          const matrix = blockMatrix(source, parts, columns, width, 32);
          const numbers = await collect(matrix.data());
          const scales = floats(await collect(matrix.scales()));
          const blocks = Math.ceil(columns / 32);
          const zero = width === 4 ? 8 : 128;
          assert.equal(numbers.length, (expected.length * blocks * 32 * width) / 8);
          const numberAt = (index: number) =>
            width === 8 ? numbers[index]! : (numbers[index >> 1]! >> (4 * (index & 1))) & 15;
          expected.forEach((row, output) => {
            for (let input = 0; input < blocks * 32; input++) {
              const block = output * blocks + Math.floor(input / 32);
              const value = row[input] ?? 0;
              const restored = scales[block]! * (numberAt(output * blocks * 32 + input) - zero);
              const inBlock = row.slice(32 * Math.floor(input / 32), 32 * Math.floor(input / 32) + 32);
              const greatest = Math.max(...inBlock.map(Math.abs));
              // Half a step; a whole one only for the opposite of the extreme, which has no number of its own.
              const step = greatest / zero;
              const allowed = Math.abs(value) > greatest - step / 2 ? step : step / 2;
              assert.ok(Math.abs(restored - value) <= allowed * 1.0001, `${restored} for ${value} of ${greatest}`);
              if (input >= columns) assert.ok(restored === 0);
            }
          });
        });
      }
    }
  }

  it('gives scales without the data, as after a restart', async () => {
    const source = new Matrices('F32', 16);
    source.add('m', 12);
    const parts = [{ name: 'm', from: 0, to: 12 }];
    const fresh = await collect(int8Matrix(source, parts, 16, 64, 'transposed').scales());
    const used = int8Matrix(source, parts, 16, 64, 'transposed');
    await collect(used.data());
    assert.deepEqual(fresh, await collect(used.scales()));
    assert.equal(fresh.length, 48);
  });

  for (const broken of [NaN, Infinity, -Infinity]) {
    it(`names the tensor that holds ${broken}`, async () => {
      const source = new Matrices('F32', 16);
      source.add('good', 4);
      source.add('bad', 4);
      source.values.get('bad')![33] = broken;
      const parts = ['good', 'bad'].map((name) => ({ name, from: 0, to: 4 }));
      for (const matrix of [
        fp32Matrix(source, parts, 16),
        int8Matrix(source, parts, 16, 64, 'rows'),
        int8Matrix(source, parts, 16, 64, 'transposed'),
        blockMatrix(source, parts, 16, 4, 32),
      ]) {
        await assert.rejects(collect(matrix.data()), { kind: 'model-corrupt', message: /"bad" .*not finite/ });
      }
    });
  }
});

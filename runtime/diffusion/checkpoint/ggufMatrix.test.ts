import assert from 'node:assert/strict';
import { quantiseQ8 } from '../../llama';
import { halfBits, halfMatrix, q8Matrix } from './ggufMatrix';
import type { WeightSource } from './weights';

const bitsOf = (value: number) => new Int32Array(new Float32Array([value]).buffer)[0]!;

/** A source with one matrix. */
function source(values: Float32Array, inputs: number): WeightSource {
  const raw = async (_: string, from: number, to: number) => ({
    type: 'F32' as const,
    bytes: new Uint8Array(values.slice(from * inputs, to * inputs).buffer),
  });
  const unused = () => Promise.reject(new Error('not read this way'));
  return { dims: () => [values.length / inputs, inputs], read: unused, rows: unused, raw };
}

async function bytesOf(data: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of data) pieces.push(piece.slice());
  return Buffer.concat(pieces);
}

describe('matrices of GGUF files', () => {
  for (const [what, value, expected] of [
    ['one', 1, 0x3c00],
    ['minus two', -2, 0xc000],
    ['minus zero', -0, 0x8000],
    ['the greatest', 65504, 0x7bff],
    ['what is rounded down to the greatest', 65519, 0x7bff],
    ['the smallest normal number', 2 ** -14, 0x0400],
    ['the greatest below it', 1023 * 2 ** -24, 0x03ff],
    ['the smallest number', 2 ** -24, 0x0001],
    ['half of it, a tie with zero', 2 ** -25, 0x0000],
    ['a little more', 1.01 * 2 ** -25, 0x0001],
    ['a tie, to even below', 1 + 2 ** -11, 0x3c00],
    ['a tie, to even above', 1 + 3 * 2 ** -11, 0x3c02],
    ['what rounds up into the next exponent', 2 - 2 ** -12, 0x4000],
  ] as const) {
    it(`half precision of ${what}`, () => assert.equal(halfBits(bitsOf(value)), expected));
  }

  it('half precision of every half is itself', () => {
    for (let half = 0; half < 0x7c00; half++) {
      const exponent = half >> 10;
      const fraction = half & 0x3ff;
      const value = exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15);
      assert.equal(halfBits(bitsOf(value)), half);
      assert.equal(halfBits(bitsOf(-value)), half | 0x8000);
    }
  });

  const values = Float32Array.from({ length: 70 * 64 }, (_, i) => Math.sin(i * 7.1) * (i % 13));

  it('Q8_0 is what the writer of small files makes', async () => {
    // Ties between two numbers may be rounded either way; there are none here.
    const rows = [{ name: 'm', from: 0, to: 70 }];
    const bytes = await bytesOf(q8Matrix(source(values, 64), rows, 64).data());
    assert.deepEqual(bytes, quantiseQ8(values));
  });

  it('refuses values that half precision has not, and such as are none', async () => {
    const rows = [{ name: 'm', from: 0, to: 1 }];
    for (const [bad, kind] of [
      [65520, 'model-unsupported'],
      [NaN, 'model-corrupt'],
    ] as const) {
      const matrix = halfMatrix(source(new Float32Array(64).fill(bad), 64), rows, 64);
      await assert.rejects(bytesOf(matrix.data()), { kind, message: /"m"/ });
    }
  });
});

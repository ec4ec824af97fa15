import { RuntimeError } from '../../runtimeError';
import { decodeBits, notFinite } from './elementTypes';
import { blocksOf, notFinitely, type StoredMatrix } from './storedMatrix';
import type { MatrixRows, WeightSource } from './weights';

/** Values of a Q8_0 block, which share a scale, and the bytes of one: the scale in half precision, then the numbers. */
export const q8Block = 32;
const q8BlockBytes = 2 + q8Block;

/** Bits of fp32 from which on a magnitude is rounded to half precision's infinity. */
const tooLargeForHalf = 0x477ff000;

/** @returns the matrix in half precision, [outputs, inputs], rounded to nearest, ties to even */
export function halfMatrix(source: WeightSource, parts: readonly MatrixRows[], inputs: number): StoredMatrix {
  async function* data(): AsyncGenerator<Uint8Array> {
    let bits = new Int32Array(0);
    let halves = new Uint16Array(0);
    for await (const { name, raw, rows } of blocksOf(source, parts, inputs)) {
      const count = rows * inputs;
      if (bits.length < count) {
        bits = new Int32Array(count);
        halves = new Uint16Array(count);
      }
      const greatest = decodeBits(raw, 0, count, bits);
      if (greatest >= notFinite) throw notFinitely(name);
      if (greatest >= tooLargeForHalf) throw tooLarge(name);
      for (let i = 0; i < count; i++) halves[i] = halfBits(bits[i]!);
      yield new Uint8Array(halves.buffer, 0, 2 * count);
    }
  }
  return { sources: [...new Set(parts.map(({ name }) => name))], data };
}

/**
 * ggml's Q8_0 (ggml-quants.c, quantize_row_q8_0_ref): each 32 values of a row as the scale, greatest magnitude / 127, and
 * signed bytes.
 * @param inputs a multiple of 32
 */
export function q8Matrix(source: WeightSource, parts: readonly MatrixRows[], inputs: number): StoredMatrix {
  async function* data(): AsyncGenerator<Uint8Array> {
    let bits = new Int32Array(0);
    let values = new Float32Array(bits.buffer);
    let numbers = new Uint8Array(0);
    const scale = new Float32Array(1);
    const scaleBits = new Int32Array(scale.buffer);
    for await (const { name, raw, rows } of blocksOf(source, parts, inputs)) {
      const count = rows * inputs;
      if (bits.length < count) {
        bits = new Int32Array(count);
        values = new Float32Array(bits.buffer);
        numbers = new Uint8Array((count / q8Block) * q8BlockBytes);
      }
      const greatest = decodeBits(raw, 0, count, bits);
      if (greatest >= notFinite) throw notFinitely(name);
      let at = 0;
      for (let from = 0; from < count; from += q8Block) {
        let most = 0;
        for (let i = from; i < from + q8Block; i++) most = Math.max(most, Math.abs(values[i]!));
        scale[0] = most / 127;
        if (scaleBits[0]! >= tooLargeForHalf) throw tooLarge(name);
        const half = halfBits(scaleBits[0]!);
        numbers[at++] = half & 0xff;
        numbers[at++] = half >> 8;
        const factor = most === 0 ? 0 : 127 / most;
        for (let i = from; i < from + q8Block; i++) numbers[at++] = Math.round(values[i]! * factor);
      }
      yield numbers.subarray(0, at);
    }
  }
  return { sources: [...new Set(parts.map(({ name }) => name))], data };
}

/** IEEE half precision of an fp32 value, both as bits, rounded to nearest, ties to even. Magnitudes below 65520 only. */
export function halfBits(bits: number): number {
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  // From 2^-14 on the exponent moves, and what rounds up carries into it.
  if (magnitude >= 0x38800000) return sign | ((magnitude + 0xfff + ((magnitude >> 13) & 1) - 0x38000000) >> 13);
  // At most half of the smallest number above zero.
  if (magnitude <= 0x33000000) return sign;
  const shift = 126 - (magnitude >> 23);
  const mantissa = (magnitude & 0x7fffff) | 0x800000;
  const kept = mantissa >> shift;
  const rest = mantissa & ((1 << shift) - 1);
  const middle = 1 << (shift - 1);
  return sign | (kept + (rest > middle || (rest === middle && (kept & 1) === 1) ? 1 : 0));
}

function tooLarge(name: string): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `The tensor "${name}" holds values that are too large for half precision.`,
    'Choose another format, e.g. gguf-q8_0 or int8.',
  );
}

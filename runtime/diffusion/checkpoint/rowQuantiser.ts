/** Kernels on typed arrays, for conversion at the speed of a disk (`whetstone bench speed`, rows `conversion-*`). */

/**
 * Writes round(values * factor) as int8, four of them in each word of the result, the first in the lowest byte.
 * Halves are rounded up. Every product must lie within -128 and 127.
 * @param count a multiple of 4
 */
export function quantiseToWords(
  values: Float32Array,
  count: number,
  factor: number,
  words: Int32Array,
  at: number,
): void {
  for (let i = 0; i < count; i += 4) {
    // Truncation rounds positive numbers down, hence the 128; as an exclusive or it makes the sign of the byte.
    const a = ((values[i]! * factor + 128.5) | 0) ^ 128;
    const b = ((values[i + 1]! * factor + 128.5) | 0) ^ 128;
    const c = ((values[i + 2]! * factor + 128.5) | 0) ^ 128;
    const d = ((values[i + 3]! * factor + 128.5) | 0) ^ 128;
    words[at + (i >> 2)] = a | (b << 8) | (c << 16) | (d << 24);
  }
}

/** The same for any count, value by value. */
export function quantiseToBytes(
  values: Float32Array,
  count: number,
  factor: number,
  bytes: Int8Array,
  at: number,
): void {
  for (let i = 0; i < count; i++) bytes[at + i] = ((values[i]! * factor + 128.5) | 0) - 128;
}

/**
 * Transposes bytes [rows, 4 * words]: every 4 x 4 of them in registers, all rows of a column at once, so that whole
 * cache lines are written.
 * @param stride words from one row of the source to the next
 * @param rows a multiple of 4
 * @param result words of [4 * words, 4 * resultStride] bytes
 * @param at word of the result that the first four rows' first column goes to
 */
export function transposeWords(
  source: Int32Array,
  stride: number,
  rows: number,
  words: number,
  result: Int32Array,
  resultStride: number,
  at: number,
): void {
  for (let word = 0; word < words; word++) {
    const to = at + 4 * word * resultStride;
    for (let row = 0; row < rows; row += 4) {
      const from = row * stride + word;
      const a = source[from]!;
      const b = source[from + stride]!;
      const c = source[from + 2 * stride]!;
      const d = source[from + 3 * stride]!;
      const evenAb = (a & 0x00ff00ff) | ((b & 0x00ff00ff) << 8);
      const oddAb = ((a >>> 8) & 0x00ff00ff) | (b & 0xff00ff00);
      const evenCd = (c & 0x00ff00ff) | ((d & 0x00ff00ff) << 8);
      const oddCd = ((c >>> 8) & 0x00ff00ff) | (d & 0xff00ff00);
      const first = to + (row >> 2);
      result[first] = (evenAb & 0xffff) | (evenCd << 16);
      result[first + resultStride] = (oddAb & 0xffff) | (oddCd << 16);
      result[first + 2 * resultStride] = (evenAb >>> 16) | (evenCd & 0xffff0000);
      result[first + 3 * resultStride] = (oddAb >>> 16) | (oddCd & 0xffff0000);
    }
  }
}

/**
 * Writes `rows` rows of `columns` bytes as columns of a wider matrix, for sizes that are no multiple of four.
 * @param at column of the result [columns, resultColumns] that the first row becomes
 */
export function transposeBytes(
  source: Int8Array,
  stride: number,
  rows: number,
  columns: number,
  result: Int8Array,
  resultColumns: number,
  at: number,
): void {
  for (let column = 0; column < columns; column++) {
    for (let row = 0; row < rows; row++) result[column * resultColumns + at + row] = source[row * stride + column]!;
  }
}

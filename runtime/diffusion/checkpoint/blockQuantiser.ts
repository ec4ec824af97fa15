import { notFinite } from './elementTypes';

/**
 * Quantises one row in blocks as ONNX Runtime's MatMulNBits takes it without zero points: unsigned numbers around 8 (4
 * bits) or 128 (8 bits), value = scale * (number - zero). The scale has the sign that makes the value of greatest
 * magnitude the lowest number, because there is one more number below zero than above. 4-bit numbers lie in pairs, the
 * first in the lower half. A block that the row does not fill is padded with zeros.
 * Layout: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md#com.microsoft.MatMulNBits
 * @param values the row, and `bits` the same memory as integers
 * @param bytes gets the row's blocks at `at`; @param scales gets one number a block at `scaleAt`
 * @returns whether all values are finite; when not, the result means nothing
 */
export function quantiseBlocks(
  values: Float32Array,
  valueBits: Int32Array,
  count: number,
  bits: 4 | 8,
  blockSize: number,
  bytes: Uint8Array,
  at: number,
  scales: Float32Array,
  scaleAt: number,
): boolean {
  const zero = bits === 4 ? 8 : 128;
  const top = 2 * zero - 1;
  const perByte = 8 / bits;
  let to = at;
  let block = scaleAt;
  for (let from = 0; from < count; from += blockSize) {
    const end = Math.min(count, from + blockSize);
    let greatest = 0;
    let extreme = from;
    for (let i = from; i < end; i++) {
      const magnitude = valueBits[i]! & 0x7fffffff;
      if (magnitude > greatest) {
        greatest = magnitude;
        extreme = i;
      }
    }
    if (greatest >= notFinite) return false;
    const scale = greatest === 0 ? 0 : values[extreme]! / -zero;
    const factor = scale === 0 ? 0 : 1 / scale;
    scales[block++] = scale;
    const half = zero + 0.5;
    if (bits === 8) {
      for (let i = from; i < end; i++) {
        const number = (values[i]! * factor + half) | 0;
        bytes[to++] = number > top ? top : number;
      }
    } else {
      const pairs = end - ((end - from) & 1);
      for (let i = from; i < pairs; i += 2) {
        const low = (values[i]! * factor + half) | 0;
        const high = (values[i + 1]! * factor + half) | 0;
        bytes[to++] = (low > top ? top : low) | ((high > top ? top : high) << 4);
      }
      if (pairs < end) {
        const low = (values[pairs]! * factor + half) | 0;
        bytes[to++] = (low > top ? top : low) | (zero << 4);
      }
    }
    const missing = Math.floor((blockSize - (end - from)) / perByte);
    bytes.fill(bits === 8 ? zero : zero | (zero << 4), to, to + missing);
    to += missing;
  }
  return true;
}

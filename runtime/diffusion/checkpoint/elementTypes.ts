/** The floating-point types of checkpoints, as safetensors names them, in bytes. */
export const elementBytes = { F32: 4, F16: 2, BF16: 2 } as const;
export type ElementType = keyof typeof elementBytes;

/** Values of consecutive rows as they lie in the file, little-endian. */
export interface RawRows {
  readonly type: ElementType;
  /** Starts at a multiple of 4 of its buffer, and may be overwritten by the next read of the same checkpoint. */
  readonly bytes: Uint8Array;
}

/** Bits of fp32 from which on a value (without its sign) is infinite or no number. */
export const notFinite = 0x7f800000;

/**
 * Turns elements into the bits of fp32. Magnitudes order as their bits do, with NaN above all others.
 * @param from index of the first element to decode
 * @param bits gets `count` values from its start
 * @returns the greatest magnitude among them, as bits
 */
export function decodeBits({ type, bytes }: RawRows, from: number, count: number, bits: Int32Array): number {
  switch (type) {
    case 'F32':
      return copySingles(new Int32Array(bytes.buffer, bytes.byteOffset + 4 * from, count), bits);
    case 'BF16':
      return decodeBrainHalves(new Uint16Array(bytes.buffer, bytes.byteOffset + 2 * from, count), bits);
    case 'F16':
      return decodeHalves(new Uint16Array(bytes.buffer, bytes.byteOffset + 2 * from, count), bits);
  }
}

function copySingles(source: Int32Array, bits: Int32Array): number {
  let greatest = 0;
  for (let i = 0; i < source.length; i++) {
    const value = source[i]!;
    bits[i] = value;
    const magnitude = value & 0x7fffffff;
    if (magnitude > greatest) greatest = magnitude;
  }
  return greatest;
}

/** bf16 is the upper half of fp32. */
function decodeBrainHalves(source: Uint16Array, bits: Int32Array): number {
  let greatest = 0;
  for (let i = 0; i < source.length; i++) {
    const value = source[i]!;
    bits[i] = value << 16;
    const magnitude = value & 0x7fff;
    if (magnitude > greatest) greatest = magnitude;
  }
  return greatest << 16;
}

function decodeHalves(source: Uint16Array, bits: Int32Array): number {
  const table = halfTable();
  let greatest = 0;
  for (let i = 0; i < source.length; i++) {
    const half = source[i]!;
    bits[i] = table[half]!;
    const magnitude = half & 0x7fff;
    if (magnitude > greatest) greatest = magnitude;
  }
  return table[greatest]! & 0x7fffffff;
}

let halves: Int32Array | undefined;

/** fp32 bits of every fp16 value (IEEE 754 binary16). */
function halfTable(): Int32Array {
  if (halves) return halves;
  const table = new Float32Array(1 << 16);
  for (let bits = 0; bits < table.length; bits++) {
    const sign = bits & 0x8000 ? -1 : 1;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24;
    else if (exponent === 31) table[bits] = fraction === 0 ? sign * Infinity : NaN;
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  }
  return (halves = new Int32Array(table.buffer));
}

export interface RandomTensor {
  readonly dims: readonly number[];
  readonly values: Float32Array;
}

export type FileType = 'F32' | 'F16' | 'BF16';

/** A safetensors file. Values of half types must be representable: see `representable`. */
export function safetensors(tensors: ReadonlyMap<string, RandomTensor>, type: FileType = 'F32'): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  const data = [...tensors].map(([name, { dims, values }]) => {
    const bytes = encode(values, type);
    header[name] = { dtype: type, shape: dims, data_offsets: [offset, offset + bytes.length] };
    offset += bytes.length;
    return bytes;
  });
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...data]);
}

/** The value of that type next to a value of ordinary size. */
export function representable(value: number, type: FileType): number {
  if (type === 'F32' || value === 0) return Math.fround(value);
  const bits = type === 'BF16' ? 7 : 10;
  const lowest = type === 'BF16' ? -126 : -14;
  const step = 2 ** (Math.max(lowest, Math.floor(Math.log2(Math.abs(value)))) - bits);
  return Math.round(value / step) * step;
}

function encode(values: Float32Array, type: FileType): Uint8Array {
  if (type === 'F32') return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const words = Uint16Array.from(values, type === 'BF16' ? bf16Bits : halfBits);
  return new Uint8Array(words.buffer);
}

const float = new DataView(new ArrayBuffer(4));

/** bf16 is the upper half of fp32. */
function bf16Bits(value: number): number {
  float.setFloat32(0, value);
  return float.getUint16(0);
}

/** IEEE 754 binary16 of a value that has one. */
function halfBits(value: number): number {
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0;
  const magnitude = Math.abs(value);
  if (magnitude < 2 ** -14) return sign | (magnitude * 2 ** 24);
  const exponent = Math.floor(Math.log2(magnitude));
  return sign | ((exponent + 15) << 10) | ((magnitude / 2 ** exponent - 1) * 1024);
}

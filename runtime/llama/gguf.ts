/**
 * Writes GGUF files, llama.cpp's model format, as far as models of our own need it: metadata, F32, F16 and Q8_0 tensors.
 * Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (version 3, little endian).
 */
import { open } from 'node:fs/promises';

export type GgufValue =
  | { readonly type: 'uint32' | 'float32' | 'bool' | 'string'; readonly value: number | boolean | string }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'int32s'; readonly value: readonly number[] };

export type GgufType = 'F32' | 'F16' | 'Q8_0';

/** A tensor as the head of a file names it. */
export interface GgufEntry {
  readonly name: string;
  /** Sizes, fastest-varying first: [in, out] of a matrix that PyTorch holds as [out, in]. */
  readonly shape: readonly number[];
  readonly type: GgufType;
}

export interface GgufTensor extends GgufEntry {
  readonly type: 'F32' | 'Q8_0';
  /** Row-major values, whole or in pieces of whole rows; asked for once, when the tensor's turn comes. */
  readonly values: () => Float32Array | AsyncIterable<Float32Array>;
}

const VERSION = 3;
const ALIGNMENT = 32;
/** Values of one Q8_0 block, which share a scale. */
const BLOCK = 32;
const BLOCK_BYTES = 2 + BLOCK;

const TENSOR_TYPE = { F32: 0, F16: 1, Q8_0: 8 } as const;
const VALUE_TYPE = { uint32: 4, int32: 5, float32: 6, bool: 7, string: 8, array: 9 } as const;

/** All of a file but the tensors' data, padded, with the place of each tensor's data behind it: in the order given. */
export function ggufHead(
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufEntry[],
): { readonly bytes: Buffer; readonly starts: readonly number[] } {
  const entries = Object.entries(metadata);
  const header: Buffer[] = [
    Buffer.from('GGUF', 'latin1'),
    u32(VERSION),
    u64(tensors.length),
    u64(entries.length),
    ...entries.flatMap(([key, value]) => [text(key), encoded(value)]),
  ];
  const offsets: number[] = [];
  let offset = 0;
  for (const tensor of tensors) {
    header.push(text(tensor.name), u32(tensor.shape.length), ...tensor.shape.map(u64));
    header.push(u32(TENSOR_TYPE[tensor.type]), u64(offset));
    offsets.push(offset);
    offset += padded(ggufBytes(tensor));
  }
  const bytes = pad(Buffer.concat(header));
  return { bytes, starts: offsets.map((each) => bytes.length + each) };
}

export async function writeGguf(
  file: string,
  metadata: Readonly<Record<string, GgufValue>>,
  tensors: readonly GgufTensor[],
): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(ggufHead(metadata, tensors).bytes);
    for (const tensor of tensors) {
      const given = tensor.values();
      let written = 0;
      for await (const values of given instanceof Float32Array ? [given] : given) {
        const bytes =
          tensor.type === 'F32' ? Buffer.from(values.buffer, values.byteOffset, values.byteLength) : quantiseQ8(values);
        written += bytes.length;
        await handle.writeFile(bytes);
      }
      if (written !== ggufBytes(tensor)) {
        throw new RangeError(`${tensor.name} has ${written} bytes, not those of [${tensor.shape.join(', ')}]`);
      }
      await handle.writeFile(Buffer.alloc(padded(written) - written));
    }
  } finally {
    await handle.close();
  }
}

/**
 * ggml's Q8_0: blocks of 32 values as a float16 scale (largest magnitude / 127) and 32 signed bytes.
 *
 * @param values a multiple of 32 values
 */
export function quantiseQ8(values: Float32Array): Buffer {
  const blocks = values.length / BLOCK;
  const out = Buffer.alloc(Math.ceil(blocks) * BLOCK_BYTES);
  for (let block = 0; block < blocks; block++) {
    const from = values.subarray(block * BLOCK, (block + 1) * BLOCK);
    const largest = from.reduce((high, value) => Math.max(high, Math.abs(value)), 0);
    const scale = largest / 127;
    const at = block * BLOCK_BYTES;
    out.writeUInt16LE(float16Bits(scale), at);
    for (const [index, value] of from.entries()) {
      out.writeInt8(scale === 0 ? 0 : Math.round(value / scale), at + 2 + index);
    }
  }
  return out;
}

/** IEEE half precision of a value in 0..65504, rounded to nearest; values below 6e-8 become 0. */
export function float16Bits(value: number): number {
  if (value < 2 ** -14) {
    return Math.round(value * 2 ** 24);
  }
  const exponent = Math.floor(Math.log2(value));
  // A mantissa that rounds up to 1024 carries into the exponent, as it should.
  return ((exponent + 15) << 10) + Math.round((value / 2 ** exponent - 1) * 1024);
}

/** Bytes of a tensor's data without what it is padded with. */
export function ggufBytes({ shape, type }: GgufEntry): number {
  const count = shape.reduce((product, size) => product * size, 1);
  if (type === 'Q8_0') return (count / BLOCK) * BLOCK_BYTES;
  return count * (type === 'F32' ? 4 : 2);
}

function encoded(entry: GgufValue): Buffer {
  switch (entry.type) {
    case 'strings':
      return Buffer.concat([
        u32(VALUE_TYPE.array),
        u32(VALUE_TYPE.string),
        u64(entry.value.length),
        ...entry.value.map(text),
      ]);
    case 'int32s':
      return Buffer.concat([
        u32(VALUE_TYPE.array),
        u32(VALUE_TYPE.int32),
        u64(entry.value.length),
        ...entry.value.map(u32),
      ]);
    case 'string':
      return Buffer.concat([u32(VALUE_TYPE.string), text(String(entry.value))]);
    case 'bool':
      return Buffer.concat([u32(VALUE_TYPE.bool), Buffer.from([entry.value ? 1 : 0])]);
    case 'uint32':
      return Buffer.concat([u32(VALUE_TYPE.uint32), u32(Number(entry.value))]);
    case 'float32': {
      const bytes = Buffer.alloc(4);
      bytes.writeFloatLE(Number(entry.value));
      return Buffer.concat([u32(VALUE_TYPE.float32), bytes]);
    }
  }
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  return Buffer.concat([u64(bytes.length), bytes]);
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

function u64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

const padded = (bytes: number) => Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
const pad = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(padded(bytes.length) - bytes.length)]);

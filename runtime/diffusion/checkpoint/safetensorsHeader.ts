import type { FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';

/** Bits of an element of every type that the format knows, so that the extent of any tensor can be checked. */
const elementBits: Readonly<Record<string, number>> = {
  ...{ BOOL: 8, U8: 8, I8: 8, I16: 16, U16: 16, I32: 32, U32: 32, I64: 64, U64: 64 },
  ...{ F64: 64, F32: 32, F16: 16, BF16: 16, C64: 64 },
  ...{ F8_E4M3: 8, F8_E5M2: 8, F8_E8M0: 8, F6_E2M3: 6, F6_E3M2: 6, F4: 4 },
};

/** The format's own limit; a length beyond it is garbage, or an attempt to fill the memory. */
const longestHeader = 100_000_000;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});

export interface TensorEntry {
  readonly name: string;
  /** As the header has it; not every one can be converted. */
  readonly type: string;
  readonly dims: readonly number[];
  /** Byte positions in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the header of a safetensors file and checks all that it says against the file: types, extents, and that the
 * tensors fill the file without gap or overlap. Format: https://huggingface.co/docs/safetensors
 * @param file for messages
 * @returns tensors in the order of their data
 * @throws RuntimeError model-corrupt or model-unsupported, naming file and tensor
 */
export async function readSafetensorsHeader(handle: FileHandle, file: string): Promise<readonly TensorEntry[]> {
  const { size } = await handle.stat();
  if (size === 0) throw corrupt(file, 'it is empty');
  const prefix = await readFully(handle, 0, 8);
  if (!prefix) throw corrupt(file, 'its header is cut off');
  const length = prefix.readBigUInt64LE();
  if (length > BigInt(longestHeader)) {
    throw corrupt(file, `it claims a header of ${length} bytes; no safetensors file has more than ${longestHeader}`);
  }
  const header = await readFully(handle, 8, Number(length));
  if (!header) throw corrupt(file, `its header is cut off (${length} bytes promised, ${size - 8} there)`);
  const entries = z.record(z.string(), z.unknown()).safeParse(parseJson(header.toString('utf8')));
  if (!entries.success) throw corrupt(file, 'its header is no JSON object');
  const first = 8 + header.length;
  const tensors = Object.entries(entries.data)
    .filter(([name]) => name !== '__metadata__')
    .map(([name, value]) => entryOf(name, value, first, file))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  checkExtents(tensors, first, size, file);
  return tensors;
}

function entryOf(name: string, value: unknown, first: number, file: string): TensorEntry {
  const entry = entrySchema.safeParse(value);
  if (!entry.success) throw corrupt(file, `the entry of "${name}" is malformed`);
  const { dtype, shape, data_offsets: offsets } = entry.data;
  const bits = Object.hasOwn(elementBits, dtype) ? elementBits[dtype] : undefined;
  if (bits === undefined) throw unsupportedType(file, name, dtype);
  const bytes = shape.reduce((product, n) => product * n, bits) / 8;
  if (!Number.isSafeInteger(bytes) || offsets[1] - offsets[0] !== bytes) {
    throw corrupt(file, `the data of "${name}" does not fill its shape [${shape.join(', ')}]`);
  }
  return { name, type: dtype, dims: shape, start: first + offsets[0], end: first + offsets[1] };
}

function checkExtents(tensors: readonly TensorEntry[], first: number, size: number, file: string): void {
  let end = first;
  let before: string | undefined;
  for (const tensor of tensors) {
    if (tensor.start < end) throw corrupt(file, `the data of "${before ?? ''}" and "${tensor.name}" overlap`);
    if (tensor.start > end) {
      throw corrupt(file, `there are ${tensor.start - end} bytes before "${tensor.name}" that no tensor owns`);
    }
    if (tensor.end > size) {
      throw corrupt(file, `it ends before the tensor "${tensor.name}" does: ${tensor.end - size} bytes are missing`);
    }
    end = tensor.end;
    before = tensor.name;
  }
  if (end < size) throw corrupt(file, `there are ${size - end} bytes at its end that no tensor owns`);
}

export function unsupportedType(file: string, name: string, type: string): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `${file}: "${name}" has the element type ${type}.`,
    'Choose a checkpoint in fp32, fp16 or bf16; one that is quantised already cannot be converted.',
  );
}

/** @returns undefined when the file ends before */
async function readFully(handle: FileHandle, position: number, length: number): Promise<Buffer | undefined> {
  // The header's length is only a claim: no memory for more than the file has.
  if (position + length > (await handle.stat()).size) return undefined;
  const bytes = Buffer.alloc(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, position + filled);
    if (bytesRead === 0) return undefined;
    filled += bytesRead;
  }
  return bytes;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function corrupt(file: string, what: string): RuntimeError {
  return new RuntimeError('model-corrupt', `${file} is damaged: ${what}.`, 'Download the checkpoint again.');
}

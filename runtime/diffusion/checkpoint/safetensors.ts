import { open, readFile, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { plainName } from '../../models';
import { RuntimeError } from '../../runtimeError';
import type { WeightSource } from './weights';

const bytesPerElement = { F32: 4, F16: 2, BF16: 2 } as const;

const entrySchema = z.object({
  dtype: z.string(),
  shape: z.array(z.number().int().nonnegative()),
  data_offsets: z.tuple([z.number().int().nonnegative(), z.number().int().nonnegative()]),
});
const indexSchema = z.object({ weight_map: z.record(z.string(), plainName) });

interface Tensor {
  readonly type: keyof typeof bytesPerElement;
  readonly dims: readonly number[];
  readonly handle: FileHandle;
  readonly file: string;
  /** Byte position in the file. */
  readonly start: number;
  readonly end: number;
}

/**
 * Tensors of a checkpoint folder: model.safetensors, or the shards that model.safetensors.index.json names. Headers are
 * read at once, tensors one at a time. Format: https://huggingface.co/docs/safetensors
 */
export class SafetensorsCheckpoint implements WeightSource {
  private constructor(
    private readonly tensors: ReadonlyMap<string, Tensor>,
    private readonly handles: readonly FileHandle[],
  ) {}

  /** @throws RuntimeError model-missing or model-corrupt, naming the file */
  static async open(folder: string): Promise<SafetensorsCheckpoint> {
    const handles: FileHandle[] = [];
    const tensors = new Map<string, Tensor>();
    try {
      for (const name of await shardNames(folder)) {
        const file = path.join(folder, name);
        const handle = await open(file).catch((error: unknown) => {
          throw new RuntimeError('model-missing', `${file} cannot be opened.`, 'Download the model again.', {
            cause: error,
          });
        });
        handles.push(handle);
        for (const [key, tensor] of await readHeader(handle, file)) tensors.set(key, tensor);
      }
      return new SafetensorsCheckpoint(tensors, handles);
    } catch (error) {
      await Promise.all(handles.map((handle) => handle.close()));
      throw error;
    }
  }

  names(): readonly string[] {
    return [...this.tensors.keys()];
  }

  dims(name: string): readonly number[] | undefined {
    return this.tensors.get(name)?.dims;
  }

  async read(name: string): Promise<Float32Array> {
    const tensor = this.tensors.get(name);
    if (!tensor) {
      throw new RuntimeError('model-unsupported', `The checkpoint has no tensor "${name}".`, 'Choose another model.');
    }
    const bytes = new Uint8Array(tensor.end - tensor.start);
    let filled = 0;
    while (filled < bytes.length) {
      const { bytesRead } = await tensor.handle.read(bytes, filled, bytes.length - filled, tensor.start + filled);
      if (bytesRead === 0) throw corrupt(tensor.file, `it ends inside the tensor "${name}"`);
      filled += bytesRead;
    }
    const values = decode(tensor.type, bytes);
    if (!values.every(Number.isFinite)) throw corrupt(tensor.file, `"${name}" holds values that are not finite`);
    return values;
  }

  async close(): Promise<void> {
    await Promise.all(this.handles.map((handle) => handle.close()));
  }
}

async function shardNames(folder: string): Promise<readonly string[]> {
  const file = path.join(folder, 'model.safetensors.index.json');
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return ['model.safetensors'];
  const index = indexSchema.safeParse(parseJson(text));
  if (!index.success) throw corrupt(file, 'it is no index of shards');
  return [...new Set(Object.values(index.data.weight_map))];
}

async function readHeader(handle: FileHandle, file: string): Promise<ReadonlyMap<string, Tensor>> {
  const { size } = await handle.stat();
  const prefix = Buffer.alloc(8);
  const { bytesRead } = await handle.read(prefix, 0, 8, 0);
  const length = bytesRead === 8 ? prefix.readBigUInt64LE() : undefined;
  if (length === undefined || length > BigInt(Math.max(0, size - 8)) || length > 100_000_000n) {
    throw corrupt(file, 'its header is cut off');
  }
  const header = Buffer.alloc(Number(length));
  await handle.read(header, 0, header.length, 8);
  const entries = z.record(z.string(), z.unknown()).safeParse(parseJson(header.toString('utf8')));
  if (!entries.success) throw corrupt(file, 'its header is no JSON object');
  const tensors = new Map<string, Tensor>();
  const data = 8 + header.length;
  for (const [name, value] of Object.entries(entries.data)) {
    if (name === '__metadata__') continue;
    const entry = entrySchema.safeParse(value);
    if (!entry.success) throw corrupt(file, `the entry of "${name}" is malformed`);
    const { dtype, shape, data_offsets: offsets } = entry.data;
    if (!isSupported(dtype)) {
      const action = 'Choose a checkpoint in fp32, fp16 or bf16.';
      throw new RuntimeError('model-unsupported', `${file}: "${name}" has the element type ${dtype}.`, action);
    }
    const [start, end] = [data + offsets[0], data + offsets[1]];
    if (end - start !== shape.reduce((product, n) => product * n, bytesPerElement[dtype])) {
      throw corrupt(file, `the data of "${name}" does not fill its shape`);
    }
    if (end > size) throw corrupt(file, `it ends before the tensor "${name}"`);
    tensors.set(name, { type: dtype, dims: shape, handle, file, start, end });
  }
  return tensors;
}

function isSupported(dtype: string): dtype is keyof typeof bytesPerElement {
  return dtype in bytesPerElement;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function decode(type: keyof typeof bytesPerElement, bytes: Uint8Array): Float32Array {
  if (type === 'F32') return new Float32Array(bytes.buffer);
  const halves = new Uint16Array(bytes.buffer);
  const values = new Float32Array(halves.length);
  if (type === 'BF16') {
    const bits = new Uint32Array(values.buffer);
    for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  } else {
    for (let i = 0; i < halves.length; i++) values[i] = fromHalf(halves[i]!);
  }
  return values;
}

/** IEEE 754 binary16. */
function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function corrupt(file: string, what: string): RuntimeError {
  return new RuntimeError('model-corrupt', `${file} is damaged: ${what}.`, 'Download the model again.');
}

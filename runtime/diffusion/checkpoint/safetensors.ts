import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { unreadable } from './checkpointFile';
import { decodeBits, elementBytes, notFinite, type ElementType, type RawRows } from './elementTypes';
import { HashedFile, readRange } from './hashedFile';
import { corrupt, readSafetensorsHeader, unsupportedType, type TensorEntry } from './safetensorsHeader';
import { findShards, indexFile } from './shardIndex';
import type { WeightSource } from './weights';

interface Shard {
  readonly name: string;
  readonly handle: FileHandle;
  readonly file: string;
  readonly content: HashedFile;
  /** Milliseconds since 1970 of its last change. */
  readonly changed: number;
  /** Bytes of the shards before. */
  readonly offset: number;
}

interface Tensor extends TensorEntry {
  readonly shard: Shard;
}

/** A shard as it was found, to notice later that it has changed. */
export interface ShardState {
  readonly name: string;
  readonly bytes: number;
  readonly changed: number;
}

/**
 * Tensors of a checkpoint folder: model.safetensors, or the shards that model.safetensors.index.json names. Headers are
 * read and checked at once, data in ranges.
 */
export class SafetensorsCheckpoint implements WeightSource {
  /** Grows to the longest range and is used again for every one. */
  private buffer = new Uint8Array(0);

  /** Is told how many bytes of tensors were read by `raw`. */
  private onRead: (bytes: number) => void = () => undefined;

  private constructor(
    private readonly tensors: ReadonlyMap<string, Tensor>,
    private readonly shards: readonly Shard[],
  ) {}

  /** @throws RuntimeError model-missing, model-corrupt or model-unsupported, naming the file and the tensor */
  static async open(folder: string): Promise<SafetensorsCheckpoint> {
    const { names, promised } = await findShards(folder);
    const shards: Shard[] = [];
    try {
      const tensors = new Map<string, Tensor>();
      let offset = 0;
      for (const name of names) {
        const file = path.join(folder, name);
        const handle = await open(file).catch((error: unknown) => {
          throw unreadable(file, error);
        });
        const { size, mtimeMs } = await handle.stat();
        const content = new HashedFile(handle, size, file);
        const shard = { name, handle, file, content, changed: mtimeMs, offset };
        shards.push(shard);
        offset += size;
        for (const entry of await readSafetensorsHeader(handle, file)) {
          const other = tensors.get(entry.name);
          if (other) throw corrupt(file, `the tensor "${entry.name}" is in ${other.shard.name} too`);
          tensors.set(entry.name, { ...entry, shard });
        }
      }
      checkPromises(path.join(folder, indexFile), promised ?? new Map(), tensors);
      return new SafetensorsCheckpoint(tensors, shards);
    } catch (error) {
      await Promise.all(shards.map(({ handle }) => handle.close()));
      throw error;
    }
  }

  /** @param signal ends `raw` and `digests`, which may read gigabytes, with its reason */
  watch(onRead: (bytes: number) => void, signal: AbortSignal | undefined): void {
    this.onRead = onRead;
    for (const { content } of this.shards) content.signal = signal;
  }

  names(): readonly string[] {
    return [...this.tensors.keys()];
  }

  /** @throws RuntimeError model-unsupported when the tensor is no float tensor that can be read */
  dims(name: string): readonly number[] | undefined {
    const tensor = this.tensors.get(name);
    if (tensor) elementType(tensor);
    return tensor?.dims;
  }

  /** Element type as the file has it; undefined when there is no such tensor. */
  type(name: string): string | undefined {
    return this.tensors.get(name)?.type;
  }

  /** Bytes of a tensor; 0 when there is none. */
  bytes(name: string): number {
    const tensor = this.tensors.get(name);
    return tensor ? tensor.end - tensor.start : 0;
  }

  /** Where the data begins, counted over all shards: for reading them in order. */
  position(name: string): number {
    const tensor = this.tensors.get(name);
    return tensor ? tensor.shard.offset + tensor.start : 0;
  }

  async read(name: string): Promise<Float32Array> {
    const tensor = this.get(name);
    const bytes = new Uint8Array(tensor.end - tensor.start);
    await readRange(tensor.shard.handle, tensor.start, bytes, tensor.shard.file);
    return decoded(tensor, bytes);
  }

  /** Read on its own: `raw` is what a conversion reads the whole checkpoint with, in order. */
  async rows(name: string, from: number, to: number): Promise<Float32Array> {
    const tensor = this.get(name);
    const [start, end] = rowRange(tensor, from, to);
    const bytes = new Uint8Array(end - start);
    await readRange(tensor.shard.handle, start, bytes, tensor.shard.file);
    return decoded(tensor, bytes);
  }

  async raw(name: string, from: number, to: number): Promise<RawRows> {
    const tensor = this.get(name);
    const [start, end] = rowRange(tensor, from, to);
    const length = end - start;
    if (this.buffer.length < length) this.buffer = new Uint8Array(length);
    const bytes = this.buffer.subarray(0, length);
    await tensor.shard.content.read(start, bytes);
    this.onRead(length);
    return { type: elementType(tensor), bytes };
  }

  states(): readonly ShardState[] {
    return this.shards.map(({ name, content, changed }) => ({ name, bytes: content.size, changed }));
  }

  /**
   * Reads what `raw` has left out and gives the SHA-256 of every shard.
   * @throws RuntimeError model-corrupt when a shard was changed since it was opened
   */
  async digests(): Promise<readonly { readonly name: string; readonly bytes: number; readonly sha256: string }[]> {
    const digests = [];
    for (const { name, file, handle, content, changed } of this.shards) {
      const sha256 = await content.digest();
      const now = await handle.stat();
      if (now.mtimeMs !== changed || now.size !== content.size) throw corrupt(file, 'it changed while it was read');
      digests.push({ name, bytes: content.size, sha256 });
    }
    return digests;
  }

  async close(): Promise<void> {
    await Promise.all(this.shards.map(({ handle }) => handle.close()));
  }

  private get(name: string): Tensor {
    const tensor = this.tensors.get(name);
    if (tensor) return tensor;
    throw new RuntimeError('model-unsupported', `The checkpoint has no tensor "${name}".`, 'Choose another model.');
  }
}

function checkPromises(
  index: string,
  promised: ReadonlyMap<string, string>,
  tensors: ReadonlyMap<string, Tensor>,
): void {
  for (const [name, shard] of promised) {
    const found = tensors.get(name)?.shard.name;
    if (found === shard) continue;
    const where = found === undefined ? 'no shard has it' : `it is in ${found}`;
    throw corrupt(index, `it places the tensor "${name}" in ${shard}, but ${where}`);
  }
}

/** Byte positions in the file. */
function rowRange({ name, dims, start, end }: Tensor, from: number, to: number): readonly [number, number] {
  const rows = dims[0] ?? 1;
  if (from < 0 || to > rows || from > to) throw new RangeError(`"${name}" has no rows ${from} to ${to}`);
  const row = (end - start) / rows;
  return [start + from * row, start + to * row];
}

function elementType({ type, name, shard }: Tensor): ElementType {
  if (type === 'F32' || type === 'F16' || type === 'BF16') return type;
  throw unsupportedType(shard.file, name, type);
}

function decoded(tensor: Tensor, bytes: Uint8Array): Float32Array {
  const type = elementType(tensor);
  const count = bytes.length / elementBytes[type];
  const bits = new Int32Array(count);
  if (decodeBits({ type, bytes }, 0, count, bits) >= notFinite) {
    throw corrupt(tensor.shard.file, `the tensor "${tensor.name}" holds values that are not finite (NaN or infinite)`);
  }
  return new Float32Array(bits.buffer);
}

import { open, type FileHandle } from 'node:fs/promises';
import { RuntimeError } from '../runtimeError';

/** What the head of a GGUF file says. Arrays of the metadata are left out but for the vocabulary, where it is asked for. */
export interface GgufHead {
  readonly metadata: ReadonlyMap<string, number | bigint | boolean | string>;
  /** Text of each token, as the file has it, and its type by llama.cpp's numbers. Empty unless it was asked for. */
  readonly vocabulary: { readonly tokens: readonly string[]; readonly types: readonly number[] };
  /** Sizes by name, fastest-varying first. */
  readonly tensors: ReadonlyMap<string, readonly number[]>;
}

/** More than any model has: a damaged file must not ask for all memory. */
const mostEntries = 1 << 20;
const mostText = 1 << 26;
const chunkBytes = 1 << 20;

/** Bytes of the plain types of values, by their numbers (docs/gguf.md). */
const plainBytes: Readonly<Record<number, number>> = {
  ...{ 0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8 },
};
const int32Type = 5;
const textType = 8;
const arrayType = 9;

/**
 * Reads metadata and tensor names of a GGUF file, without its weights and without llama.cpp.
 * @throws RuntimeError model-missing when it cannot be read; model-corrupt when it is none or is cut off
 */
export async function readGgufHead(file: string, options: { readonly vocabulary?: boolean } = {}): Promise<GgufHead> {
  const handle = await open(file, 'r').catch((cause: unknown) => {
    throw new RuntimeError('model-missing', `${file} cannot be read.`, 'Check the path.', { cause });
  });
  try {
    return await new HeadReader(handle, file, options.vocabulary === true).read();
  } finally {
    await handle.close();
  }
}

class HeadReader {
  private buffer = Buffer.alloc(0);
  private at = 0;
  private position = 0;
  private tokens: readonly string[] = [];
  private types: readonly number[] = [];

  constructor(
    private readonly handle: FileHandle,
    private readonly file: string,
    private readonly withVocabulary: boolean,
  ) {}

  async read(): Promise<GgufHead> {
    if ((await this.bytes(4)).toString('latin1') !== 'GGUF') throw this.damaged('it is no GGUF file');
    const version = await this.u32();
    if (version !== 2 && version !== 3) throw this.damaged(`its version is ${version}, and 2 or 3 can be read`);
    const tensorCount = await this.count();
    const valueCount = await this.count();
    const metadata = new Map<string, number | bigint | boolean | string>();
    for (let index = 0; index < valueCount; index++) {
      const key = await this.text();
      const type = await this.u32();
      if (type === arrayType) await this.array(key);
      else metadata.set(key, await this.value(type));
    }
    const tensors = new Map<string, readonly number[]>();
    let last = 0;
    for (let index = 0; index < tensorCount; index++) {
      const name = await this.text();
      const dims = await this.u32();
      if (dims > 4) throw this.damaged(`"${name}" has ${dims} dimensions`);
      const shape: number[] = [];
      for (let axis = 0; axis < dims; axis++) shape.push(await this.u64());
      await this.u32();
      last = Math.max(last, await this.u64());
      tensors.set(name, shape);
    }
    const head = this.position - this.buffer.length + this.at;
    const { size } = await this.handle.stat();
    if (size <= head + last) throw this.damaged('it is cut off: its last tensor begins behind its end');
    return { metadata, tensors, vocabulary: { tokens: this.tokens, types: this.types } };
  }

  private async array(key: string): Promise<void> {
    const type = await this.u32();
    const count = await this.u64();
    if (this.withVocabulary && key === 'tokenizer.ggml.tokens' && type === textType)
      this.tokens = await this.texts(count);
    else if (this.withVocabulary && key === 'tokenizer.ggml.token_type' && type === int32Type) {
      this.types = await this.int32s(count);
    } else if (type === textType) await this.texts(count, false);
    else if (type === arrayType) for (let index = 0; index < count; index++) await this.array('');
    else {
      const size = plainBytes[type];
      if (size === undefined) throw this.damaged(`it has a value of the unknown type ${type}`);
      await this.skip(size * count);
    }
  }

  /** A vocabulary has a hundred thousand: what is in the buffer is read without waiting. */
  private async texts(count: number, keep = true): Promise<readonly string[]> {
    const texts: string[] = [];
    for (let index = 0; index < count; index++) {
      const length = Number((this.ready(8) ?? (await this.bytes(8))).readBigUInt64LE());
      if (length > mostText) throw this.damaged(`a text of ${length} bytes is in its head`);
      const bytes = this.ready(length) ?? (await this.bytes(length));
      if (keep) texts.push(bytes.toString('utf8'));
    }
    return texts;
  }

  private async int32s(count: number): Promise<readonly number[]> {
    if (count > mostEntries) throw this.damaged(`it claims ${count} entries`);
    const bytes = await this.bytes(4 * count);
    return Array.from({ length: count }, (_, index) => bytes.readInt32LE(4 * index));
  }

  private async value(type: number): Promise<number | bigint | boolean | string> {
    if (type === textType) return this.text();
    const size = plainBytes[type];
    if (size === undefined) throw this.damaged(`it has a value of the unknown type ${type}`);
    const bytes = await this.bytes(size);
    switch (type) {
      case 6:
        return bytes.readFloatLE();
      case 7:
        return bytes[0] !== 0;
      case 10:
        return bytes.readBigUInt64LE();
      case 11:
        return bytes.readBigInt64LE();
      case 12:
        return bytes.readDoubleLE();
      case 1:
      case 3:
      case 5:
        return bytes.readIntLE(0, size);
      default:
        return bytes.readUIntLE(0, size);
    }
  }

  private async text(): Promise<string> {
    const length = await this.u64();
    if (length > mostText) throw this.damaged(`a text of ${length} bytes is in its head`);
    return (await this.bytes(length)).toString('utf8');
  }

  private async u32(): Promise<number> {
    return (await this.bytes(4)).readUInt32LE();
  }

  private async u64(): Promise<number> {
    const value = Number((await this.bytes(8)).readBigUInt64LE());
    if (!Number.isSafeInteger(value)) throw this.damaged(`it claims the number ${value}`);
    return value;
  }

  private async count(): Promise<number> {
    const count = await this.u64();
    if (count > mostEntries) throw this.damaged(`it claims ${count} entries`);
    return count;
  }

  private async skip(count: number): Promise<void> {
    const here = Math.min(count, this.buffer.length - this.at);
    this.at += here;
    this.position += count - here;
  }

  private ready(count: number): Buffer | undefined {
    if (this.buffer.length - this.at < count) return undefined;
    return this.buffer.subarray(this.at, (this.at += count));
  }

  private async bytes(count: number): Promise<Buffer> {
    if (this.buffer.length - this.at < count) {
      const rest = this.buffer.subarray(this.at);
      const wanted = Buffer.alloc(Math.max(chunkBytes, count));
      const { bytesRead } = await this.handle.read(wanted, 0, wanted.length, this.position);
      this.position += bytesRead;
      this.buffer = Buffer.concat([rest, wanted.subarray(0, bytesRead)]);
      this.at = 0;
      if (this.buffer.length < count) throw this.damaged('it is cut off');
    }
    return this.buffer.subarray(this.at, (this.at += count));
  }

  private damaged(what: string): RuntimeError {
    return new RuntimeError('model-corrupt', `${this.file} is damaged: ${what}.`, 'Download or convert it again.');
  }
}

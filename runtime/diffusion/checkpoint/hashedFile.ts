import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { corrupt } from './safetensorsHeader';

/** Bytes that were read ahead of their turn and are kept until they are asked for. */
const keptLimit = 64 << 20;
const chunkBytes = 4 << 20;

/**
 * A file that is read nearly in order, and hashed in the same reading. What is skipped is read and hashed when something
 * behind it is asked for, and kept for a while: a checkpoint lists its tensors by name, and the graph takes them in
 * another order, but only within a layer.
 */
export class HashedFile {
  private readonly hash = createHash('sha256');
  /** Everything before is hashed. */
  private hashed = 0;
  private kept: { readonly start: number; readonly bytes: Uint8Array }[] = [];

  /** Ends long readings between two chunks, with its reason. */
  signal: AbortSignal | undefined;

  /** @param name for messages */
  constructor(
    private readonly handle: FileHandle,
    readonly size: number,
    private readonly name: string,
  ) {}

  /** Fills `into` with the bytes from `start` on. @throws RuntimeError model-corrupt when the file ends before */
  async read(start: number, into: Uint8Array): Promise<void> {
    const end = start + into.length;
    if (start > this.hashed) await this.readAhead(start);
    if (end <= this.hashed) return this.readAgain(start, into);
    await readRange(this.handle, start, into, this.name);
    this.hash.update(into.subarray(this.hashed - start));
    this.hashed = end;
  }

  /** Reads what is left. @returns SHA-256 of the whole file in hexadecimal digits; the object is of no use after that */
  async digest(): Promise<string> {
    this.kept = [];
    const chunk = new Uint8Array(chunkBytes);
    while (this.hashed < this.size) await this.hashNext(this.size, chunk);
    return this.hash.digest('hex');
  }

  private async readAhead(to: number): Promise<void> {
    let scratch: Uint8Array | undefined;
    while (this.hashed < to) {
      const start = this.hashed;
      if (to - start > keptLimit) {
        // Too much to keep: if it is wanted later, it is read again.
        scratch ??= new Uint8Array(chunkBytes);
        await this.hashNext(to - keptLimit, scratch);
        continue;
      }
      const bytes = new Uint8Array(Math.min(chunkBytes, to - start));
      await this.hashNext(to, bytes);
      this.kept.push({ start, bytes });
    }
    let size = this.kept.reduce((sum, piece) => sum + piece.bytes.length, 0);
    while (size > keptLimit) size -= this.kept.shift()!.bytes.length;
  }

  private async hashNext(limit: number, chunk: Uint8Array): Promise<void> {
    this.signal?.throwIfAborted();
    const piece = chunk.subarray(0, Math.min(chunk.length, limit - this.hashed));
    await readRange(this.handle, this.hashed, piece, this.name);
    this.hash.update(piece);
    this.hashed += piece.length;
  }

  /** From what was kept where it is there, else from the file. */
  private async readAgain(start: number, into: Uint8Array): Promise<void> {
    let at = 0;
    while (at < into.length) {
      const position = start + at;
      const piece = this.kept.find((each) => each.start <= position && position < each.start + each.bytes.length);
      if (!piece) break;
      const part = piece.bytes.subarray(position - piece.start, position - piece.start + into.length - at);
      into.set(part, at);
      at += part.length;
    }
    if (at < into.length) await readRange(this.handle, start + at, into.subarray(at), this.name);
  }
}

/** @throws RuntimeError model-corrupt when the file ends before */
export async function readRange(handle: FileHandle, start: number, into: Uint8Array, name: string): Promise<void> {
  let filled = 0;
  while (filled < into.length) {
    const { bytesRead } = await handle.read(into, filled, into.length - filled, start + filled);
    if (bytesRead === 0) throw corrupt(name, 'it became shorter while it was read');
    filled += bytesRead;
  }
}

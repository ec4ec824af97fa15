import type { Readable } from 'node:stream';

/** Gathers up to `limit` bytes of a stream; what comes after is read and dropped, so that nobody waits for it. */
export function collectOutput(stream: Readable | null, limit: number, exceeded: () => void): () => Buffer {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (bytes > limit) return;
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > limit) exceeded();
  });
  return () => Buffer.concat(chunks).subarray(0, limit);
}

/** Hands a stream on as it comes; nothing of it is kept. */
export function passOn(stream: Readable | null, take: (chunk: Buffer) => void): () => Buffer {
  stream?.on('data', take);
  return () => Buffer.alloc(0);
}

import type { WeightSource } from '../checkpoint/weights';

/** Bytes of small tensors, one after another. */
export async function* vectors(weights: WeightSource, names: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const name of names) {
    const values = await weights.read(name);
    yield new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
}

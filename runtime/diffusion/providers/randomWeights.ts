import type { RawRows } from '../checkpoint/elementTypes';
import { expectedTensors } from '../checkpoint/checkTensors';
import type { ModelConfig } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';

/** Weights of a model that nobody trained: the same on every machine, made when they are read. */
export class RandomWeights implements WeightSource {
  private readonly tensors: ReadonlyMap<string, readonly number[]>;

  constructor(config: ModelConfig) {
    this.tensors = new Map(Array.from(expectedTensors(config), ({ name, dims }) => [name, dims]));
  }

  dims(name: string): readonly number[] | undefined {
    return this.tensors.get(name);
  }

  async read(name: string): Promise<Float32Array> {
    const [length = 0] = this.tensors.get(name) ?? [];
    const random = uniform(seedOf(name));
    // Norms are about one, biases about zero.
    const centre = name.endsWith('.bias') ? 0 : 1;
    return Float32Array.from({ length }, () => centre + 0.4 * random());
  }

  async rows(name: string, from: number, to: number): Promise<Float32Array> {
    const [, columns = 0] = this.tensors.get(name) ?? [];
    const values = new Float32Array((to - from) * columns);
    // Of variance 1 / columns, so that products neither grow nor vanish.
    const width = Math.sqrt(3 / columns);
    for (let row = from; row < to; row++) {
      const random = uniform(seedOf(`${name} ${row}`));
      const start = (row - from) * columns;
      for (let column = 0; column < columns; column++) values[start + column] = width * random();
    }
    return values;
  }

  async raw(name: string, from: number, to: number): Promise<RawRows> {
    const values = await this.rows(name, from, to);
    return { type: 'F32', bytes: new Uint8Array(values.buffer) };
  }
}

/** Numbers in -1..1 from a linear congruential generator (Numerical Recipes). */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** FNV-1a, and one step of mixing: seeds of neighbouring rows must not be neighbours. */
function seedOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
}

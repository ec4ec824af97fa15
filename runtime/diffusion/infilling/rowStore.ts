import type { TransformerShape } from '../checkpoint/modelConfig';
import type { KeyValues } from '../model/diffusionModel';

/**
 * Keys and values of a growing run of rows. For each layer and kind one array [kvHeads, capacity, headDim], so that
 * appended rows are copied into place and shortening the run is free.
 */
export class RowStore {
  private readonly keys: readonly Float32Array[];
  private readonly values: readonly Float32Array[];
  private used = 0;

  constructor(
    private readonly shape: TransformerShape,
    readonly capacity: number,
  ) {
    const make = () => new Float32Array(shape.kvHeads * capacity * shape.headDim);
    this.keys = Array.from({ length: shape.layers }, make);
    this.values = Array.from({ length: shape.layers }, make);
  }

  get count(): number {
    return this.used;
  }

  /** Forgets the rows from `count` on. */
  truncate(count: number): void {
    this.used = Math.min(this.used, count);
  }

  /** Appends rows [from, to) of a pass. */
  append(rows: KeyValues, from: number, to: number): void {
    if (this.used + to - from > this.capacity) throw new RangeError('The context cache is full.');
    this.keys.forEach((target, layer) => this.copyIn(rows.keys[layer]!, rows.count, from, to, target));
    this.values.forEach((target, layer) => this.copyIn(rows.values[layer]!, rows.count, from, to, target));
    this.used += to - from;
  }

  /** Copies all rows to row `at` of arrays [kvHeads, rows, headDim]. */
  copyTo(target: KeyValues, at: number): void {
    this.keys.forEach((source, layer) => this.copyOut(source, target.keys[layer]!, target.count, at));
    this.values.forEach((source, layer) => this.copyOut(source, target.values[layer]!, target.count, at));
  }

  /**
   * Turns the keys by the same number of positions each, from `source` into this store; values are copied. Rotations of
   * the rotary embedding add up, so the keys are what a pass at the new positions would give.
   * @param cos, sin [headDim / 2] of the number of positions
   */
  rotateFrom(source: RowStore, cos: Float32Array, sin: Float32Array): void {
    const { headDim, kvHeads } = this.shape;
    const half = headDim / 2;
    this.used = source.used;
    this.keys.forEach((target, layer) => {
      const from = source.keys[layer]!;
      for (let head = 0; head < kvHeads; head++) {
        for (let row = 0; row < source.used; row++) {
          const a = (head * source.capacity + row) * headDim;
          const b = (head * this.capacity + row) * headDim;
          for (let i = 0; i < half; i++) {
            const x = from[a + i]!;
            const y = from[a + i + half]!;
            const c = cos[i]!;
            const s = sin[i]!;
            target[b + i] = x * c - y * s;
            target[b + i + half] = y * c + x * s;
          }
        }
      }
    });
    this.values.forEach((target, layer) => target.set(source.values[layer]!));
  }

  private copyIn(source: Float32Array, count: number, from: number, to: number, target: Float32Array): void {
    const { headDim, kvHeads } = this.shape;
    for (let head = 0; head < kvHeads; head++) {
      const rows = source.subarray((head * count + from) * headDim, (head * count + to) * headDim);
      target.set(rows, (head * this.capacity + this.used) * headDim);
    }
  }

  private copyOut(source: Float32Array, target: Float32Array, count: number, at: number): void {
    const { headDim, kvHeads } = this.shape;
    for (let head = 0; head < kvHeads; head++) {
      const start = head * this.capacity * headDim;
      target.set(source.subarray(start, start + this.used * headDim), (head * count + at) * headDim);
    }
  }
}

/**
 * Memory for the past of a pass, used again for the next one: megabytes that would be cleared and collected each time.
 */
export class ScratchRows {
  private readonly keys: readonly Float32Array[];
  private readonly values: readonly Float32Array[];

  constructor(
    private readonly shape: TransformerShape,
    capacity: number,
  ) {
    const make = () => new Float32Array(shape.kvHeads * capacity * shape.headDim);
    this.keys = Array.from({ length: shape.layers }, make);
    this.values = Array.from({ length: shape.layers }, make);
  }

  /** Arrays [kvHeads, count, headDim] with any content; what was given before is void. */
  rows(count: number): KeyValues {
    const size = this.shape.kvHeads * count * this.shape.headDim;
    const cut = (data: Float32Array) => data.subarray(0, size);
    return { count, keys: this.keys.map(cut), values: this.values.map(cut) };
  }
}

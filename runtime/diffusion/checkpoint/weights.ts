/** Named float tensors of a checkpoint, read one at a time. */
export interface WeightSource {
  /** Dimensions, or undefined when there is no such tensor. */
  dims(name: string): readonly number[] | undefined;
  /** Values in fp32, row-major. */
  read(name: string): Promise<Float32Array>;
}

/** Rows [from, to) of a matrix [out, in] of the checkpoint. */
export interface MatrixRows {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Rows of several matrices under each other, [sum of rows, columns]. */
export async function stackRows(
  source: WeightSource,
  parts: readonly MatrixRows[],
  columns: number,
): Promise<Float32Array> {
  const rows = parts.reduce((sum, part) => sum + part.to - part.from, 0);
  const stacked = new Float32Array(rows * columns);
  let offset = 0;
  for (const part of parts) {
    const values = (await source.read(part.name)).subarray(part.from * columns, part.to * columns);
    stacked.set(values, offset);
    offset += values.length;
  }
  return stacked;
}

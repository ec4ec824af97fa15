/** An int8 matrix [rows, columns] with one scale a row: value = scale[row] * data[row, column]. */
export interface QuantisedRows {
  readonly data: Int8Array;
  readonly scales: Float32Array;
}

/**
 * Symmetric round-to-nearest quantisation with one scale for each row (output channel).
 * @param limit greatest magnitude of an int8 value
 */
export function quantiseRows(values: Float32Array, rows: number, limit: number): QuantisedRows {
  const columns = values.length / rows;
  const data = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let greatest = 0;
    for (let i = start; i < start + columns; i++) greatest = Math.max(greatest, Math.abs(values[i]!));
    const scale = greatest / limit;
    scales[row] = scale;
    if (scale === 0) continue;
    for (let i = start; i < start + columns; i++) data[i] = Math.round(values[i]! / scale);
  }
  return { data, scales };
}

/** [rows, columns] -> [columns, rows]. */
export function transpose<T extends Float32Array | Int8Array>(values: T, rows: number, result: T): T {
  const columns = values.length / rows;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      result[column * rows + row] = values[row * columns + column]!;
    }
  }
  return result;
}

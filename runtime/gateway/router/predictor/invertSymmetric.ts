/**
 * Inverse of a symmetric positive definite matrix, by Cholesky's decomposition.
 *
 * @param matrix size x size, row-major
 * @throws RangeError when it is not positive definite
 */
export function invertSymmetric(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = matrix[i * size + k]!;
      for (let j = 0; j < k; j++) sum -= lower[i * size + j]! * lower[k * size + j]!;
      if (i !== k) lower[i * size + k] = sum / lower[k * size + k]!;
      else if (sum > 0) lower[i * size + i] = Math.sqrt(sum);
      else throw new RangeError('The matrix is not positive definite.');
    }
  }
  const inverse = new Float64Array(size * size);
  const column = new Float64Array(size);
  for (let c = 0; c < size; c++) {
    for (let i = 0; i < size; i++) {
      let sum = i === c ? 1 : 0;
      for (let k = 0; k < i; k++) sum -= lower[i * size + k]! * column[k]!;
      column[i] = sum / lower[i * size + i]!;
    }
    for (let i = size - 1; i >= 0; i--) {
      let sum = column[i]!;
      for (let k = i + 1; k < size; k++) sum -= lower[k * size + i]! * column[k]!;
      column[i] = sum / lower[i * size + i]!;
    }
    for (let i = 0; i < size; i++) inverse[i * size + c] = column[i]!;
  }
  return inverse;
}

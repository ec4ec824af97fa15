import type { RawRows } from './elementTypes';

/** Named float tensors of a checkpoint. */
export interface WeightSource {
  /** Dimensions, or undefined when there is no such tensor. */
  dims(name: string): readonly number[] | undefined;
  /** All values in fp32, row-major: for vectors, which are small. */
  read(name: string): Promise<Float32Array>;
  /** Rows [from, to) of a matrix in fp32, row-major: so that no matrix needs to be in memory as a whole. */
  rows(name: string, from: number, to: number): Promise<Float32Array>;
  /** The same rows as they lie in the file, for kernels that decode them on the way. */
  raw(name: string, from: number, to: number): Promise<RawRows>;
}

/** Rows [from, to) of a matrix [out, in] of the checkpoint. */
export interface MatrixRows {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

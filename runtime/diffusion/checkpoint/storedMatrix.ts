import { RuntimeError } from '../../runtimeError';
import { quantiseBlocks } from './blockQuantiser';
import { decodeBits, elementBytes, notFinite, type RawRows } from './elementTypes';
import { quantiseToBytes, quantiseToWords, transposeBytes, transposeWords } from './rowQuantiser';
import type { MatrixRows, WeightSource } from './weights';

/** [outputs, inputs], as checkpoints have matrices, or [inputs, outputs], as ONNX multiplies them. */
export type Layout = 'rows' | 'transposed';

/**
 * A matrix on its way from the checkpoint into the model. `data` reads the source in blocks of rows and gives the bytes
 * in order; a piece may be overwritten once the next one is asked for. Every call starts anew.
 */
export interface StoredMatrix {
  /** Names of the tensors that it is made of. */
  readonly sources: readonly string[];
  data(): AsyncIterable<Uint8Array>;
}

export interface ScaledMatrix extends StoredMatrix {
  /** fp32. Remembered once `data` has run; read from the checkpoint again otherwise. */
  scales(): AsyncIterable<Uint8Array>;
}

/** Bytes of the source that are in memory at a time. */
const blockBytes = 4 << 20;
/** Rows that are transposed at a time: a cache line of the result. */
const tileRows = 64;
/** Words between the rows of a tile beyond a power of two, which would put all rows into the same cache lines. */
const tilePadding = 16;

/** Rows as they come from the checkpoint. */
export interface Block {
  readonly name: string;
  readonly raw: RawRows;
  readonly rows: number;
  /** Number of the first row in the whole matrix. */
  readonly first: number;
}

/** @returns the matrix in fp32, [outputs, inputs] */
export function fp32Matrix(source: WeightSource, parts: readonly MatrixRows[], inputs: number): StoredMatrix {
  async function* data(): AsyncGenerator<Uint8Array> {
    let bits = new Int32Array(0);
    for await (const { name, raw, rows } of blocksOf(source, parts, inputs)) {
      const count = rows * inputs;
      if (bits.length < count) bits = new Int32Array(count);
      if (decodeBits(raw, 0, count, bits) >= notFinite) throw notFinitely(name);
      yield bytesOf(bits.subarray(0, count));
    }
  }
  return { sources: names(parts), data };
}

/**
 * @param limit greatest magnitude of an int8 value, at most 127
 * @returns the matrix in int8, symmetric, with one scale for each output: value = scale[output] * number
 */
export function int8Matrix(
  source: WeightSource,
  parts: readonly MatrixRows[],
  inputs: number,
  limit: number,
  layout: Layout,
): ScaledMatrix {
  const outputs = rowCount(parts);
  let known: Float32Array | undefined;
  async function* data(): AsyncGenerator<Uint8Array> {
    const scales = new Float32Array(outputs);
    const row = new RowQuantiser(inputs, limit);
    if (layout === 'rows') {
      let numbers = new Int8Array(0);
      for await (const block of blocksOf(source, parts, inputs)) {
        const size = block.rows * inputs;
        if (numbers.length < size) numbers = new Int8Array(size + 3 - ((size + 3) % 4));
        row.quantise(block, 0, block.rows, numbers, inputs, scales);
        yield bytesOf(numbers.subarray(0, size));
      }
    } else {
      const result = new Int8Array(Math.ceil((outputs * inputs) / 4) * 4);
      const resultWords = new Int32Array(result.buffer);
      const stride = 4 * (Math.ceil(inputs / 4) + tilePadding);
      const tile = new Int8Array(tileRows * stride);
      const tileWords = new Int32Array(tile.buffer);
      for await (const block of blocksOf(source, parts, inputs)) {
        for (let from = 0; from < block.rows; from += tileRows) {
          const count = Math.min(tileRows, block.rows - from);
          const at = block.first + from;
          row.quantise(block, from, count, tile, stride, scales);
          if (inputs % 4 === 0 && outputs % 4 === 0 && count % 4 === 0 && at % 4 === 0) {
            transposeWords(tileWords, stride >> 2, count, inputs >> 2, resultWords, outputs >> 2, at >> 2);
          } else transposeBytes(tile, stride, count, inputs, result, outputs, at);
        }
      }
      yield bytesOf(result.subarray(0, outputs * inputs));
    }
    known = scales;
  }
  return { sources: names(parts), data, scales: () => remembered(() => known, data) };
}

/**
 * @returns the matrix in blocks of a row that share a scale, as MatMulNBits takes it: numbers uint8
 * [outputs, blocks, blockSize * bits / 8], scales [outputs * blocks]
 */
export function blockMatrix(
  source: WeightSource,
  parts: readonly MatrixRows[],
  inputs: number,
  bits: 4 | 8,
  blockSize: number,
): ScaledMatrix {
  const outputs = rowCount(parts);
  const blocksOfRow = Math.ceil(inputs / blockSize);
  const rowBytes = (blocksOfRow * blockSize * bits) / 8;
  let known: Float32Array | undefined;
  async function* data(): AsyncGenerator<Uint8Array> {
    const scales = new Float32Array(outputs * blocksOfRow);
    const valueBits = new Int32Array(inputs);
    const values = new Float32Array(valueBits.buffer);
    let numbers = new Uint8Array(0);
    for await (const { name, raw, rows, first } of blocksOf(source, parts, inputs)) {
      if (numbers.length < rows * rowBytes) numbers = new Uint8Array(rows * rowBytes);
      for (let row = 0; row < rows; row++) {
        decodeBits(raw, row * inputs, inputs, valueBits);
        const scaleAt = (first + row) * blocksOfRow;
        const to = row * rowBytes;
        if (!quantiseBlocks(values, valueBits, inputs, bits, blockSize, numbers, to, scales, scaleAt)) {
          throw notFinitely(name);
        }
      }
      yield numbers.subarray(0, rows * rowBytes);
    }
    known = scales;
  }
  return { sources: names(parts), data, scales: () => remembered(() => known, data) };
}

/** Quantises rows with one scale each. */
class RowQuantiser {
  private readonly bits: Int32Array;
  private readonly values: Float32Array;

  constructor(
    private readonly inputs: number,
    private readonly limit: number,
  ) {
    this.bits = new Int32Array(inputs);
    this.values = new Float32Array(this.bits.buffer);
  }

  /**
   * @param from first row of the block to take
   * @param numbers gets `count` rows, each `stride` bytes behind the one before
   * @param scales of the whole matrix
   */
  quantise(block: Block, from: number, count: number, numbers: Int8Array, stride: number, scales: Float32Array): void {
    const { inputs, limit, bits, values } = this;
    // Whole words, where every row begins at one.
    const words = inputs % 4 === 0 ? new Int32Array(numbers.buffer, 0, numbers.length >> 2) : undefined;
    for (let row = 0; row < count; row++) {
      const greatest = decodeBits(block.raw, (from + row) * inputs, inputs, bits);
      if (greatest >= notFinite) throw notFinitely(block.name);
      const magnitude = asFloat(greatest);
      scales[block.first + from + row] = magnitude / limit;
      const factor = magnitude === 0 ? 0 : limit / magnitude;
      if (words) quantiseToWords(values, inputs, factor, words, (row * stride) >> 2);
      else quantiseToBytes(values, inputs, factor, numbers, row * stride);
    }
  }
}

/** The rows of all parts in order, as many at a time as fit into a block of memory. */
export async function* blocksOf(
  source: WeightSource,
  parts: readonly MatrixRows[],
  inputs: number,
): AsyncGenerator<Block, void, undefined> {
  let first = 0;
  // fp32 decides: a block has the same rows whatever the checkpoint's type, and so do its pieces.
  const fitting = Math.floor(blockBytes / (inputs * elementBytes.F32));
  const step = Math.max(tileRows, fitting - (fitting % tileRows));
  for (const { name, from, to } of parts) {
    for (let row = from; row < to; row += step) {
      const rows = Math.min(step, to - row);
      yield { name, raw: await source.raw(name, row, row + rows), rows, first };
      first += rows;
    }
  }
}

async function* remembered(
  known: () => Float32Array | undefined,
  data: () => AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  let scales = known();
  if (!scales) {
    // Only for its end: by then all scales are known.
    const pieces = data()[Symbol.asyncIterator]();
    while ((await pieces.next()).done !== true);
    scales = known();
  }
  yield bytesOf(scales ?? new Float32Array(0));
}

const float = new Float32Array(1);
const integer = new Int32Array(float.buffer);

function asFloat(bits: number): number {
  integer[0] = bits;
  return float[0]!;
}

export function notFinitely(name: string): RuntimeError {
  return new RuntimeError(
    'model-corrupt',
    `The tensor "${name}" holds values that are not finite (NaN or infinite).`,
    'Download the checkpoint again; if that does not help, the checkpoint itself is broken: choose another.',
  );
}

function rowCount(parts: readonly MatrixRows[]): number {
  return parts.reduce((sum, part) => sum + part.to - part.from, 0);
}

function names(parts: readonly MatrixRows[]): readonly string[] {
  return [...new Set(parts.map((part) => part.name))];
}

function bytesOf(values: Float32Array | Int32Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

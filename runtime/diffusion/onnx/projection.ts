import { blockMatrix, fp32Matrix, int8Matrix, type ScaledMatrix, type StoredMatrix } from '../checkpoint/storedMatrix';
import type { MatrixRows, WeightSource } from '../checkpoint/weights';
import { int, type DataType, type GraphBuilder, type Value } from './graphBuilder';
import type { BlockActivations, EmbeddingFormat, GraphOptions, WeightFormat } from './graphOptions';

/** A matrix of the model: rows of checkpoint matrices under each other, so that one product serves all of them. */
export interface MatrixSpec {
  readonly name: string;
  readonly parts: readonly MatrixRows[];
  /** Columns: channels that go in. */
  readonly inputs: number;
}

/**
 * Greatest magnitude of an int8 weight: seven bits. Without VNNI, x86 multiplies uint8 by int8 and adds pairs in
 * saturating 16 bits (pmaddubsw): 2 * 255 * 64 = 32640 always fits, 2 * 255 * 127 does not. So every processor gives
 * the same numbers at full speed, for about a sixth more rounding error (README.md).
 */
const weightLimit = 64;

/** Activations are uint8 with this zero point: the signed-signed kernel is some ten times slower. */
export const zeroPoint = 128;
export const activationLimit = 127;

/** MatMulNBits' attribute accuracy_level: the least accurate type that activations may take (ONNX Runtime, ContribOperators.md). */
const accuracyLevels: Readonly<Record<BlockActivations, number>> = { fp32: 1, int8: 4 };

/** x [rows, inputs] times a matrix [outputs, inputs] transposed: [rows, outputs]. */
export function project(
  graph: GraphBuilder,
  weights: WeightSource,
  format: WeightFormat,
  options: Pick<GraphOptions, 'blockSize' | 'blockActivations'>,
  spec: MatrixSpec,
  x: Value,
): Value {
  const outputs = rowCount(spec);
  const { blockSize } = options;
  switch (format) {
    case 'fp32': {
      // As fast as MatMul with a transposed matrix (measured), and the matrix is streamed as it lies in the checkpoint.
      const stored = fp32Matrix(weights, spec.parts, spec.inputs);
      const matrix = constant(graph, spec.name, 'float32', [outputs, spec.inputs], stored);
      return graph.op('Gemm', [x, matrix], { transB: int(1) });
    }
    case 'int8': {
      const [matrix, scales] = int8Constants(graph, weights, spec);
      return int8Product(graph, x, matrix, scales);
    }
    case 'int8-blocks':
    case 'int4-blocks': {
      const bits = format === 'int4-blocks' ? 4 : 8;
      const blocks = Math.ceil(spec.inputs / blockSize);
      const stored = blockMatrix(weights, spec.parts, spec.inputs, bits, blockSize);
      const dims = [outputs, blocks, (blockSize * bits) / 8];
      const [matrix, scales] = scaled(graph, spec, 'uint8', dims, stored, outputs * blocks);
      return graph.contrib('MatMulNBits', [x, matrix, scales], {
        K: int(spec.inputs),
        N: int(outputs),
        bits: int(bits),
        block_size: int(blockSize),
        accuracy_level: int(accuracyLevels[options.blockActivations]),
      });
    }
  }
}

/** A matrix in int8: [matrix int8 [inputs, outputs], scales float32 [outputs]]. */
export function int8Constants(graph: GraphBuilder, weights: WeightSource, spec: MatrixSpec): readonly [Value, Value] {
  const outputs = rowCount(spec);
  const stored = int8Matrix(weights, spec.parts, spec.inputs, weightLimit, 'transposed');
  return scaled(graph, spec, 'int8', [spec.inputs, outputs], stored, outputs);
}

/** Rows of a matrix [vocab, hidden] by their number: ids [n] -> [n, hidden]. */
export function lookUpRows(
  graph: GraphBuilder,
  weights: WeightSource,
  format: EmbeddingFormat,
  spec: MatrixSpec,
  ids: Value,
): Value {
  return tiedEmbedding(graph, weights, format, spec).lookUp(ids);
}

/** Whether a tied head can use the embedding's matrix as it is stored. */
export function sharesMatrix(options: GraphOptions): boolean {
  return options.embedding === options.head;
}

/** The embedding matrix [vocab, hidden], stored once: rows are looked up at the input and multiplied at the output. */
export interface TiedEmbedding {
  /** ids [n] -> [n, hidden] */
  lookUp(ids: Value): Value;
  /** x [n, hidden] -> logits [n, vocab] */
  head(x: Value): Value;
}

export function tiedEmbedding(
  graph: GraphBuilder,
  weights: WeightSource,
  format: EmbeddingFormat,
  spec: MatrixSpec,
): TiedEmbedding {
  const vocab = rowCount(spec);
  const dims = [vocab, spec.inputs];
  if (format === 'fp32') {
    const stored = fp32Matrix(weights, spec.parts, spec.inputs);
    const table = constant(graph, spec.name, 'float32', dims, stored);
    return {
      lookUp: (ids) => graph.op('Gather', [table, ids]),
      head: (x) => graph.contrib('FusedMatMul', [x, table], { transB: int(1) }),
    };
  }
  const stored = int8Matrix(weights, spec.parts, spec.inputs, weightLimit, 'rows');
  const [table, scales] = scaled(graph, spec, 'int8', dims, stored, vocab);
  return {
    lookUp: (ids) => {
      const rows = graph.op('Cast', [graph.op('Gather', [table, ids])], { to: int(1) });
      return graph.op('Mul', [rows, graph.op('Unsqueeze', [graph.op('Gather', [scales, ids]), graph.integers(1)])]);
    },
    // The transposition of a constant is done once, when the session is made.
    head: (x) => int8Product(graph, x, graph.op('Transpose', [table]), scales),
  };
}

/**
 * Quantises every row of x by its own greatest magnitude, so that a row's result does not depend on which other rows
 * are in the pass; cached keys and values rely on that. A row of zeros divides zero by zero; whatever integer that
 * becomes is multiplied by its magnitude, zero, at the end.
 * @param matrix int8 [inputs, outputs]
 * @param scales float32 [outputs]
 */
function int8Product(graph: GraphBuilder, x: Value, matrix: Value, scales: Value): Value {
  const step = graph.scalar('float32', 1 / activationLimit);
  const zero = graph.scalar('uint8', zeroPoint);
  const greatest = graph.op('ReduceMax', [graph.op('Abs', [x]), graph.integers(-1)]);
  const rows = graph.op('QuantizeLinear', [graph.op('Div', [x, greatest]), step, zero]);
  return graph.op('Mul', [graph.contrib('MatMulIntegerToFloat', [rows, matrix, step, scales, zero]), greatest]);
}

/** The constants of a matrix with scales: [matrix, scales]. @param count number of scales */
function scaled(
  graph: GraphBuilder,
  spec: MatrixSpec,
  type: DataType,
  dims: readonly number[],
  stored: ScaledMatrix,
  count: number,
): readonly [Value, Value] {
  const scales = { sources: stored.sources, data: () => stored.scales() };
  return [
    constant(graph, spec.name, type, dims, stored),
    constant(graph, `${spec.name}.scale`, 'float32', [count], scales),
  ];
}

function constant(
  graph: GraphBuilder,
  name: string,
  type: DataType,
  dims: readonly number[],
  stored: StoredMatrix,
): Value {
  return graph.initializer({ name, type, dims, sources: stored.sources, data: () => stored.data() });
}

/** A whole matrix of the checkpoint. @param to its rows */
export function allRows(name: string, to: number): MatrixRows {
  return { name, from: 0, to };
}

function rowCount(spec: MatrixSpec): number {
  return spec.parts.reduce((sum, part) => sum + part.to - part.from, 0);
}

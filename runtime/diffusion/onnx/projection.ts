import { blockMatrix, fp32Matrix, int8Matrix, type ScaledMatrix, type StoredMatrix } from '../checkpoint/storedMatrix';
import type { MatrixRows, WeightSource } from '../checkpoint/weights';
import { int, type DataType, type GraphBuilder, type Value } from './graphBuilder';
import type { BlockActivations, EmbeddingFormat, GraphOptions, WeightFormat } from './graphOptions';
import { matrixPieces, rowCount } from './matrixPieces';

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
const zeroPoint = 128;
const activationLimit = 127;

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
  const outputs = rowCount(spec.parts);
  const { blockSize } = options;
  switch (format) {
    case 'fp32': {
      // As fast as MatMul with a transposed matrix (measured), and the matrix is streamed as it lies in the checkpoint.
      const stored = fp32Matrix(weights, spec.parts, spec.inputs);
      const matrix = constant(graph, spec.name, 'float32', [outputs, spec.inputs], stored);
      return graph.op('Gemm', [x, matrix], { transB: int(1) });
    }
    case 'int8':
      return int8Product(graph, weights, spec, quantiseRows(graph, x));
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

/** Rows in uint8. */
export interface QuantisedRows {
  /** uint8 [rows, inputs] */
  readonly values: Value;
  /** float32 [rows, 1]: what a product of them has to be multiplied with. */
  readonly factor: Value;
}

/**
 * Quantises every row of x by its own greatest magnitude, so that a row's result does not depend on which other rows
 * are in the pass; cached keys and values rely on that. A row of zeros divides zero by zero; whatever integer that
 * becomes is multiplied by its magnitude, zero, at the end.
 */
export function quantiseRows(graph: GraphBuilder, x: Value): QuantisedRows {
  const greatest = graph.op('ReduceMax', [graph.op('Abs', [x]), graph.integers(-1)]);
  const levels = [graph.op('Div', [x, greatest]), step(graph), graph.scalar('uint8', zeroPoint)];
  return { values: graph.op('QuantizeLinear', levels), factor: greatest };
}

/** Quantised rows times a matrix in int8: float32 [rows, outputs]. */
export function int8Product(graph: GraphBuilder, weights: WeightSource, spec: MatrixSpec, rows: QuantisedRows): Value {
  const products = matrixPieces(spec).map((piece) => {
    const outputs = rowCount(piece.parts);
    const stored = int8Matrix(weights, piece.parts, piece.inputs, weightLimit, 'transposed');
    const [matrix, scales] = scaled(graph, piece, 'int8', [piece.inputs, outputs], stored, outputs);
    return scaledProduct(graph, rows, matrix, scales);
  });
  return beside(graph, products);
}

/** Pieces [rows, some] -> [rows, all]. */
function beside(graph: GraphBuilder, pieces: readonly Value[]): Value {
  return pieces.length === 1 ? pieces[0]! : graph.op('Concat', pieces, { axis: int(1) });
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
  const vocab = rowCount(spec.parts);
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
    // Parts and transpositions of constants are made once, when the session is.
    head: (x) => {
      const rows = quantiseRows(graph, x);
      const sizes = matrixPieces(spec).map(({ parts }) => rowCount(parts));
      const tables = sizes.length === 1 ? [table] : graph.split(table, 0, ...sizes);
      const scalesOf = sizes.length === 1 ? [scales] : graph.split(scales, 0, ...sizes);
      const product = (part: Value, index: number) => {
        return scaledProduct(graph, rows, graph.op('Transpose', [part]), scalesOf[index]!);
      };
      return beside(graph, tables.map(product));
    },
  };
}

/**
 * @param matrix int8 [inputs, outputs]
 * @param scales float32 [outputs]
 */
function scaledProduct(graph: GraphBuilder, rows: QuantisedRows, matrix: Value, scales: Value): Value {
  const inputs = [rows.values, matrix, step(graph), scales, graph.scalar('uint8', zeroPoint)];
  return graph.op('Mul', [graph.contrib('MatMulIntegerToFloat', inputs), rows.factor]);
}

/** What a level of a row's greatest magnitude is worth. */
function step(graph: GraphBuilder): Value {
  return graph.scalar('float32', 1 / activationLimit);
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

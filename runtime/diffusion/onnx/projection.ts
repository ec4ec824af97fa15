import { quantiseRows, transpose } from '../checkpoint/quantise';
import { stackRows, type MatrixRows, type WeightSource } from '../checkpoint/weights';
import { int, type GraphBuilder, type Value } from './graphBuilder';

/** How matrices are stored and multiplied. */
export type WeightFormat = 'fp32' | 'int8';

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

/** x [rows, inputs] times a matrix [outputs, inputs] transposed: [rows, outputs]. */
export function project(
  graph: GraphBuilder,
  weights: WeightSource,
  format: WeightFormat,
  spec: MatrixSpec,
  x: Value,
): Value {
  const outputs = rowCount(spec);
  if (format === 'fp32') {
    const matrix = graph.initializer({
      name: spec.name,
      type: 'float32',
      dims: [spec.inputs, outputs],
      data: async () => {
        const rows = await stackRows(weights, spec.parts, spec.inputs);
        return bytesOf(transpose(rows, outputs, new Float32Array(rows.length)));
      },
    });
    return graph.op('MatMul', [x, matrix]);
  }
  const quantised = async () => quantiseRows(await stackRows(weights, spec.parts, spec.inputs), outputs, weightLimit);
  const matrix = graph.initializer({
    name: spec.name,
    type: 'int8',
    dims: [spec.inputs, outputs],
    data: async () => {
      const { data } = await quantised();
      return bytesOf(transpose(data, outputs, new Int8Array(data.length)));
    },
  });
  const scales = graph.initializer({
    name: `${spec.name}.scale`,
    type: 'float32',
    dims: [outputs],
    data: async () => bytesOf((await quantised()).scales),
  });
  return int8Product(graph, x, matrix, scales);
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
  format: WeightFormat,
  spec: MatrixSpec,
): TiedEmbedding {
  const vocab = rowCount(spec);
  const dims = [vocab, spec.inputs];
  if (format === 'fp32') {
    const data = async () => bytesOf(await stackRows(weights, spec.parts, spec.inputs));
    const table = graph.initializer({ name: spec.name, type: 'float32', dims, data });
    return {
      lookUp: (ids) => graph.op('Gather', [table, ids]),
      head: (x) => graph.contrib('FusedMatMul', [x, table], { transB: int(1) }),
    };
  }
  const quantised = async () => quantiseRows(await stackRows(weights, spec.parts, spec.inputs), vocab, weightLimit);
  const table = graph.initializer({
    name: spec.name,
    type: 'int8',
    dims,
    data: async () => bytesOf((await quantised()).data),
  });
  const scales = graph.initializer({
    name: `${spec.name}.scale`,
    type: 'float32',
    dims: [vocab],
    data: async () => bytesOf((await quantised()).scales),
  });
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

function rowCount(spec: MatrixSpec): number {
  return spec.parts.reduce((sum, part) => sum + part.to - part.from, 0);
}

function bytesOf(values: Float32Array | Int8Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

import type { LayerNames } from '../checkpoint/families';
import type { TransformerShape } from '../checkpoint/modelConfig';
import { float, int, ints, type Attribute, type GraphBuilder, type Value } from './graphBuilder';
import type { GraphOptions } from './graphOptions';

/** Queries [heads, R, headDim] of the rows that go on, keys and values [kvHeads, S, headDim] of the fed rows, rotated. */
export interface Heads {
  readonly queries: Value;
  readonly keys: Value;
  readonly values: Value;
}

/** Makes a layer's queries, `present_key` and `present_value` of its rows x [S, hidden]. */
export interface HeadsOfLayer {
  /** @param rows int64 [R]: of which rows queries are wanted; undefined: of all */
  add(layer: number, names: LayerNames, x: Value, rows: Value | undefined): Promise<Heads>;
}

/** Self-attention of every layer up to the mix of values, before the output matrix. */
export class AttentionGraph {
  /** @param bias [1 or S, C + S], added to the scores; undefined where every row sees every row */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly options: GraphOptions,
    private readonly shape: TransformerShape,
    private readonly heads: HeadsOfLayer,
    private readonly bias: Value | undefined,
  ) {}

  /**
   * x [S, hidden] -> [R, heads * headDim]; adds the layer's past inputs and present outputs.
   * @param rows int64 [R]: the rows that go on; undefined: all
   */
  async add(layer: number, names: LayerNames, x: Value, rows: Value | undefined): Promise<Value> {
    const { graph } = this;
    const { kvHeads, headDim } = this.shape;
    const { queries, keys, values } = await this.heads.add(layer, names, x, rows);
    graph.output(keys, 'float32', [kvHeads, 'S', headDim]);
    graph.output(values, 'float32', [kvHeads, 'S', headDim]);
    const pastKeys = graph.input(`past_key.${layer}`, 'float32', [kvHeads, 'C', headDim]);
    const pastValues = graph.input(`past_value.${layer}`, 'float32', [kvHeads, 'C', headDim]);
    return this.mix(
      queries,
      graph.op('Concat', [pastKeys, keys], { axis: int(1) }),
      graph.op('Concat', [pastValues, values], { axis: int(1) }),
      this.biasOf(rows),
    );
  }

  /** The bias of the rows that go on, [1 or R, C + S]. */
  private biasOf(rows: Value | undefined): Value | undefined {
    const { graph, bias } = this;
    if (bias === undefined || rows === undefined) return bias;
    // One row of bias serves all rows.
    const count = graph.op('Shape', [bias], { start: int(0), end: int(1) });
    const last = graph.op('Sub', [count, graph.integers(1)]);
    return graph.op('Gather', [bias, graph.op('Min', [rows, last])]);
  }

  /** queries [heads, R, headDim], keys and values [kvHeads, T, headDim] -> [R, heads * headDim]. */
  private mix(queries: Value, keys: Value, values: Value, bias: Value | undefined): Value {
    const { graph, options } = this;
    const { heads, kvHeads, headDim, queryKeyNorm } = this.shape;
    // The query heads of a group are rows of one product with their common keys.
    const grouped = graph.op('Reshape', [queries, graph.integers(kvHeads, -1, headDim)]);
    // Norms bring the scores' factor with their weights; without norms the product has it.
    const factor = queryKeyNorm ? 1 : 1 / Math.sqrt(headDim);
    // int8 is for processors, where MultiHeadAttention keeps a block of scores in the cache instead of storing all. It
    // takes no groups, so each of them is a sequence of its own here, with one head.
    const mixed =
      options.blocks === 'int8' && bias === undefined
        ? graph.contrib('MultiHeadAttention', [grouped, keys, values], { num_heads: int(1), scale: float(factor) })
        : graph.op('MatMul', [this.weigh(this.products(grouped, keys, factor), keys, bias), values]);
    const byHead = graph.op('Reshape', [mixed, graph.integers(heads, -1, headDim)]);
    const byRow = graph.op('Transpose', [byHead], { perm: ints(1, 0, 2) });
    return graph.op('Reshape', [byRow, graph.integers(-1, heads * headDim)]);
  }

  /** Scores [kvHeads, rows, T] -> how much of each value every row takes. */
  private weigh(scores: Value, keys: Value, bias: Value | undefined): Value {
    const { graph } = this;
    const { heads, kvHeads } = this.shape;
    if (bias === undefined) return graph.op('Softmax', [scores], { axis: int(-1) });
    const keyCount = graph.op('Shape', [keys], { start: int(1), end: int(2) });
    const wide = graph.op('Concat', [graph.integers(kvHeads, heads / kvHeads, -1), keyCount], { axis: int(0) });
    const biased = graph.op('Add', [graph.op('Reshape', [scores, wide]), bias]);
    const weights = graph.op('Softmax', [biased], { axis: int(-1) });
    const narrow = graph.op('Concat', [graph.integers(kvHeads, -1), keyCount], { axis: int(0) });
    return graph.op('Reshape', [weights, narrow]);
  }

  /** queries [kvHeads, rows, headDim] times keys [kvHeads, T, headDim] transposed, times the factor. */
  private products(queries: Value, keys: Value, factor: number): Value {
    const { graph, options } = this;
    if (options.blocks === 'int8-blocks' || options.blocks === 'int4-blocks') {
      // These formats are for GPUs, and ONNX Runtime has no FusedMatMul for WebGPU: it would copy queries and keys to
      // the processor in every layer.
      const scaled = factor === 1 ? queries : graph.op('Mul', [queries, graph.scalar('float32', factor)]);
      return graph.op('MatMul', [scaled, graph.op('Transpose', [keys], { perm: ints(0, 2, 1) })]);
    }
    const alpha: Readonly<Record<string, Attribute>> = factor === 1 ? {} : { alpha: float(factor) };
    return graph.contrib('FusedMatMul', [queries, keys], { transB: int(1), ...alpha });
  }
}

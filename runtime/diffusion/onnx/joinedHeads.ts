import { biasOf, type LayerNames } from '../checkpoint/families';
import type { TransformerShape } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';
import type { Heads, HeadsOfLayer } from './attentionGraph';
import { float, int, ints, type GraphBuilder, type Value } from './graphBuilder';
import type { GraphOptions } from './graphOptions';
import { allRows, project } from './projection';
import type { Rotary } from './rotary';
import { vectors } from './vectors';

/** Queries, keys and values by one product, which is split. Serves every family and format. */
export class JoinedHeads implements HeadsOfLayer {
  /** @param previous int64 [S], what `previous_rows` of the graph is */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: WeightSource,
    private readonly options: GraphOptions,
    private readonly shape: TransformerShape,
    private readonly rotary: Rotary,
    private readonly previous: Value,
  ) {}

  async add(layer: number, names: LayerNames, x: Value, rows: Value | undefined): Promise<Heads> {
    const { graph } = this;
    const { heads, kvHeads, headDim, queryKeyNorm } = this.shape;
    const name = `model.layers.${layer}`;
    const [raw, rawValues] = this.shiftKeys(this.projectHeads(name, names, x));
    const rotated = this.rotary.turn(queryKeyNorm ? await this.normHeads(name, names, raw) : raw, heads + kvHeads);
    const base = graph.fresh('heads');
    const [queries, keys] = graph.node(
      'Split',
      '',
      [graph.op('Transpose', [rotated], { perm: ints(1, 0, 2) }), graph.integers(heads, kvHeads)],
      { axis: int(0) },
      [`${base}.q`, `present_key.${layer}`],
    ) as [Value, Value];
    const split = graph.op('Reshape', [rawValues, graph.integers(0, kvHeads, headDim)]);
    const values = graph.op('Transpose', [split], { perm: ints(1, 0, 2) }, `present_value.${layer}`);
    // One product gives queries of all rows; those of the others end here.
    const wanted = rows === undefined ? queries : graph.op('Gather', [queries, rows], { axis: int(1) });
    return { queries: wanted, keys, values };
  }

  /** x [S, hidden] -> [S, q | k | v]. */
  private projectHeads(name: string, names: LayerNames, x: Value): Value {
    const { graph, weights } = this;
    const { heads, kvHeads, headDim, hidden, projectionBias } = this.shape;
    const width = headDim * kvHeads;
    const parts = [allRows(names.query, heads * headDim), allRows(names.key, width), allRows(names.value, width)];
    const spec = { name: `${name}.qkv`, parts, inputs: hidden };
    const product = project(graph, weights, this.options.blocks, this.options, spec, x);
    if (!projectionBias) return product;
    const sources = parts.map((part) => biasOf(part.name));
    const bias = graph.initializer({
      name: `${name}.qkv.bias`,
      type: 'float32',
      dims: [heads * headDim + 2 * width],
      sources,
      data: () => vectors(weights, sources),
    });
    return graph.op('Add', [product, bias]);
  }

  /** Splits [S, q | k | v] into [S, q | k] and [S, v], the first key heads taken from the rows before. */
  private shiftKeys(qkv: Value): readonly [Value, Value] {
    const { graph } = this;
    const { heads, kvHeads, headDim, shiftedKeyHeads } = this.shape;
    if (shiftedKeyHeads === 0) {
      return graph.split(qkv, 1, (heads + kvHeads) * headDim, kvHeads * headDim) as [Value, Value];
    }
    const shiftedWidth = shiftedKeyHeads * headDim;
    const otherWidth = (kvHeads - shiftedKeyHeads) * headDim;
    const widths = [heads * headDim, shiftedWidth, ...(otherWidth > 0 ? [otherWidth] : []), kvHeads * headDim];
    const parts = graph.split(qkv, 1, ...widths);
    const [queries, keys, ...rest] = parts as [Value, Value, ...Value[]];
    const values = rest.pop()!;
    const zeros = graph.floats('no_previous_key', [1, shiftedWidth], new Float32Array(shiftedWidth));
    const padded = graph.op('Concat', [zeros, keys], { axis: int(0) });
    const shifted = graph.op('Gather', [padded, this.previous]);
    return [graph.op('Concat', [queries, shifted, ...rest], { axis: int(1) }), values];
  }

  /** RMSNorm of every query and key head; queries also get the scores' factor 1 / sqrt(headDim). */
  private async normHeads(name: string, names: LayerNames, raw: Value): Promise<Value> {
    const { graph } = this;
    const { heads, kvHeads, headDim, epsilon } = this.shape;
    const count = heads + kvHeads;
    const ones = graph.floats('ones', [headDim], new Float32Array(headDim).fill(1));
    const byHead = graph.op('Reshape', [raw, graph.integers(0, count, headDim)]);
    const attributes = { axis: int(-1), epsilon: float(epsilon) };
    const normed = graph.op('SimplifiedLayerNormalization', [byHead, ones], attributes);
    const queryWeight = await this.weights.read(names.queryNorm);
    const keyWeight = await this.weights.read(names.keyNorm);
    const weight = new Float32Array(count * headDim);
    for (let head = 0; head < count; head++) {
      const source = head < heads ? queryWeight.map((value) => value / Math.sqrt(headDim)) : keyWeight;
      weight.set(source, head * headDim);
    }
    return graph.op('Mul', [normed, graph.floats(`${name}.qk_norm`, [count, headDim], weight)]);
  }
}

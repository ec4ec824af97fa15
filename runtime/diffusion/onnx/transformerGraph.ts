import type { TransformerShape } from '../checkpoint/modelConfig';
import type { MatrixRows, WeightSource } from '../checkpoint/weights';
import { float, GraphBuilder, int, ints, microsoft, type Value } from './graphBuilder';
import { project, tiedEmbedding, type WeightFormat } from './projection';

/**
 * Writes a Qwen3-shaped transformer as one ONNX graph for every kind of pass. What a row may see is told by
 * `attention_bias`, where it stands by `position_ids`, and whose raw key a shifted key head takes by `previous_rows`,
 * so one graph serves context, window and full passes.
 *
 * Inputs: input_ids int64 [S]; position_ids int64 [S]; previous_rows int64 [S] (row t takes the raw key of fed row
 * previous_rows[t] - 1; 0 takes zeros); attention_bias float [1 or S, C + S], added to the scores; rows int64 [R], R at
 * least 1; past_key.N and past_value.N float [kvHeads, C, headDim], keys already rotated.
 * Outputs: logits float [R, vocab] of the rows asked for; present_key.N and present_value.N float [kvHeads, S, headDim]
 * of the fed rows.
 *
 * Source of the block: Qwen3 (RMSNorm of queries and keys by head, then rotary embedding of the half-rotating kind,
 * grouped queries, SwiGLU).
 */
export async function buildTransformerGraph(
  shape: TransformerShape,
  weights: WeightSource,
  format: WeightFormat,
): Promise<GraphBuilder> {
  const graph = new GraphBuilder('whetstone');
  const { hidden, intermediate, vocab, heads, headDim, layers } = shape;
  const ids = graph.input('input_ids', 'int64', ['S']);
  const positions = graph.input('position_ids', 'int64', ['S']);
  const bias = graph.input('attention_bias', 'float32', ['B', 'C+S']);
  const previous = graph.input('previous_rows', 'int64', ['S']);
  const wanted = graph.input('rows', 'int64', ['R']);
  const attention = new AttentionGraph(graph, weights, format, shape, { bias, positions, previous });
  const embedding = tiedEmbedding(graph, weights, format, {
    name: 'embed_tokens',
    parts: [allRows('model.embed_tokens.weight', vocab)],
    inputs: hidden,
  });
  const stream = new ResidualStream(graph, weights, shape, embedding.lookUp(ids));
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `model.layers.${layer}`;
    const mixed = await attention.add(layer, stream.norm(`${prefix}.input_layernorm.weight`));
    const output = { name: `${prefix}.o`, parts: [allRows(`${prefix}.self_attn.o_proj.weight`, hidden)] };
    stream.add(project(graph, weights, format, { ...output, inputs: heads * headDim }, mixed));

    const normed = stream.norm(`${prefix}.post_attention_layernorm.weight`);
    const parts = ['gate', 'up'].map((name) => allRows(`${prefix}.mlp.${name}_proj.weight`, intermediate));
    const both = project(graph, weights, format, { name: `${prefix}.gate_up`, parts, inputs: hidden }, normed);
    const [gate, up] = graph.split(both, 1, intermediate, intermediate) as [Value, Value];
    // QuickGelu with alpha 1 is SiLU: x * sigmoid(x), in one node.
    const gated = graph.op('Mul', [graph.contrib('QuickGelu', [gate], { alpha: float(1) }), up]);
    const down = { name: `${prefix}.down`, parts: [allRows(`${prefix}.mlp.down_proj.weight`, hidden)] };
    stream.add(project(graph, weights, format, { ...down, inputs: intermediate }, gated));
  }
  const last = graph.op('Gather', [stream.norm('model.norm.weight'), wanted]);
  graph.output(graph.op('Identity', [embedding.head(last)], {}, 'logits'), 'float32', ['R', vocab]);
  return graph;
}

function allRows(name: string, to: number): MatrixRows {
  return { name, from: 0, to };
}

/** The sum that every block adds to. Addition and the next norm are one fused node. */
class ResidualStream {
  private pending: Value | undefined;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: WeightSource,
    private readonly shape: TransformerShape,
    private sum: Value,
  ) {}

  add(value: Value): void {
    this.pending = value;
  }

  /** RMSNorm of the sum so far, [S, hidden]. */
  norm(name: string): Value {
    const { graph, shape } = this;
    const weight = graph.initializer({
      name,
      type: 'float32',
      dims: [shape.hidden],
      data: async () => new Uint8Array((await this.weights.read(name)).slice().buffer),
    });
    const epsilon = float(shape.epsilon);
    if (this.pending === undefined) {
      return graph.op('SimplifiedLayerNormalization', [this.sum, weight], { axis: int(-1), epsilon });
    }
    const base = graph.fresh('residual');
    const outputs = [`${base}.norm`, '', '', `${base}.sum`];
    graph.node('SkipSimplifiedLayerNormalization', microsoft, [this.sum, this.pending, weight], { epsilon }, outputs);
    this.pending = undefined;
    this.sum = `${base}.sum`;
    return `${base}.norm`;
  }
}

/** Self-attention of every layer up to the mix of values, before the output matrix. */
class AttentionGraph {
  private readonly cos: Value;
  private readonly sin: Value;
  private readonly positions: Value;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: WeightSource,
    private readonly format: WeightFormat,
    private readonly shape: TransformerShape,
    private readonly given: { readonly bias: Value; readonly positions: Value; readonly previous: Value },
  ) {
    const half = shape.headDim / 2;
    const cos = new Float32Array(shape.positions * half);
    const sin = new Float32Array(shape.positions * half);
    for (let position = 0; position < shape.positions; position++) {
      const row = rotaryRow(shape, position);
      cos.set(row.cos, position * half);
      sin.set(row.sin, position * half);
    }
    this.cos = graph.floats('rotary.cos', [shape.positions, half], cos);
    this.sin = graph.floats('rotary.sin', [shape.positions, half], sin);
    this.positions = graph.op('Unsqueeze', [given.positions, graph.integers(0)]);
  }

  /** x [S, hidden] -> [S, heads * headDim]; adds the layer's past inputs and present outputs. */
  async add(layer: number, x: Value): Promise<Value> {
    const { graph } = this;
    const { heads, kvHeads, headDim } = this.shape;
    const name = `model.layers.${layer}`;
    const width = headDim * kvHeads;
    const parts = [
      allRows(`${name}.self_attn.q_proj.weight`, heads * headDim),
      allRows(`${name}.self_attn.k_proj.weight`, width),
      allRows(`${name}.self_attn.v_proj.weight`, width),
    ];
    const spec = { name: `${name}.qkv`, parts, inputs: this.shape.hidden };
    const [raw, rawValues] = this.shiftKeys(project(graph, this.weights, this.format, spec, x));
    const rotated = this.rotate(await this.normHeads(name, raw));
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
    graph.output(keys, 'float32', [kvHeads, 'S', headDim]);
    graph.output(values, 'float32', [kvHeads, 'S', headDim]);
    const pastKeys = graph.input(`past_key.${layer}`, 'float32', [kvHeads, 'C', headDim]);
    const pastValues = graph.input(`past_value.${layer}`, 'float32', [kvHeads, 'C', headDim]);
    return this.mix(
      queries,
      graph.op('Concat', [pastKeys, keys], { axis: int(1) }),
      graph.op('Concat', [pastValues, values], { axis: int(1) }),
    );
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
    const shifted = graph.op('Gather', [padded, this.given.previous]);
    return [graph.op('Concat', [queries, shifted, ...rest], { axis: int(1) }), values];
  }

  /** RMSNorm of every query and key head; queries also get the scores' factor 1 / sqrt(headDim). */
  private async normHeads(name: string, raw: Value): Promise<Value> {
    const { graph } = this;
    const { heads, kvHeads, headDim, epsilon } = this.shape;
    const count = heads + kvHeads;
    const ones = graph.floats('ones', [headDim], new Float32Array(headDim).fill(1));
    const byHead = graph.op('Reshape', [raw, graph.integers(0, count, headDim)]);
    const attributes = { axis: int(-1), epsilon: float(epsilon) };
    const normed = graph.op('SimplifiedLayerNormalization', [byHead, ones], attributes);
    const queryWeight = await this.weights.read(`${name}.self_attn.q_norm.weight`);
    const keyWeight = await this.weights.read(`${name}.self_attn.k_norm.weight`);
    const weight = new Float32Array(count * headDim);
    for (let head = 0; head < count; head++) {
      const source = head < heads ? queryWeight.map((value) => value / Math.sqrt(headDim)) : keyWeight;
      weight.set(source, head * headDim);
    }
    return graph.op('Mul', [normed, graph.floats(`${name}.qk_norm`, [count, headDim], weight)]);
  }

  /** [S, heads + kvHeads, headDim], rotated to the rows' positions. */
  private rotate(x: Value): Value {
    const { graph } = this;
    const count = this.shape.heads + this.shape.kvHeads;
    const flat = graph.op('Reshape', [x, graph.integers(1, -1, count * this.shape.headDim)]);
    const inputs = [flat, this.positions, this.cos, this.sin];
    const rotated = graph.contrib('RotaryEmbedding', inputs, { num_heads: int(count) });
    return graph.op('Reshape', [rotated, graph.integers(-1, count, this.shape.headDim)]);
  }

  /** queries [heads, S, headDim], keys and values [kvHeads, T, headDim] -> [S, heads * headDim]. */
  private mix(queries: Value, keys: Value, values: Value): Value {
    const { graph } = this;
    const { heads, kvHeads, headDim } = this.shape;
    const group = heads / kvHeads;
    // The query heads of a group are rows of one product with their common keys.
    const grouped = graph.op('Reshape', [queries, graph.integers(kvHeads, -1, headDim)]);
    const scores = graph.contrib('FusedMatMul', [grouped, keys], { transB: int(1) });
    const keyCount = graph.op('Shape', [keys], { start: int(1), end: int(2) });
    const wide = graph.op('Concat', [graph.integers(kvHeads, group, -1), keyCount], { axis: int(0) });
    const biased = graph.op('Add', [graph.op('Reshape', [scores, wide]), this.given.bias]);
    const weights = graph.op('Softmax', [biased], { axis: int(-1) });
    const narrow = graph.op('Concat', [graph.integers(kvHeads, -1), keyCount], { axis: int(0) });
    const mixed = graph.op('MatMul', [graph.op('Reshape', [weights, narrow]), values]);
    const byHead = graph.op('Reshape', [mixed, graph.integers(heads, -1, headDim)]);
    const byRow = graph.op('Transpose', [byHead], { perm: ints(1, 0, 2) });
    return graph.op('Reshape', [byRow, graph.integers(-1, heads * headDim)]);
  }
}

/** cos and sin, each [headDim / 2], of position * theta^(-2i / headDim). */
export function rotaryRow(
  shape: Pick<TransformerShape, 'headDim' | 'ropeTheta'>,
  position: number,
): { readonly cos: Float32Array; readonly sin: Float32Array } {
  const angles = Array.from({ length: shape.headDim / 2 }, (_, i) => {
    return position * shape.ropeTheta ** ((-2 * i) / shape.headDim);
  });
  return { cos: Float32Array.from(angles, Math.cos), sin: Float32Array.from(angles, Math.sin) };
}

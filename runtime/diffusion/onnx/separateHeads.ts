import { biasOf, type LayerNames } from '../checkpoint/families';
import type { TransformerShape } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';
import type { Heads, HeadsOfLayer } from './attentionGraph';
import { float, int, ints, type GraphBuilder, type Value } from './graphBuilder';
import { allRows } from './projection';
import type { Rotary } from './rotary';
import type { RowProducts, SharedRows } from './rowProducts';
import { vectors } from './vectors';

/** Queries, keys and values by a product each of the same rows, so that nothing has to be split. */
export class SeparateHeads implements HeadsOfLayer {
  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: WeightSource,
    private readonly products: RowProducts,
    private readonly shape: TransformerShape,
    private readonly rotary: Rotary,
  ) {}

  async add(layer: number, names: LayerNames, x: Value, wanted: Value | undefined): Promise<Heads> {
    const { heads, kvHeads, headDim } = this.shape;
    const prefix = `model.layers.${layer}`;
    const rows = this.products.share(x);
    // Norms bring the factor of the scores with their weights.
    const queryFactor = 1 / Math.sqrt(headDim);
    const queries = await this.norm(
      this.project(`${prefix}.q`, names.query, heads, this.products.take(rows, wanted)),
      heads,
      names.queryNorm,
      queryFactor,
    );
    const keys = await this.norm(this.project(`${prefix}.k`, names.key, kvHeads, rows), kvHeads, names.keyNorm, 1);
    return {
      queries: this.byHead(this.rotary.turn(queries, heads, wanted)),
      keys: this.byHead(this.rotary.turn(keys, kvHeads), `present_key.${layer}`),
      values: this.byHead(
        this.split(this.project(`${prefix}.v`, names.value, kvHeads, rows), kvHeads),
        `present_value.${layer}`,
      ),
    };
  }

  /** rows -> [S, count * headDim] */
  private project(name: string, tensor: string, count: number, rows: SharedRows): Value {
    const { graph, weights } = this;
    const { headDim, hidden, projectionBias } = this.shape;
    const width = count * headDim;
    const product = this.products.multiply({ name, parts: [allRows(tensor, width)], inputs: hidden }, rows);
    if (!projectionBias) return product;
    const sources = [biasOf(tensor)];
    const bias = graph.initializer({
      name: `${name}.bias`,
      type: 'float32',
      dims: [width],
      sources,
      data: () => vectors(weights, sources),
    });
    return graph.op('Add', [product, bias]);
  }

  /** RMSNorm of every head, where the family has one, with the norm's weights times the factor. */
  private async norm(x: Value, count: number, tensor: string, factor: number): Promise<Value> {
    const { graph } = this;
    const { headDim, epsilon, queryKeyNorm } = this.shape;
    if (!queryKeyNorm) return x;
    const values = (await this.weights.read(tensor)).map((value) => value * factor);
    const weight = graph.floats(tensor, [headDim], values);
    const attributes = { axis: int(-1), epsilon: float(epsilon) };
    return graph.op('SimplifiedLayerNormalization', [this.split(x, count), weight], attributes);
  }

  /** [S, count * headDim] -> [S, count, headDim] */
  private split(x: Value, count: number): Value {
    return this.graph.op('Reshape', [x, this.graph.integers(0, count, this.shape.headDim)]);
  }

  /** [S, count, headDim] -> [count, S, headDim] */
  private byHead(x: Value, name?: string): Value {
    return this.graph.op('Transpose', [x], { perm: ints(1, 0, 2) }, name);
  }
}

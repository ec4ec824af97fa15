import type { TransformerShape } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';
import { float, int, microsoft, type GraphBuilder, type Value } from './graphBuilder';
import { vectors } from './vectors';

/** The sum that every block adds to. Addition and the next norm are one fused node. */
export class ResidualStream {
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

  /** Goes on with some rows only. @param rows int64 [R] */
  keep(rows: Value): void {
    this.sum = this.graph.op('Gather', [this.sum, rows]);
  }

  /** RMSNorm of the sum so far, [rows, hidden]. */
  norm(name: string): Value {
    const { graph, shape } = this;
    const weight = graph.initializer({
      name,
      type: 'float32',
      dims: [shape.hidden],
      sources: [name],
      data: () => vectors(this.weights, [name]),
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

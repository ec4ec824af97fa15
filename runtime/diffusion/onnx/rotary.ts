import type { TransformerShape } from '../checkpoint/modelConfig';
import { int, type GraphBuilder, type Value } from './graphBuilder';

/** Rotary embedding of the half-rotating kind, by tables of all positions that the config promises. */
export class Rotary {
  private readonly cos: Value;
  private readonly sin: Value;
  /** Positions of all fed rows, int64 [1, S]. */
  private all: Value | undefined;

  /** @param positions int64 [S] */
  constructor(
    private readonly graph: GraphBuilder,
    private readonly shape: TransformerShape,
    private readonly positions: Value,
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
  }

  /**
   * x [S, count * headDim], with or without a dimension for the heads -> [S, count, headDim], turned to the rows' positions.
   * @param rows int64: which of the fed rows they are; undefined: all
   */
  turn(x: Value, count: number, rows?: Value): Value {
    const { graph } = this;
    const { headDim } = this.shape;
    const flat = graph.op('Reshape', [x, graph.integers(1, -1, count * headDim)]);
    const inputs = [flat, this.positionsOf(rows), this.cos, this.sin];
    const rotated = graph.contrib('RotaryEmbedding', inputs, { num_heads: int(count) });
    return graph.op('Reshape', [rotated, graph.integers(-1, count, headDim)]);
  }

  /** int64 [1, rows] */
  private positionsOf(rows: Value | undefined): Value {
    const { graph, positions } = this;
    if (rows !== undefined) return graph.op('Unsqueeze', [graph.op('Gather', [positions, rows]), graph.integers(0)]);
    return (this.all ??= graph.op('Unsqueeze', [positions, graph.integers(0)]));
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

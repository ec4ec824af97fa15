import type { WeightSource } from '../checkpoint/weights';
import type { GraphBuilder, Value } from './graphBuilder';
import type { GraphOptions } from './graphOptions';
import { activationLimit, int8Constants, project, zeroPoint, type MatrixSpec } from './projection';

/** Rows that several matrices are multiplied with: in int8 they are quantised once for all of them. */
export interface SharedRows {
  /** [S, inputs], uint8 or float32 */
  readonly values: Value;
  /** float32 [S, 1]: what a product of them has to be multiplied with; undefined for 1. */
  readonly factor: Value | undefined;
}

/** Products of all rows of a pass. */
export class RowProducts {
  private readonly isInt8: boolean;
  private readonly step: Value;

  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: WeightSource,
    private readonly options: GraphOptions,
  ) {
    this.isInt8 = options.blocks === 'int8';
    this.step = graph.scalar('float32', 1 / activationLimit);
  }

  /** Quantises every row by its own greatest magnitude, as `int8Product` does: rows of zeros come out as zeros. */
  share(x: Value): SharedRows {
    const { graph } = this;
    if (!this.isInt8) return { values: x, factor: undefined };
    const greatest = graph.op('ReduceMax', [graph.op('Abs', [x]), graph.integers(-1)]);
    const levels = [graph.op('Div', [x, greatest]), this.step, graph.scalar('uint8', zeroPoint)];
    return { values: graph.op('QuantizeLinear', levels), factor: greatest };
  }

  /** @param wanted int64 [R]: the numbers of those that are taken; undefined: all */
  take(rows: SharedRows, wanted: Value | undefined): SharedRows {
    const { graph } = this;
    if (wanted === undefined) return rows;
    const { values, factor } = rows;
    return {
      values: graph.op('Gather', [values, wanted]),
      factor: factor === undefined ? undefined : graph.op('Gather', [factor, wanted]),
    };
  }

  /** @returns [S, outputs] */
  multiply(spec: MatrixSpec, rows: SharedRows): Value {
    const { graph, weights, options } = this;
    const { values, factor } = rows;
    if (factor === undefined) return project(graph, weights, options.blocks, options, spec, values);
    const [matrix, scales] = int8Constants(graph, weights, spec);
    const inputs = [values, matrix, this.step, scales, graph.scalar('uint8', zeroPoint)];
    return graph.op('Mul', [graph.contrib('MatMulIntegerToFloat', inputs), factor]);
  }
}

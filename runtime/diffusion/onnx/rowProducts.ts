import type { WeightSource } from '../checkpoint/weights';
import type { GraphBuilder, Value } from './graphBuilder';
import type { GraphOptions } from './graphOptions';
import { int8Product, project, quantiseRows, type MatrixSpec } from './projection';

/** Rows that several matrices are multiplied with: in int8 they are quantised once for all of them. */
export interface SharedRows {
  /** [S, inputs], uint8 or float32 */
  readonly values: Value;
  /** float32 [S, 1]: what a product of them has to be multiplied with; undefined for 1. */
  readonly factor: Value | undefined;
}

/** Products of all rows of a pass. */
export class RowProducts {
  constructor(
    private readonly graph: GraphBuilder,
    private readonly weights: WeightSource,
    private readonly options: GraphOptions,
  ) {}

  share(x: Value): SharedRows {
    return this.options.blocks === 'int8' ? quantiseRows(this.graph, x) : { values: x, factor: undefined };
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
  multiply(spec: MatrixSpec, { values, factor }: SharedRows): Value {
    const { graph, weights, options } = this;
    if (factor === undefined) return project(graph, weights, options.blocks, options, spec, values);
    return int8Product(graph, weights, spec, { values, factor });
  }
}

import type { LayerNames } from '../checkpoint/families';
import type { TransformerShape } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';
import { float, type GraphBuilder, type Value } from './graphBuilder';
import type { GraphOptions } from './graphOptions';
import { allRows, project, type MatrixSpec } from './projection';
import type { RowProducts } from './rowProducts';

/** SwiGLU with gate and up by one product, which is split. x [S, hidden] -> [S, hidden]. */
export function joinedFeedForward(
  graph: GraphBuilder,
  weights: WeightSource,
  options: GraphOptions,
  shape: TransformerShape,
  prefix: string,
  names: LayerNames,
  x: Value,
): Value {
  const { hidden, intermediate } = shape;
  const parts = [names.gate, names.up].map((name) => allRows(name, intermediate));
  const spec = { name: `${prefix}.gate_up`, parts, inputs: hidden };
  const both = project(graph, weights, options.blocks, options, spec, x);
  const [gate, up] = graph.split(both, 1, intermediate, intermediate) as [Value, Value];
  const gated = graph.op('Mul', [silu(graph, gate), up]);
  const down = { name: `${prefix}.down`, parts: [allRows(names.down, hidden)], inputs: intermediate };
  return project(graph, weights, options.blocks, options, down, gated);
}

/** SwiGLU with a product for each matrix, so that nothing has to be split. x [S, hidden] -> [S, hidden]. */
export function separateFeedForward(
  graph: GraphBuilder,
  products: RowProducts,
  shape: TransformerShape,
  prefix: string,
  names: LayerNames,
  x: Value,
): Value {
  const { hidden, intermediate } = shape;
  const spec = (part: string, name: string, outputs: number, inputs: number): MatrixSpec => {
    return { name: `${prefix}.${part}`, parts: [allRows(name, outputs)], inputs };
  };
  const rows = products.share(x);
  const gate = products.multiply(spec('gate', names.gate, intermediate, hidden), rows);
  const up = products.multiply(spec('up', names.up, intermediate, hidden), rows);
  const inner = products.share(graph.op('Mul', [silu(graph, gate), up]));
  return products.multiply(spec('down', names.down, hidden, intermediate), inner);
}

/** QuickGelu with alpha 1 is SiLU: x * sigmoid(x), in one node. */
function silu(graph: GraphBuilder, x: Value): Value {
  return graph.contrib('QuickGelu', [x], { alpha: float(1) });
}

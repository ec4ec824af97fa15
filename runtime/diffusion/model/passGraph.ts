import { RuntimeError } from '../../runtimeError';
import type { TransformerShape } from '../checkpoint/modelConfig';
import type { KeyValues, Pass, PassResult } from './diffusionModel';

/** A tensor before ONNX Runtime has it. */
export type GraphTensor =
  | { readonly type: 'int64'; readonly data: BigInt64Array; readonly dims: readonly number[] }
  | { readonly type: 'float32'; readonly data: Float32Array; readonly dims: readonly number[] };

export type GraphOutputs = Readonly<Record<string, { readonly data: unknown }>>;

/** What runs a graph: an ONNX Runtime session, or one that has another behind it. */
export interface GraphSession {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, GraphTensor>>, outputs: readonly string[]): Promise<GraphOutputs>;
  release(): Promise<void>;
}

/** Passes as the inputs and outputs of the graph that onnx/transformerGraph.ts writes. */
export class PassGraph {
  readonly noPast: KeyValues;
  private readonly pastNames: readonly (readonly [string, string])[];
  private readonly allOutputs: readonly string[];
  /** Graphs of families in which every row sees every row take no attention bias. */
  readonly isMasked: boolean;

  constructor(
    private readonly shape: Pick<TransformerShape, 'layers' | 'kvHeads' | 'headDim'>,
    private readonly session: GraphSession,
  ) {
    const layers = Array.from({ length: shape.layers }, (_, layer) => layer);
    this.pastNames = layers.map((layer) => [`past_key.${layer}`, `past_value.${layer}`] as const);
    this.allOutputs = ['logits', ...layers.flatMap((layer) => [`present_key.${layer}`, `present_value.${layer}`])];
    this.isMasked = session.inputNames.includes('attention_bias');
    const none = layers.map(() => new Float32Array());
    this.noPast = { count: 0, keys: none, values: none };
  }

  async run(pass: Pass): Promise<PassResult> {
    const { kvHeads, headDim } = this.shape;
    const keyCount = pass.past.count + pass.tokens.length;
    const feeds: Record<string, GraphTensor> = {
      input_ids: int64(pass.tokens),
      position_ids: int64(pass.positions),
      previous_rows: int64(pass.previous),
      rows: int64(pass.rows),
    };
    if (this.isMasked) {
      feeds.attention_bias = float32(pass.bias, [pass.bias.length / keyCount, keyCount]);
    } else if (pass.bias.some((value) => value !== 0)) {
      throw new RuntimeError('internal', 'The graph cannot hide rows from each other.', 'Report this with the log.');
    }
    const dims = [kvHeads, pass.past.count, headDim];
    this.pastNames.forEach(([key, value], layer) => {
      feeds[key] = float32(pass.past.keys[layer]!, dims);
      feeds[value] = float32(pass.past.values[layer]!, dims);
    });
    const outputs = await this.session.run(feeds, pass.present ? this.allOutputs : ['logits']);
    return {
      logits: floats(outputs, 'logits'),
      present: pass.present
        ? {
            count: pass.tokens.length,
            keys: this.pastNames.map((_, layer) => floats(outputs, `present_key.${layer}`)),
            values: this.pastNames.map((_, layer) => floats(outputs, `present_value.${layer}`)),
          }
        : this.noPast,
    };
  }
}

function int64(values: readonly number[]): GraphTensor {
  return { type: 'int64', data: BigInt64Array.from(values, BigInt), dims: [values.length] };
}

function float32(data: Float32Array, dims: readonly number[]): GraphTensor {
  return { type: 'float32', data, dims };
}

function floats(outputs: GraphOutputs, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new RuntimeError('internal', `The graph gave no "${name}".`, 'Report this with the log.');
}

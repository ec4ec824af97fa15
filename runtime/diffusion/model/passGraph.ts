import * as ort from 'onnxruntime-node';
import { RuntimeError } from '../../runtimeError';
import type { TransformerShape } from '../checkpoint/modelConfig';
import type { KeyValues, Pass, PassResult } from './diffusionModel';

/** What runs a graph: an ONNX Runtime session, or one that has another behind it. */
export interface GraphSession {
  readonly inputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, ort.Tensor>>,
    outputs: readonly string[],
  ): Promise<ort.InferenceSession.OnnxValueMapType>;
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
    const feeds: Record<string, ort.Tensor> = {
      input_ids: int64(pass.tokens),
      position_ids: int64(pass.positions),
      previous_rows: int64(pass.previous),
      rows: int64(pass.rows),
    };
    if (this.isMasked) {
      feeds.attention_bias = new ort.Tensor('float32', pass.bias, [pass.bias.length / keyCount, keyCount]);
    } else if (pass.bias.some((value) => value !== 0)) {
      throw new RuntimeError('internal', 'The graph cannot hide rows from each other.', 'Report this with the log.');
    }
    const dims = [kvHeads, pass.past.count, headDim];
    this.pastNames.forEach(([key, value], layer) => {
      feeds[key] = new ort.Tensor('float32', pass.past.keys[layer]!, dims);
      feeds[value] = new ort.Tensor('float32', pass.past.values[layer]!, dims);
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

function int64(values: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

function floats(outputs: ort.InferenceSession.OnnxValueMapType, name: string): Float32Array {
  const data = outputs[name]?.data;
  if (data instanceof Float32Array) return data;
  throw new RuntimeError('internal', `The graph gave no "${name}".`, 'Report this with the log.');
}

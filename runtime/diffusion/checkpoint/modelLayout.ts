import type { GraphBuilder } from '../onnx/graphBuilder';
import type { GraphOptions } from '../onnx/graphOptions';
import { buildTransformerGraph } from '../onnx/transformerGraph';
import type { CheckpointSource } from './checkpointSource';
import { planData, type DataPlan, type StoredConstant } from './dataPlan';
import { graphFile } from '../../models';

/** What a conversion writes besides config, tokenizer and manifest. */
export interface ModelLayout {
  /** Plain name of the file of weights. */
  readonly dataFile: string;
  /** What goes into it, and where; nothing where all weights are in the graph. */
  readonly plan: DataPlan;
  /** All that is made of the checkpoint's tensors, in the file of weights or not. */
  readonly constants: readonly StoredConstant[];
  /** Bytes of the weights. */
  readonly bytes: number;
  /** A file that is written behind the weights. */
  readonly graph?: { readonly name: string; pieces(): Promise<readonly Uint8Array[]> };
}

/** @param inlineLimit weights of at most so many bytes in all are put into the graph's file itself */
export async function onnxLayout(
  source: Pick<CheckpointSource, 'config' | 'tensors'>,
  weights: GraphOptions,
  inlineLimit: number,
): Promise<ModelLayout> {
  const graph = await buildTransformerGraph(source.config, source.tensors, weights);
  const bytes = constantBytes(graph);
  const constants = graph.initializers();
  const plan = planData(bytes <= inlineLimit ? [] : constants, source.tensors);
  const dataFile = `${graphFile}.data`;
  const offsets = new Map(plan.constants.map(({ constant, start }) => [constant.name, start]));
  const pieces = () => graph.encode({ file: dataFile, offsets });
  return { dataFile, plan, constants, bytes, graph: { name: graphFile, pieces } };
}

function constantBytes(graph: GraphBuilder): number {
  return planData(graph.initializers(), { position: () => 0 }).bytes;
}

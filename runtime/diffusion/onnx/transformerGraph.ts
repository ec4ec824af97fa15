import { tensorNames, type TensorNames } from '../checkpoint/families';
import type { ModelConfig, TransformerShape } from '../checkpoint/modelConfig';
import type { WeightSource } from '../checkpoint/weights';
import { AttentionGraph } from './attentionGraph';
import { joinedFeedForward, separateFeedForward } from './feedForward';
import { GraphBuilder, type Value } from './graphBuilder';
import type { GraphOptions } from './graphOptions';
import { JoinedHeads } from './joinedHeads';
import { allRows, lookUpRows, project, sharesMatrix, tiedEmbedding } from './projection';
import { ResidualStream } from './residualStream';
import { Rotary } from './rotary';
import { RowProducts } from './rowProducts';
import { SeparateHeads } from './separateHeads';

export { rotaryRow } from './rotary';

/**
 * Writes a LLaMA-shaped transformer as one ONNX graph for every kind of pass. What a row may see is told by
 * `attention_bias`, where it stands by `position_ids`, and whose raw key a shifted key head takes by `previous_rows`,
 * so one graph serves context, window and full passes. Families in which every row sees every row have no bias: adding
 * zeros to all scores was a sixth of a full pass.
 *
 * Inputs: input_ids int64 [S]; position_ids int64 [S]; previous_rows int64 [S] (row t takes the raw key of fed row
 * previous_rows[t] - 1; 0 takes zeros); attention_bias float [1 or S, C + S], added to the scores, if rows
 * can be hidden; rows int64 [R], R at
 * least 1; past_key.N and past_value.N float [kvHeads, C, headDim], keys already rotated.
 * Outputs: logits float [R, vocab] of the rows asked for; present_key.N and present_value.N float [kvHeads, S, headDim]
 * of the fed rows.
 *
 * Source of the block: LLaMA (RMSNorm, rotary embedding of the half-rotating kind, grouped queries, SwiGLU) with what
 * Qwen2 adds (biases of queries, keys and values) or Qwen3 (RMSNorm of queries and keys by head).
 */
export async function buildTransformerGraph(
  config: ModelConfig,
  weights: WeightSource,
  options: GraphOptions,
): Promise<GraphBuilder> {
  const graph = new GraphBuilder('whetstone');
  const { shape } = config;
  const names = tensorNames(config.family);
  const { hidden, vocab, heads, headDim, layers } = shape;
  const masked = config.attention === 'isolated-context' || options.masked === true;
  const ids = graph.input('input_ids', 'int64', ['S']);
  const positions = graph.input('position_ids', 'int64', ['S']);
  const bias = masked ? graph.input('attention_bias', 'float32', ['B', 'C+S']) : undefined;
  const previous = graph.input('previous_rows', 'int64', ['S']);
  const wanted = graph.input('rows', 'int64', ['R']);
  const rotary = new Rotary(graph, shape, positions);
  const separate = isSeparate(options, masked) ? new RowProducts(graph, weights, options) : undefined;
  const headsOfLayer = separate
    ? new SeparateHeads(graph, weights, separate, shape, rotary)
    : new JoinedHeads(graph, weights, options, shape, rotary, previous);
  const attention = new AttentionGraph(graph, options, shape, headsOfLayer, bias);
  const outer = outerMatrices(graph, weights, options, shape, names);
  const stream = new ResidualStream(graph, weights, shape, outer.lookUp(ids));
  for (let layer = 0; layer < layers; layer++) {
    const prefix = `model.layers.${layer}`;
    const tensors = names.layer(layer);
    // Behind the last layer's keys and values only the rows whose logits are asked for are of use.
    const rows = layer === layers - 1 ? wanted : undefined;
    const mixed = await attention.add(layer, tensors, stream.norm(tensors.attentionNorm), rows);
    if (rows !== undefined) stream.keep(rows);
    const output = { name: `${prefix}.o`, parts: [allRows(tensors.output, hidden)], inputs: heads * headDim };
    stream.add(
      separate
        ? separate.multiply(output, separate.share(mixed))
        : project(graph, weights, options.blocks, options, output, mixed),
    );
    const normed = stream.norm(tensors.feedForwardNorm);
    stream.add(
      separate
        ? separateFeedForward(graph, separate, shape, prefix, tensors, normed)
        : joinedFeedForward(graph, weights, options, shape, prefix, tensors, normed),
    );
  }
  const logits = outer.head(stream.norm(names.finalNorm));
  graph.output(graph.op('Identity', [logits], {}, 'logits'), 'float32', ['R', vocab]);
  return graph;
}

/**
 * Whether matrices with the same input are multiplied apart. On processors that is faster by all that splitting and
 * joined scaling cost; GPUs run one wide product of blocks, and shifted keys are made of the joined one.
 */
function isSeparate(options: GraphOptions, masked: boolean): boolean {
  return !masked && (options.blocks === 'int8' || options.blocks === 'fp32');
}

/** The two matrices between tokens and channels, which may be one. */
function outerMatrices(
  graph: GraphBuilder,
  weights: WeightSource,
  options: GraphOptions,
  shape: TransformerShape,
  names: TensorNames,
): { readonly lookUp: (ids: Value) => Value; readonly head: (x: Value) => Value } {
  const { hidden, vocab, tiedHead } = shape;
  const table = { name: 'embed_tokens', parts: [allRows(names.embedding, vocab)], inputs: hidden };
  if (tiedHead && sharesMatrix(options)) return tiedEmbedding(graph, weights, options.embedding, table);
  const head = { name: 'lm_head', parts: [allRows(tiedHead ? names.embedding : names.head, vocab)], inputs: hidden };
  return {
    lookUp: (ids) => lookUpRows(graph, weights, options.embedding, table, ids),
    head: (x) => project(graph, weights, options.head, options, head, x),
  };
}

import { RuntimeError } from '../../runtimeError';
import { biasOf, tensorNames } from './families';
import type { ModelConfig } from './modelConfig';
import type { WeightSource } from './weights';

export interface ExpectedTensor {
  readonly name: string;
  /** Matrices are [out, in]. */
  readonly dims: readonly number[];
}

/** The tensors that a checkpoint of this config has. */
export function* expectedTensors(config: ModelConfig): Generator<ExpectedTensor> {
  const { hidden, heads, kvHeads, headDim, intermediate, vocab, layers } = config.shape;
  const names = tensorNames(config.family);
  yield { name: names.embedding, dims: [vocab, hidden] };
  for (let index = 0; index < layers; index++) {
    const layer = names.layer(index);
    yield { name: layer.attentionNorm, dims: [hidden] };
    const projections = [
      [layer.query, heads],
      [layer.key, kvHeads],
      [layer.value, kvHeads],
    ] as const;
    for (const [name, count] of projections) {
      yield { name, dims: [count * headDim, hidden] };
      if (config.shape.projectionBias) yield { name: biasOf(name), dims: [count * headDim] };
    }
    if (config.shape.queryKeyNorm) {
      yield { name: layer.queryNorm, dims: [headDim] };
      yield { name: layer.keyNorm, dims: [headDim] };
    }
    yield { name: layer.output, dims: [hidden, heads * headDim] };
    yield { name: layer.feedForwardNorm, dims: [hidden] };
    yield { name: layer.gate, dims: [intermediate, hidden] };
    yield { name: layer.up, dims: [intermediate, hidden] };
    yield { name: layer.down, dims: [hidden, intermediate] };
  }
  yield { name: names.finalNorm, dims: [hidden] };
  if (!config.shape.tiedHead) yield { name: names.head, dims: [vocab, hidden] };
}

/**
 * Compares the tensors of a checkpoint with its config: names, shapes, and whether the head is what the config says.
 * @returns number of parameters
 * @throws RuntimeError model-unsupported, naming the tensor
 */
export async function checkTensors(config: ModelConfig, source: WeightSource): Promise<number> {
  const names = tensorNames(config.family);
  if (!config.shape.tiedHead && !source.dims(names.head)) throw tiedByMistake(names.head, 'is missing');
  let parameters = 0;
  for (const { name, dims } of expectedTensors(config)) {
    const found = source.dims(name);
    if (found?.length !== dims.length || dims.some((size, axis) => size !== found[axis])) {
      const what = found ? `has the shape [${found.join(', ')}]` : 'is missing';
      const message = `The tensor "${name}" ${what}; config.json asks for [${dims.join(', ')}].`;
      throw new RuntimeError('model-unsupported', message, 'Choose a checkpoint whose config.json belongs to it.');
    }
    parameters += dims.reduce((product, size) => product * size, 1);
  }
  checkBiases(config, source);
  await checkHead(config, source);
  return parameters;
}

/** A bias that the graph would leave out changes every logit, so one that is there must be expected. */
function checkBiases(config: ModelConfig, source: WeightSource): void {
  const layer = tensorNames(config.family).layer(0);
  const expected = config.shape.projectionBias ? [] : [layer.query, layer.key, layer.value];
  for (const matrix of [...expected, layer.output, layer.gate, layer.up, layer.down]) {
    const name = biasOf(matrix);
    if (source.dims(name)) {
      const message = `The checkpoint has "${name}", which the family "${config.family}" has not.`;
      throw new RuntimeError('model-unsupported', message, 'Choose a checkpoint whose config.json belongs to it.');
    }
  }
}

/**
 * Loaders that tie the head to the embedding write checkpoints in which one has overwritten the other; such a model
 * gives repeated tokens and nothing tells why. The other way round, a head that is not the embedding must not be lost.
 */
async function checkHead(config: ModelConfig, source: WeightSource): Promise<void> {
  const names = tensorNames(config.family);
  if (!source.dims(names.head)) return;
  const same = await equalMatrices(source, names.embedding, names.head);
  if (same === config.shape.tiedHead) return;
  if (same) throw tiedByMistake(names.head, 'is the embedding, bit for bit');
  const message = `The checkpoint has a "${names.head}" of its own, but config.json says that the head is the embedding.`;
  throw new RuntimeError('model-unsupported', message, 'Choose a checkpoint whose config.json belongs to it.');
}

async function equalMatrices(source: WeightSource, a: string, b: string): Promise<boolean> {
  const [rows = 0, columns = 1] = source.dims(a) ?? [];
  const other = source.dims(b) ?? [];
  if (other[0] !== rows || other[1] !== columns) return false;
  const step = Math.max(1, Math.floor((1 << 20) / columns));
  for (let row = 0; row < rows; row += step) {
    const end = Math.min(rows, row + step);
    const [left, right] = [await source.rows(a, row, end), await source.rows(b, row, end)];
    if (left.some((value, i) => value !== right[i])) return false;
  }
  return true;
}

function tiedByMistake(head: string, what: string): RuntimeError {
  const message = `The tensor "${head}" ${what}; this family has a head of its own.`;
  const action =
    'The checkpoint was saved by a program that ties the head to the embedding. Download the published one.';
  return new RuntimeError('model-unsupported', message, action);
}

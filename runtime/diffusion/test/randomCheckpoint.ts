import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomNumbers } from '../infilling/distribution';
import { randomFamilies, type RandomFamily, type RandomFamilyName, type RandomSizes } from './randomFamilies';
import { randomTokenizer } from './randomTokenizer';
import { representable, safetensors, type FileType, type RandomTensor } from './safetensorsFile';

export { safetensors, type RandomTensor } from './safetensorsFile';

export interface RandomModelOptions extends Partial<RandomSizes> {
  readonly seed?: number;
  /** The embedded family unless told otherwise. */
  readonly family?: RandomFamilyName;
  /** Element type of the file; F32 unless told otherwise. */
  readonly type?: FileType;
}

export interface RandomCheckpoint {
  readonly tensors: ReadonlyMap<string, RandomTensor>;
  readonly config: Record<string, unknown>;
}

/**
 * Writes a checkpoint with random weights and a small byte-level tokenizer, so that tests need no trained model.
 * @returns its tensors and config, for reference computations
 */
export async function writeRandomCheckpoint(
  folder: string,
  options: RandomModelOptions = {},
): Promise<RandomCheckpoint> {
  const sizes: RandomSizes = {
    hidden: 32,
    layers: 2,
    heads: 4,
    kvHeads: 2,
    headDim: 8,
    intermediate: 48,
    vocab: 320,
    windowTokens: 8,
    maxPrefixTokens: 200,
    maxSuffixTokens: 20,
    shiftedKeyHeads: 1,
    ...options,
  };
  const family: RandomFamily = randomFamilies[options.family ?? 'whetstone_infill'];
  const type = options.type ?? 'F32';
  const tensors = randomTensors(family, sizes, options.seed ?? 1, type);
  const config = family.config(sizes);
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config));
  await writeFile(path.join(folder, 'tokenizer.json'), JSON.stringify(randomTokenizer(family.added, sizes.vocab)));
  await writeFile(path.join(folder, 'model.safetensors'), safetensors(tensors, type));
  return { tensors, config };
}

function randomTensors(
  family: RandomFamily,
  o: RandomSizes,
  seed: number,
  type: FileType,
): ReadonlyMap<string, RandomTensor> {
  const random = randomNumbers(seed);
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  const tensors = new Map<string, RandomTensor>();
  const add = (name: string, dims: readonly number[], value: () => number) => {
    const length = dims.reduce((product, size) => product * size, 1);
    tensors.set(name, { dims, values: Float32Array.from({ length }, () => representable(value(), type)) });
  };
  const matrix = (name: string, rows: number, columns: number, deviation = columns ** -0.5) => {
    add(`${name}.weight`, [rows, columns], () => normal() * deviation);
  };
  const norm = (name: string, size: number) => {
    add(`${name}.weight`, [size], () => 1 + 0.2 * normal());
  };
  const biased = (name: string, rows: number) => {
    matrix(name, rows, o.hidden);
    if (family.biases) add(`${name}.bias`, [rows], () => 0.5 * normal());
  };
  const { names, queryKeyNorms } = family;
  matrix(names.embedding, o.vocab, o.hidden, 0.5);
  for (let layer = 0; layer < o.layers; layer++) {
    const inner = (tensor: keyof typeof names.inner) => `${names.layer}.${layer}.${names.inner[tensor]}`;
    norm(inner('norm1'), o.hidden);
    norm(inner('norm2'), o.hidden);
    biased(inner('q'), o.heads * o.headDim);
    biased(inner('k'), o.kvHeads * o.headDim);
    biased(inner('v'), o.kvHeads * o.headDim);
    matrix(inner('o'), o.hidden, o.heads * o.headDim);
    if (queryKeyNorms) norm(inner('qNorm'), o.headDim);
    if (queryKeyNorms) norm(inner('kNorm'), o.headDim);
    matrix(inner('gate'), o.intermediate, o.hidden);
    matrix(inner('up'), o.intermediate, o.hidden);
    matrix(inner('down'), o.hidden, o.intermediate);
  }
  norm(names.norm, o.hidden);
  if (family.head !== undefined) matrix(family.head, o.vocab, o.hidden);
  return tensors;
}

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertCheckpoint } from '../checkpoint/convertCheckpoint';
import type { GraphOptions } from '../onnx/graphOptions';
import type { ModelFormat } from '../weightFormats';
import { writeRandomCheckpoint, type RandomModelOptions, type RandomTensor } from './randomCheckpoint';
import { ReferenceModel } from './referenceModel';

/** A random model in a folder of its own. */
export interface RandomModel {
  /** Holds checkpoint/ and embedded/, so it can serve as the folder of models. */
  readonly root: string;
  readonly checkpoint: string;
  readonly folder: string;
  readonly reference: ReferenceModel;
  readonly tensors: ReadonlyMap<string, RandomTensor>;
  readonly config: Record<string, unknown>;
  remove(): Promise<void>;
}

/** @param weights what differs from the formats that `quantise` stands for */
export async function makeRandomModel(
  quantise: ModelFormat,
  options: RandomModelOptions = {},
  weights: Partial<GraphOptions> = {},
): Promise<RandomModel> {
  const root = await mkdtemp(path.join(tmpdir(), 'whetstone-model-'));
  const checkpoint = path.join(root, 'checkpoint');
  const folder = path.join(root, 'embedded');
  const remove = () => rm(root, { recursive: true, force: true });
  const { tensors, config } = await writeRandomCheckpoint(checkpoint, options);
  try {
    await convertCheckpoint(checkpoint, folder, { quantise, weights, id: 'random' });
  } catch (error) {
    // Some tests want it to be refused.
    await remove();
    throw error;
  }
  return { root, checkpoint, folder, reference: new ReferenceModel(tensors, config), tensors, config, remove };
}

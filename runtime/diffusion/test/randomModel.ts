import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { convertCheckpoint } from '../checkpoint/convertCheckpoint';
import type { WeightFormat } from '../onnx/projection';
import { writeRandomCheckpoint, type RandomModelOptions } from './randomCheckpoint';
import { ReferenceModel } from './referenceModel';

/** A random model in a folder of its own. */
export interface RandomModel {
  /** Holds checkpoint/ and embedded/, so it can serve as the folder of models. */
  readonly root: string;
  readonly checkpoint: string;
  readonly folder: string;
  readonly reference: ReferenceModel;
  remove(): Promise<void>;
}

export async function makeRandomModel(quantise: WeightFormat, options: RandomModelOptions = {}): Promise<RandomModel> {
  const root = await mkdtemp(path.join(tmpdir(), 'whetstone-model-'));
  const checkpoint = path.join(root, 'checkpoint');
  const folder = path.join(root, 'embedded');
  const { tensors, config } = await writeRandomCheckpoint(checkpoint, options);
  await convertCheckpoint(checkpoint, folder, { quantise, id: 'random' });
  const remove = () => rm(root, { recursive: true, force: true });
  return { root, checkpoint, folder, reference: new ReferenceModel(tensors, config), remove };
}

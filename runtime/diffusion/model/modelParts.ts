import { readFile } from 'node:fs/promises';
import { openModelFolder, type ModelFolder } from '../../models';
import type { GateModel, ModelInfo } from '../../protocol';
import { RuntimeError } from '../../runtimeError';
import { parseModelConfig, type ModelConfig } from '../checkpoint/modelConfig';
import { lengthFile, readLengthCalibration, type LengthCalibration } from '../denoising';
import { gateFile, readGate } from '../gate/gateFile';
import { TextTokenizer } from './textTokenizer';

/** A verified model folder with all that is read of it besides the weights. */
export interface ModelParts {
  readonly files: ModelFolder;
  readonly config: ModelConfig;
  readonly tokenizer: TextTokenizer;
  readonly gate: GateModel | undefined;
  /** How sure the model is of masks by their number, for probing; undefined where none was fitted. */
  readonly lengthCalibration: LengthCalibration | undefined;
}

/**
 * Verifies a model folder and reads what is not weights.
 * @throws RuntimeError model-missing, model-corrupt or model-unsupported
 */
export async function readModelParts(folder: string): Promise<ModelParts> {
  const files = await openModelFolder(folder);
  const configFile = files.file('config.json');
  const config = parseModelConfig(parseJson(await readFile(configFile, 'utf8'), configFile), configFile);
  if (config.family !== files.manifest.family) {
    throw damaged(configFile, `the manifest says that the family is ${files.manifest.family}`);
  }
  const tokenizer = await TextTokenizer.load(files.file('tokenizer.json'), config.shape.vocab);
  const gate = files.has(gateFile) ? await readGate(files.file(gateFile)) : undefined;
  const lengthCalibration = files.has(lengthFile) ? await readLengthCalibration(files.file(lengthFile)) : undefined;
  return { files, config, tokenizer, gate, lengthCalibration };
}

/** Why a model is run by what runs it. */
export type RunnerReasons = Pick<ModelInfo, 'providerReason' | 'providersUntried'>;

/** @param started when loading began, by `performance.now()` */
export function modelInfo({ files, config, gate }: ModelParts, started: number): ModelInfo {
  return {
    id: files.manifest.id,
    family: config.family,
    attention: config.attention,
    folder: files.folder,
    parameters: files.manifest.parameters,
    quantisation: files.manifest.quantisation,
    windowTokens: config.windowTokens,
    maxPrefixTokens: config.maxPrefixTokens,
    maxSuffixTokens: config.maxSuffixTokens,
    loadMs: performance.now() - started,
    gate,
  };
}

export function damaged(file: string, what: string, cause?: unknown): RuntimeError {
  return new RuntimeError('model-corrupt', `${file} is damaged: ${what}.`, 'Download or convert the model again.', {
    cause,
  });
}

function parseJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw damaged(file, 'it is no JSON', error);
  }
}

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ManifestFile } from '../../models';
import { RuntimeError } from '../../runtimeError';
import { TextTokenizer } from '../model/textTokenizer';
import { checkpointFile, unreadable } from './checkpointFile';
import { checkTensors, expectedTensors } from './checkTensors';
import { completeConfig } from './families';
import { parseModelConfig, type ModelConfig } from './modelConfig';
import { SafetensorsCheckpoint } from './safetensors';
import { corrupt } from './safetensorsHeader';
import { indexFile } from './shardIndex';
import { readSourceTokenizer } from './sourceTokenizer';

/** A checkpoint folder whose parts go together: it can be converted. */
export interface CheckpointSource {
  readonly config: ModelConfig;
  /** Content of config.json and tokenizer.json for the model folder. */
  readonly configText: string;
  readonly tokenizerText: string;
  /** The files that config and tokenizer were read from, and the index. */
  readonly textFiles: readonly ManifestFile[];
  readonly tensors: SafetensorsCheckpoint;
  readonly parameters: number;
  /** Element types of the tensors that the model takes, as safetensors names them. */
  readonly elementTypes: ReadonlySet<string>;
  close(): Promise<void>;
}

/**
 * Opens a checkpoint folder and checks everything that can be checked without reading the weights.
 * @throws RuntimeError model-missing, model-corrupt or model-unsupported, naming the file, key or tensor
 */
export async function openSource(folder: string): Promise<CheckpointSource> {
  await checkLinks(folder);
  await required(folder, 'config.json');
  const tokenizer = await readSourceTokenizer(folder);
  const { config, configText } = await readConfig(folder, tokenizer.added);
  // Parsing is the check: a tokenizer that does not fit is noticed now and not when the model is first used.
  await TextTokenizer.parse(tokenizer.text, path.join(folder, tokenizer.files[0] ?? ''), config.shape.vocab);
  const tensors = await SafetensorsCheckpoint.open(folder);
  try {
    const parameters = await checkTensors(config, tensors);
    const elementTypes = new Set<string>();
    for (const { name } of expectedTensors(config)) elementTypes.add(tensors.type(name) ?? '');
    const textFiles: ManifestFile[] = [];
    for (const name of ['config.json', ...tokenizer.files, indexFile]) {
      const file = await checkpointFile(folder, name);
      if (file !== undefined) textFiles.push(describe(name, await readFile(file)));
    }
    const close = () => tensors.close();
    return { config, configText, tokenizerText: tokenizer.text, textFiles, tensors, parameters, elementTypes, close };
  } catch (error) {
    await tensors.close();
    throw error;
  }
}

/**
 * Reads config.json.
 * @param added tokens that the tokenizer knows, text -> id; some families leave ids to it
 */
export async function readConfig(
  folder: string,
  added: ReadonlyMap<string, number>,
): Promise<{ readonly config: ModelConfig; readonly configText: string }> {
  const file = path.join(folder, 'config.json');
  const published = await required(folder, 'config.json');
  const data = parseJson(file, published);
  const complete = completeConfig(data, added);
  const configText = complete === data ? published : `${JSON.stringify(complete, undefined, 2)}\n`;
  return { config: parseModelConfig(complete, file), configText };
}

/** @throws RuntimeError model-corrupt when a file of the folder is a link out of it */
async function checkLinks(folder: string): Promise<void> {
  for (const name of ['tokenizer.json', 'vocab.json', 'merges.txt', 'tokenizer_config.json']) {
    await checkpointFile(folder, name);
  }
}

async function required(folder: string, name: string): Promise<string> {
  const file = await checkpointFile(folder, name);
  if (file === undefined) {
    const message = `${path.join(folder, name)} is missing.`;
    const action = 'Give the folder of a complete checkpoint: config.json, tokenizer.json and safetensors.';
    throw new RuntimeError('model-missing', message, action);
  }
  return readFile(file, 'utf8').catch((error: unknown) => {
    throw unreadable(file, error);
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw corrupt(file, 'it is no JSON');
  }
}

function describe(name: string, bytes: Uint8Array): ManifestFile {
  return { name, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
}

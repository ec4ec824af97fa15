import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { readGgufHead, requireBidirectional, type GgufHead } from '../../llama';
import { RuntimeError } from '../../runtimeError';
import type { StoredFormat } from '../../protocol';
import { readConfig } from '../checkpoint/checkpointSource';
import type { FullAttentionConfig } from '../checkpoint/modelConfig';
import { readSourceTokenizer } from '../checkpoint/sourceTokenizer';
import { TextTokenizer } from '../model/textTokenizer';
import { ggufArchitecture, ggufParts } from './ggufModel';

/** A folder with a GGUF file that somebody else made, whose parts go together. */
export interface GgufSource {
  readonly folder: string;
  /** Plain name of the GGUF file. */
  readonly name: string;
  readonly architecture: string;
  readonly config: FullAttentionConfig;
  /** Content of config.json and tokenizer.json for the model folder. */
  readonly configText: string;
  readonly tokenizerText: string;
  readonly parameters: number;
  readonly quantisation: StoredFormat;
}

/** llama.cpp's numbers of file types (enum llama_ftype) that have a name here. */
const formats: Readonly<Record<number, StoredFormat>> = { 1: 'gguf-f16', 7: 'gguf-q8_0' };

/**
 * Opens a folder with one GGUF file, config.json and tokenizer, and checks that they belong together and that llama.cpp will
 * run the file with full attention. The weights are not read.
 * @throws RuntimeError model-missing, model-corrupt or model-unsupported, naming the file, key or tensor
 */
export async function openGgufSource(folder: string): Promise<GgufSource> {
  const names = (await readdir(folder)).filter((name) => name.toLowerCase().endsWith('.gguf'));
  const [name] = names;
  if (name === undefined || names.length > 1) {
    const what = name === undefined ? 'no GGUF file' : `${names.length} GGUF files (${names.join(', ')})`;
    throw new RuntimeError('model-missing', `${folder} holds ${what}.`, 'Give a folder with one of them.');
  }
  const file = path.join(folder, name);
  const head = await readGgufHead(file);
  const architecture = head.metadata.get('general.architecture');
  if (typeof architecture !== 'string') throw unfit(file, 'it names no architecture');
  const causal = head.metadata.get(`${architecture}.attention.causal`);
  requireBidirectional(architecture, typeof causal === 'boolean' ? causal : undefined, false);
  const tokenizer = await readSourceTokenizer(folder);
  const { config, configText } = await readConfig(folder, tokenizer.added);
  if (config.attention !== 'full') throw unfit(file, `config.json is that of the family "${config.family}"`);
  const expected = ggufArchitecture(config);
  const isBorrowed = architecture.startsWith('qwen');
  if (isBorrowed && architecture !== expected) {
    throw unfit(file, `its architecture is ${architecture}, and config.json is that of a ${expected}`);
  }
  await TextTokenizer.parse(tokenizer.text, path.join(folder, 'tokenizer.json'), config.shape.vocab);
  const parameters = countParameters(file, head, config);
  const type = head.metadata.get('general.file_type');
  const quantisation = (typeof type === 'number' ? formats[type] : undefined) ?? 'gguf';
  return { folder, name, architecture, config, configText, tokenizerText: tokenizer.text, parameters, quantisation };
}

/** @throws RuntimeError model-unsupported when a tensor is not what config.json says */
function countParameters(file: string, { tensors }: GgufHead, config: FullAttentionConfig): number {
  let parameters = 0;
  for (const { name, outputs, inputs } of ggufParts(config)) {
    const shape = inputs === undefined ? [outputs] : [inputs, outputs];
    const found = tensors.get(name);
    if (found?.length !== shape.length || shape.some((size, axis) => size !== found[axis])) {
      const what = found ? `has the shape [${found.join(', ')}]` : 'is missing';
      throw unfit(file, `the tensor "${name}" ${what}; config.json asks for [${shape.join(', ')}]`);
    }
    parameters += shape.reduce((product, size) => product * size, 1);
  }
  return parameters;
}

function unfit(file: string, what: string): RuntimeError {
  const action = 'Give the folder of a GGUF file with the config.json and tokenizer of the same model.';
  return new RuntimeError('model-unsupported', `${file} cannot be used: ${what}.`, action);
}

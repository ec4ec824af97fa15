import { copyFile, mkdir, open, readFile, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { manifestFile, sha256, type ManifestFile, type ModelManifest } from '../../models';
import { RuntimeError } from '../../runtimeError';
import type { ExternalData } from '../onnx/graphBuilder';
import type { WeightFormat } from '../onnx/projection';
import { buildTransformerGraph } from '../onnx/transformerGraph';
import { parseModelConfig, type TransformerShape } from './modelConfig';
import { SafetensorsCheckpoint } from './safetensors';
import { writeFailure } from './writeFailure';

export interface ConvertOptions {
  readonly quantise: WeightFormat;
  /** Id of the model in results and logs. */
  readonly id: string;
}

export interface ConvertReport {
  readonly id: string;
  readonly family: string;
  readonly parameters: number;
  readonly quantisation: WeightFormat;
  readonly folder: string;
  readonly files: readonly ManifestFile[];
  /** Milliseconds of wall time. */
  readonly ms: number;
}

/** Beyond this, constants get a file of their own: a protobuf message ends at 2 GB. */
const inlineLimit = 1.5e9;
const externalFile = 'model.onnx.data';
const pageSize = 4096;

/**
 * Turns a checkpoint folder (safetensors, config.json, tokenizer.json) into a model folder. The new folder appears in
 * one step: until all is written it has another name, and an error leaves what was there before.
 * @throws RuntimeError model-missing, model-corrupt or model-unsupported, naming what is wrong with the checkpoint
 */
export async function convertCheckpoint(source: string, out: string, options: ConvertOptions): Promise<ConvertReport> {
  const started = performance.now();
  const configFile = path.join(source, 'config.json');
  const config = parseModelConfig(parseJson(configFile, await readSource(configFile)), configFile);
  await readSource(path.join(source, 'tokenizer.json'));
  const checkpoint = await SafetensorsCheckpoint.open(source);
  const folder = path.resolve(out);
  const partial = `${folder}.partial-${process.pid}`;
  try {
    const parameters = checkShapes(checkpoint, config.shape);
    await rm(partial, { recursive: true, force: true });
    await mkdir(partial, { recursive: true });
    await writeGraph(checkpoint, config.shape, options.quantise, partial);
    const copied = ['config.json', 'tokenizer.json'];
    for (const name of copied) await copyFile(path.join(source, name), path.join(partial, name));
    const manifest: ModelManifest = {
      format: 1,
      id: options.id,
      family: config.family,
      parameters,
      quantisation: options.quantise,
      source: await sourceHashes(source),
      files: await describeFiles(partial),
    };
    await writeText(path.join(partial, manifestFile), `${JSON.stringify(manifest, undefined, 2)}\n`);
    await replaceFolder(partial, folder);
    const { id, family, quantisation, files } = manifest;
    return { id, family, parameters, quantisation, folder, files, ms: performance.now() - started };
  } catch (error) {
    throw writeFailure(error, out);
  } finally {
    await checkpoint.close();
    await rm(partial, { recursive: true, force: true });
  }
}

async function readSource(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: unknown) => {
    const action = 'Give a folder with config.json, tokenizer.json and safetensors.';
    throw new RuntimeError('model-missing', `${file} cannot be read.`, action, { cause });
  });
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new RuntimeError('model-corrupt', `${file} is no JSON.`, 'Download the checkpoint again.', { cause });
  }
}

/** Compares every tensor with the config and returns the number of parameters. */
function checkShapes(checkpoint: SafetensorsCheckpoint, shape: TransformerShape): number {
  let parameters = 0;
  for (const [name, dims] of expectedShapes(shape)) {
    const found = checkpoint.dims(name);
    if (found?.length !== dims.length || dims.some((size, axis) => size !== found[axis])) {
      const what = found ? `has the shape [${found.join(', ')}]` : 'is missing';
      const message = `The tensor "${name}" ${what}; config.json asks for [${dims.join(', ')}].`;
      throw new RuntimeError('model-unsupported', message, 'Choose a checkpoint whose config.json belongs to it.');
    }
    parameters += dims.reduce((product, size) => product * size, 1);
  }
  return parameters;
}

function* expectedShapes(shape: TransformerShape): Generator<readonly [string, readonly number[]]> {
  const { hidden, heads, kvHeads, headDim, intermediate, vocab } = shape;
  yield ['model.embed_tokens.weight', [vocab, hidden]];
  yield ['model.norm.weight', [hidden]];
  for (let layer = 0; layer < shape.layers; layer++) {
    const name = `model.layers.${layer}`;
    yield [`${name}.input_layernorm.weight`, [hidden]];
    yield [`${name}.post_attention_layernorm.weight`, [hidden]];
    yield [`${name}.self_attn.q_proj.weight`, [heads * headDim, hidden]];
    yield [`${name}.self_attn.k_proj.weight`, [kvHeads * headDim, hidden]];
    yield [`${name}.self_attn.v_proj.weight`, [kvHeads * headDim, hidden]];
    yield [`${name}.self_attn.o_proj.weight`, [hidden, heads * headDim]];
    yield [`${name}.self_attn.q_norm.weight`, [headDim]];
    yield [`${name}.self_attn.k_norm.weight`, [headDim]];
    yield [`${name}.mlp.gate_proj.weight`, [intermediate, hidden]];
    yield [`${name}.mlp.up_proj.weight`, [intermediate, hidden]];
    yield [`${name}.mlp.down_proj.weight`, [hidden, intermediate]];
  }
}

async function writeGraph(
  checkpoint: SafetensorsCheckpoint,
  shape: TransformerShape,
  format: WeightFormat,
  folder: string,
): Promise<void> {
  const graph = await buildTransformerGraph(shape, checkpoint, format);
  const model = await open(path.join(folder, 'model.onnx'), 'w');
  try {
    if (graph.constantBytes() <= inlineLimit) {
      await writePieces(model, await graph.encode());
      return;
    }
    const data = await open(path.join(folder, externalFile), 'w');
    try {
      await writePieces(model, await graph.encode(appender(data)));
    } finally {
      await data.close();
    }
  } finally {
    await model.close();
  }
}

/** Writes many small and a few large pieces with few system calls. */
async function writePieces(handle: FileHandle, pieces: readonly Uint8Array[]): Promise<void> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < 1 << 20) continue;
    await handle.writeFile(Buffer.concat(waiting));
    waiting = [];
    size = 0;
  }
  await handle.writeFile(Buffer.concat(waiting));
}

function appender(handle: FileHandle): ExternalData {
  let end = 0;
  return {
    file: externalFile,
    async append(bytes) {
      const offset = Math.ceil(end / pageSize) * pageSize;
      await handle.write(bytes, 0, bytes.length, offset);
      end = offset + bytes.length;
      return offset;
    },
  };
}

async function sourceHashes(source: string): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const name of ['config.json', 'tokenizer.json', 'model.safetensors', 'model.safetensors.index.json']) {
    const file = path.join(source, name);
    if (await exists(file)) hashes[name] = await sha256(file);
  }
  return hashes;
}

async function describeFiles(folder: string): Promise<ManifestFile[]> {
  const files: ManifestFile[] = [];
  for (const name of ['model.onnx', externalFile, 'config.json', 'tokenizer.json']) {
    const file = path.join(folder, name);
    if (await exists(file)) files.push({ name, bytes: (await stat(file)).size, sha256: await sha256(file) });
  }
  return files;
}

async function exists(file: string): Promise<boolean> {
  return stat(file).then(
    () => true,
    () => false,
  );
}

async function writeText(file: string, text: string): Promise<void> {
  const handle = await open(file, 'w');
  try {
    await handle.writeFile(text);
    // The manifest vouches for the rest: it must not reach the disk later than the folder's name.
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function replaceFolder(from: string, to: string): Promise<void> {
  if (!(await exists(to))) return rename(from, to);
  // Only a folder that was a model before is replaced; anything else is the user's.
  if (!(await exists(path.join(to, manifestFile)))) {
    const action = 'Give a folder that does not exist yet.';
    throw new RuntimeError('bad-request', `${to} exists and is no model folder.`, action);
  }
  const old = `${from}.old`;
  await rename(to, old);
  await rename(from, to);
  await rm(old, { recursive: true, force: true });
}

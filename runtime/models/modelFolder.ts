import { readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { RuntimeError } from '../runtimeError';
import { manifestFile, manifestSchema, sha256, type ManifestFile, type ModelManifest } from './manifest';

/** A folder whose files are those that its manifest promises. */
export interface ModelFolder {
  readonly folder: string;
  readonly manifest: ModelManifest;
  /** Absolute path of a file of the manifest. */
  file(name: string): string;
  /** Whether the manifest lists a file. */
  has(name: string): boolean;
}

/** Files that every model folder has, and those of which it has one at least: the weights, as a graph or as GGUF. */
const required = ['config.json', 'tokenizer.json'];
export const graphFile = 'model.onnx';
export const ggufFile = 'model.gguf';

/**
 * Hashes that were found right in this process, by path, time and size: a model of gigabytes that is loaded again after
 * an idle time is not read twice.
 */
const verified = new Map<string, string>();

/**
 * Absolute folder of a model.
 * @param model 'embedded', or the absolute path of a model folder
 * @param modelsFolder folder that holds the embedded model
 */
export function modelPath(model: string, modelsFolder: string): string {
  if (model === 'embedded') return path.join(modelsFolder, 'embedded');
  if (path.isAbsolute(model)) return path.normalize(model);
  throw new RuntimeError(
    'bad-request',
    `"${model}" names no model.`,
    'Give "embedded" or the absolute path of a model folder.',
  );
}

/**
 * Opens a model folder and checks the size and SHA-256 of its files.
 * @throws RuntimeError model-missing, model-corrupt or model-unsupported, naming the file
 */
export async function openModelFolder(folder: string): Promise<ModelFolder> {
  const manifest = await readManifest(folder);
  const names = new Set(manifest.files.map((file) => file.name));
  for (const name of required) {
    if (!names.has(name)) throw corrupt(path.join(folder, manifestFile), `it does not list ${name}`);
  }
  if (!names.has(graphFile) && !names.has(ggufFile)) {
    throw corrupt(path.join(folder, manifestFile), `it lists neither ${graphFile} nor ${ggufFile}`);
  }
  for (const file of manifest.files) await verify(folder, file);
  return { folder, manifest, file: (name) => path.join(folder, name), has: (name) => names.has(name) };
}

async function readManifest(folder: string): Promise<ModelManifest> {
  const file = path.join(folder, manifestFile);
  const text = await readFile(file, 'utf8').catch(async (error: unknown) => {
    const isFolder = await stat(folder).then(
      (info) => info.isDirectory(),
      () => false,
    );
    throw isFolder ? missing(folder, file, error) : noFolder(folder, error);
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw corrupt(file, 'it is no JSON', error);
  }
  const parsed = manifestSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const what = `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? 'is wrong'}`;
  if (issue?.path[0] === 'format') {
    throw new RuntimeError(
      'model-unsupported',
      `${file} was written by another version of Whetstone (${what}).`,
      'Convert the checkpoint again with this version, or update Whetstone.',
    );
  }
  throw corrupt(file, what);
}

async function verify(folder: string, expected: ManifestFile): Promise<void> {
  const file = path.join(folder, expected.name);
  const info = await stat(file).catch((error: unknown) => {
    throw missing(folder, file, error);
  });
  if (!info.isFile()) throw corrupt(file, 'it is no plain file');
  const [target, home] = await Promise.all([realpath(file), realpath(folder)]);
  // Nothing that makes model folders makes links; one that leads away was put there by somebody else.
  if (path.dirname(target) !== home) throw corrupt(file, `it is a link to ${target}, outside the model folder`);
  if (info.size !== expected.bytes) {
    throw corrupt(file, `it has ${info.size} bytes instead of ${expected.bytes}`);
  }
  const key = `${file}\n${info.mtimeMs}\n${info.size}`;
  const hash = verified.get(key) ?? (await sha256(file));
  if (hash !== expected.sha256) throw corrupt(file, 'its content is not what the manifest promises (SHA-256)');
  verified.set(key, hash);
}

function noFolder(folder: string, cause: unknown): RuntimeError {
  const action = 'Check the path, or reinstall the extension if it is the embedded model.';
  return new RuntimeError('model-missing', `There is no model folder ${folder}.`, action, { cause });
}

function missing(folder: string, file: string, cause: unknown): RuntimeError {
  return new RuntimeError(
    'model-missing',
    `The model in ${folder} is incomplete: ${path.basename(file)} cannot be read.`,
    'Check the path, download the model again, or reinstall the extension if it is the embedded one.',
    { cause },
  );
}

function corrupt(file: string, what: string, cause?: unknown): RuntimeError {
  return new RuntimeError(
    'model-corrupt',
    `${file} is damaged: ${what}.`,
    'Download or convert the model again, or reinstall the extension if it is the embedded one.',
    { cause },
  );
}

import { mkdir, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { ProcessLock, requireSpace } from '../../files';
import { manifestFile, sha256, type ManifestFile, type ModelManifest } from '../../models';
import { RuntimeError } from '../../runtimeError';
import { ggufLayout } from '../llama/ggufLayout';
import type { GraphOptions } from '../onnx/graphOptions';
import { isGgufFormat, type ModelFormat } from '../weightFormats';
import { conversionVersion, ConversionJournal } from './conversionJournal';
import { ConversionProgress } from './conversionProgress';
import { journalFile, writeDataFile } from './dataFile';
import type { DataPlan } from './dataPlan';
import { onnxLayout, type ModelLayout } from './modelLayout';
import { prepareReplacement, replaceFolder } from './replaceFolder';
import { openSource, type CheckpointSource } from './checkpointSource';
import { graphOptions } from './weightOptions';
import { writeFailure } from './writeFailure';

export interface ConvertOptions {
  /** Id of the model in results and logs. */
  readonly id: string;
  readonly quantise: ModelFormat;
  /** What differs from the formats that `quantise` stands for; a GGUF file has one format only. */
  readonly weights?: Partial<GraphOptions>;
  /** Where the checkpoint was published, for the manifest. */
  readonly origin?: { readonly repository: string; readonly revision?: string };
  /** Told now and then how many bytes of the checkpoint's tensors are done, with those of an earlier conversion. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends the conversion within a moment; what is done is kept for the next call. */
  readonly signal?: AbortSignal;
  /** Constants of at most so many bytes in all are put into the model file itself. */
  readonly inlineLimit?: number;
}

export interface ConvertReport {
  readonly id: string;
  readonly family: string;
  readonly parameters: number;
  readonly quantisation: ModelFormat;
  /** Undefined for a GGUF file. */
  readonly weights: GraphOptions | undefined;
  readonly folder: string;
  readonly files: readonly ManifestFile[];
  /** Bytes of the checkpoint's shards. */
  readonly sourceBytes: number;
  /** Bytes of the model that an interrupted conversion had written already. */
  readonly resumedBytes: number;
  /** Milliseconds of wall time. */
  readonly ms: number;
}

const inlineBytes = 64e6;
/** Beside the constants: nodes of the graph, manifest, journal. */
const otherBytes = 4e6;

/**
 * Turns a checkpoint folder (safetensors, config.json, tokenizer) into a model folder. Tensors are streamed, so memory
 * depends on the largest stored matrix and not on the checkpoint. The model folder appears in one step: until all is
 * written it is called OUT.partial; a call that was interrupted is taken up there by the next one with the same source
 * and options.
 * @throws RuntimeError model-missing, model-corrupt or model-unsupported, naming what is wrong with the checkpoint;
 * disk-full, in-use, unavailable or bad-request, naming what is wrong with `out`; or the signal's reason
 */
export async function convertCheckpoint(source: string, out: string, options: ConvertOptions): Promise<ConvertReport> {
  const started = performance.now();
  const folder = path.resolve(out);
  const weights = weightsOf(options);
  const checkpoint = await openSource(source);
  try {
    await mkdir(path.dirname(folder), { recursive: true });
    const lock = await ProcessLock.require(`${folder}.partial-lock`, folder);
    try {
      await prepareReplacement(folder);
      const conversion = new Conversion(checkpoint, folder, weights, options);
      const { manifest, resumed } = await conversion.run();
      if (!(await lock.isHeld())) {
        throw new RuntimeError(
          'in-use',
          `The lock of ${folder} was taken away.`,
          'Call again when nobody else writes.',
        );
      }
      await replaceFolder(conversion.partial, folder);
      // Only now: until the folder has its name, the journal saves the work.
      await rm(path.join(folder, journalFile), { force: true });
      const { id, family, parameters, files } = manifest;
      const sourceBytes = checkpoint.tensors.states().reduce((sum, { bytes }) => sum + bytes, 0);
      const ms = performance.now() - started;
      const { quantise: quantisation } = options;
      return { id, family, parameters, quantisation, weights, folder, files, sourceBytes, resumedBytes: resumed, ms };
    } finally {
      await lock.release();
    }
  } catch (error) {
    throw writeFailure(error, folder);
  } finally {
    await checkpoint.close();
  }
}

/** One conversion into OUT.partial. */
class Conversion {
  readonly partial: string;

  constructor(
    private readonly source: CheckpointSource,
    folder: string,
    /** Undefined for a GGUF file. */
    private readonly weights: GraphOptions | undefined,
    private readonly options: ConvertOptions,
  ) {
    this.partial = `${folder}.partial`;
  }

  async run(): Promise<{ readonly manifest: ModelManifest; readonly resumed: number }> {
    const { source, partial, options } = this;
    try {
      options.signal?.throwIfAborted();
      const layout = await this.layout();
      const { plan, dataFile } = layout;
      const identity = this.identity(plan);
      const entries = await ConversionJournal.entries(path.join(partial, journalFile), identity);
      if (entries.length === 0) await rm(partial, { recursive: true, force: true });
      const texts = Buffer.byteLength(source.configText) + Buffer.byteLength(source.tokenizerText);
      const needed = layout.bytes + texts + otherBytes - (entries.at(-1)?.end ?? 0);
      await requireSpace(partial, needed, 'the converted model');
      await mkdir(partial, { recursive: true });
      const progress = new ConversionProgress(source.tensors, layout.constants, options.onProgress);
      const onRead = (bytes: number) => {
        options.signal?.throwIfAborted();
        progress.read(bytes);
      };
      source.tensors.watch(onRead, options.signal);
      const files: ManifestFile[] = [];
      let resumed = 0;
      if (plan.constants.length > 0) {
        const data = await writeDataFile(plan, {
          folder: partial,
          name: dataFile,
          identity,
          signal: options.signal,
          onWritten: ({ constant }) => progress.written(constant),
        });
        resumed = data.resumed;
        files.push({ name: dataFile, bytes: plan.bytes, sha256: data.sha256 });
      }
      if (layout.graph) files.unshift(await this.write(layout.graph.name, await layout.graph.pieces()));
      files.push(await this.write('config.json', [Buffer.from(source.configText)]));
      files.push(await this.write('tokenizer.json', [Buffer.from(source.tokenizerText)]));
      const manifest = await this.manifest(files);
      await this.write(manifestFile, [Buffer.from(`${JSON.stringify(manifest, undefined, 2)}\n`)]);
      progress.finished();
      return { manifest, resumed };
    } catch (error) {
      if (!(await this.isWorthKeeping(error))) await rm(partial, { recursive: true, force: true });
      throw error;
    }
  }

  private async layout(): Promise<ModelLayout> {
    const { source, options } = this;
    const { quantise, id, inlineLimit = inlineBytes } = options;
    if (isGgufFormat(quantise)) return ggufLayout(source, quantise, id);
    return onnxLayout(source, graphOptions(quantise, options.weights), inlineLimit);
  }

  /** What is converted and how: a conversion is only taken up when all of this is the same. */
  private identity(plan: DataPlan): string {
    const { source, weights, options } = this;
    const files = [...source.textFiles, ...source.tensors.states()];
    return JSON.stringify({ conversionVersion, quantise: options.quantise, weights, files, plan: plan.fingerprint });
  }

  private async manifest(files: readonly ManifestFile[]): Promise<ModelManifest> {
    const { source, weights, options } = this;
    return {
      format: 1,
      id: options.id,
      family: source.config.family,
      parameters: source.parameters,
      quantisation: options.quantise,
      ...(weights && { weights }),
      source: {
        files: [...source.textFiles, ...(await source.tensors.digests())],
        elementTypes: [...source.elementTypes],
        ...options.origin,
      },
      files: [...files],
    };
  }

  private async write(name: string, pieces: readonly Uint8Array[]): Promise<ManifestFile> {
    const file = path.join(this.partial, name);
    const handle = await open(file, 'w');
    try {
      await writePieces((bytes) => handle.writeFile(bytes), pieces);
      // The manifest vouches for the rest: nothing may reach the disk later than the folder's name.
      await handle.sync();
      return { name, bytes: (await handle.stat()).size, sha256: await sha256(file) };
    } finally {
      await handle.close();
    }
  }

  /** Whether a later call can go on from what there is: not when the checkpoint itself is at fault. */
  private async isWorthKeeping(error: unknown): Promise<boolean> {
    const isSources = error instanceof RuntimeError && error.kind.startsWith('model-');
    if (isSources) return false;
    const journal = await open(path.join(this.partial, journalFile)).catch(() => undefined);
    await journal?.close();
    return journal !== undefined;
  }
}

/** @throws RuntimeError bad-request for formats of single parts of a GGUF file */
function weightsOf({ quantise, weights }: ConvertOptions): GraphOptions | undefined {
  if (!isGgufFormat(quantise)) return graphOptions(quantise, weights);
  if (!weights || Object.keys(weights).length === 0) return undefined;
  const message = `${Object.keys(weights).join(', ')} cannot be chosen apart in "${quantise}".`;
  throw new RuntimeError('bad-request', message, 'Leave it out, or choose a format of ONNX Runtime.');
}

/** Writes many small and a few large pieces with few system calls. */
async function writePieces(append: (bytes: Uint8Array) => Promise<void>, pieces: readonly Uint8Array[]): Promise<void> {
  let waiting: Uint8Array[] = [];
  let size = 0;
  for (const piece of pieces) {
    waiting.push(piece);
    size += piece.length;
    if (size < 1 << 20) continue;
    await append(Buffer.concat(waiting));
    waiting = [];
    size = 0;
  }
  await append(Buffer.concat(waiting));
}

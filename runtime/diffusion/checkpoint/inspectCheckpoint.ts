import { manifestFile } from '../../models';
import { RuntimeError } from '../../runtimeError';
import { ggufLayout } from '../llama/ggufLayout';
import { graphPresets, type Quantisation } from '../onnx/graphOptions';
import { ggufFormats, type GgufFormat } from '../weightFormats';
import { buildTransformerGraph } from '../onnx/transformerGraph';
import { checkpointFile } from './checkpointFile';
import { openSource, readConfig, type CheckpointSource } from './checkpointSource';
import { checkTensors, expectedTensors } from './checkTensors';
import { planData } from './dataPlan';
import { SafetensorsCheckpoint } from './safetensors';
import { indexFile, singleFile } from './shardIndex';
import { readSourceTokenizer } from './sourceTokenizer';

/** What a checkpoint folder holds, and whether it can be converted. The weights themselves are not read. */
export interface CheckpointReport {
  readonly kind: 'checkpoint';
  readonly folder: string;
  /** Whether `convertCheckpoint` would begin. NaN and infinite weights are only found on the way. */
  readonly convertible: boolean;
  /** What is wrong, each with what to do. */
  readonly problems: readonly string[];
  readonly family: string | undefined;
  readonly parameters: number | undefined;
  /** Tensors and their bytes by element type. */
  readonly elementTypes: Readonly<Record<string, { readonly tensors: number; readonly bytes: number }>>;
  readonly shards: readonly { readonly name: string; readonly bytes: number }[];
  /** Tensors that the model does not take. */
  readonly unused: readonly string[];
  /** Bytes of the model folder that each format would make, without its manifest; those of llama.cpp where it runs the family. */
  readonly modelBytes: Readonly<Record<Quantisation, number> & Partial<Record<GgufFormat, number>>> | undefined;
}

/**
 * Looks at everything that can be judged without reading the weights.
 * @throws RuntimeError model-missing when there is nothing of a checkpoint
 */
export async function inspectCheckpoint(folder: string): Promise<CheckpointReport> {
  await requireSomething(folder);
  const problems: string[] = [];
  const attempt = async <T>(step: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await step();
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
      const problem = `${error.message} ${error.action}`;
      if (!problems.includes(problem)) problems.push(problem);
      return undefined;
    }
  };
  const added = (await readSourceTokenizer(folder).catch(() => undefined))?.added ?? new Map<string, number>();
  const config = (await attempt(() => readConfig(folder, added)))?.config;
  const tensors = await attempt(() => SafetensorsCheckpoint.open(folder));
  try {
    const parameters = config && tensors && (await attempt(() => checkTensors(config, tensors)));
    // The whole check once more, as a conversion makes it: it is what decides.
    const source = await attempt(() => openSource(folder));
    const modelBytes = source && (await sizes(source));
    await source?.close();
    const expected = new Set(config ? [...expectedTensors(config)].map(({ name }) => name) : []);
    const names = tensors?.names() ?? [];
    return {
      kind: 'checkpoint',
      folder,
      convertible: problems.length === 0,
      problems,
      family: config?.family,
      parameters,
      elementTypes: tensors ? byType(tensors) : {},
      shards: (tensors?.states() ?? []).map(({ name, bytes }) => ({ name, bytes })),
      unused: config ? names.filter((name) => !expected.has(name)) : [],
      modelBytes,
    };
  } finally {
    await tensors?.close();
  }
}

async function requireSomething(folder: string): Promise<void> {
  for (const name of ['config.json', indexFile, singleFile]) {
    if ((await checkpointFile(folder, name).catch(() => name)) !== undefined) return;
  }
  throw new RuntimeError(
    'model-missing',
    `${folder} holds neither a model (${manifestFile}) nor a checkpoint (config.json, tokenizer.json, safetensors).`,
    'Check the path.',
  );
}

function byType(tensors: SafetensorsCheckpoint): CheckpointReport['elementTypes'] {
  const types: Record<string, { tensors: number; bytes: number }> = {};
  for (const name of tensors.names()) {
    const entry = (types[tensors.type(name) ?? ''] ??= { tensors: 0, bytes: 0 });
    entry.tensors++;
    entry.bytes += tensors.bytes(name);
  }
  return types;
}

async function sizes(
  source: CheckpointSource,
): Promise<Record<Quantisation, number> & Partial<Record<GgufFormat, number>>> {
  const texts = Buffer.byteLength(source.configText) + Buffer.byteLength(source.tokenizerText);
  const size = async (quantise: Quantisation) => {
    const graph = await buildTransformerGraph(source.config, source.tensors, graphPresets[quantise]);
    const plan = planData(graph.initializers(), source.tensors);
    const offsets = new Map(plan.constants.map(({ constant, start }) => [constant.name, start]));
    const pieces = await graph.encode({ file: 'model.onnx.data', offsets });
    return texts + plan.bytes + pieces.reduce((sum, piece) => sum + piece.length, 0);
  };
  return {
    fp32: await size('fp32'),
    int8: await size('int8'),
    'int8-blocks': await size('int8-blocks'),
    int4: await size('int4'),
    ...ggufSizes(source, texts),
  };
}

/** None for families that llama.cpp cannot run; only formats that the shape allows. */
function ggufSizes(source: CheckpointSource, texts: number): Partial<Record<GgufFormat, number>> {
  const found: Partial<Record<GgufFormat, number>> = {};
  for (const format of ggufFormats) {
    try {
      found[format] = texts + ggufLayout(source, format, '').bytes;
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error;
    }
  }
  return found;
}

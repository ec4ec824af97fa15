import type { LlamaEmbeddingContext, LlamaModel } from 'node-llama-cpp';
import { RuntimeError } from '../../runtimeError';
import { openLlama } from '../engine/device';
import { contextFailure, loadFailure } from '../engine/loadFailure';
import { readGgufHead } from '../ggufHead';
import type { EmbeddingInfo, EmbedResult, OpenEmbeddingParams } from './embeddingProtocol';

/** As llama.cpp numbers them; 4 ranks pairs and has no vectors. */
const poolings = ['none', 'mean', 'first', 'last'] as const;

/** Beginning and end of a text, which the library adds. */
const addedTokens = 4;

/** A model in llama.cpp that turns texts into vectors. */
export class EmbeddingModel {
  private constructor(
    private readonly model: LlamaModel,
    private readonly context: LlamaEmbeddingContext,
    readonly info: EmbeddingInfo,
  ) {}

  /** @throws RuntimeError unavailable, model-missing, model-corrupt, model-unsupported */
  static async open({ file, threads, maxTokens: wanted, library }: OpenEmbeddingParams): Promise<EmbeddingModel> {
    const { metadata } = await readGgufHead(file);
    const architecture = String(metadata.get('general.architecture') ?? 'unknown');
    const type = metadata.get(`${architecture}.pooling_type`);
    if (type === 4) {
      throw new RuntimeError(
        'model-unsupported',
        `${file} ranks pairs of texts, and gives no vector of one.`,
        'Choose an embedding model.',
      );
    }
    const { llama, errors } = await openLlama({ threads, gpu: 'off', library });
    const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 }).catch((error: unknown) => {
      throw loadFailure(file, error, errors());
    });
    const maxTokens = Math.min(wanted, model.trainContextSize);
    const context = await model
      .createEmbeddingContext({
        contextSize: maxTokens,
        // A text is read at once: tokens of one batch do not see those of the next in models that read both ways.
        batchSize: maxTokens,
        threads,
      })
      .catch((error: unknown) => {
        throw contextFailure(file, maxTokens, error, errors());
      });
    const name = metadata.get('general.name');
    return new EmbeddingModel(model, context, {
      ...{ name: typeof name === 'string' ? name : undefined, architecture, maxTokens },
      dimensions: model.embeddingVectorSize,
      pooling: typeof type === 'number' ? poolings[type] : undefined,
    });
  }

  async embed(texts: readonly string[]): Promise<EmbedResult> {
    const { dimensions, maxTokens } = this.info;
    const vectors = new Float32Array(texts.length * dimensions);
    let cut = 0;
    for (const [at, text] of texts.entries()) {
      const tokens = this.model.tokenize(text);
      const most = maxTokens - addedTokens;
      if (tokens.length > most) cut++;
      // An empty text has no direction: it is like nothing.
      if (tokens.length === 0) continue;
      const { vector } = await this.context.getEmbeddingFor(tokens.slice(0, most));
      if (vector.length !== dimensions) {
        throw new RuntimeError(
          'model-unsupported',
          `${this.info.architecture} gives vectors of ${vector.length} numbers, and says ${dimensions}.`,
          'Choose another embedding model.',
        );
      }
      vectors.set(vector, at * dimensions);
    }
    return { vectors, cut };
  }
}

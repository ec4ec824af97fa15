import path from 'node:path';
import { availableParallelism } from 'node:os';
import type { Embedder } from './types';

/** Tokens of a text at most: a name, a description and names of parameters are shorter. */
const maxTokens = 512;

export interface LocalEmbedder extends Embedder {
  /** What is to be known of the model; undefined: nothing. */
  readonly notice: string | undefined;
  dispose(): void;
}

/**
 * A GGUF model of this machine as embedder, in a process of its own. Nothing is downloaded, nothing leaves the machine.
 * @throws RuntimeError unavailable, model-missing, model-unsupported, model-corrupt, crashed
 */
export async function openLocalEmbedder(file: string, signal?: AbortSignal): Promise<LocalEmbedder> {
  // Loaded only where somebody has such a model.
  const { EmbeddingProcess } = await import('../../llama');
  const opened = await EmbeddingProcess.open({
    ...{ file: path.resolve(file), maxTokens },
    threads: Math.max(1, Math.min(8, Math.floor(availableParallelism() / 2))),
  });
  const { name = path.basename(file), pooling } = opened.info;
  return {
    name,
    notice:
      pooling === undefined || pooling === 'none'
        ? `${name} does not say how vectors of a text are made, so it was not trained for that; it compares texts badly.`
        : undefined,
    embed: async (texts) => (await opened.embed(texts, signal)).vectors,
    dispose: () => opened.dispose(),
  };
}

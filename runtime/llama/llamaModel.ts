import type { LlamaContextSequence, Token } from 'node-llama-cpp';
import { RuntimeError } from '../runtimeError';
import { requireBidirectional } from './bidirectional';
import { readGgufHead, type GgufHead } from './ggufHead';
import { loadNodeLlama } from './nodeLlama';
import type { EvaluateParams, EvaluateResult, LlamaInfo, OpenLlamaParams } from './llamaProtocol';

/**
 * Candidates of a row that are asked for. node-llama-cpp sorts them and makes a JavaScript array and a Map of them: 66 ms
 * of processor time a row for a vocabulary of 151,936, and 2 ms for these (measureCandidates.ts). What is left out has
 * next to no probability in a trained model.
 */
export const mostCandidates = 1024;

/** A bidirectional GGUF model in llama.cpp: one sequence whose rows all see each other. */
export class LlamaModel {
  private constructor(
    private readonly sequence: LlamaContextSequence,
    private readonly batchSize: number,
    readonly info: LlamaInfo,
  ) {}

  /** @throws RuntimeError unavailable, model-unsupported, model-corrupt */
  static async open(params: OpenLlamaParams): Promise<LlamaModel> {
    const { file, threads, maxTokens } = params;
    const { getLlama, LlamaLogLevel } = await loadNodeLlama(params.library);
    const { architecture, causal } = readAttention(file, await readGgufHead(file));
    const { override, cache } = requireBidirectional(architecture, causal, params.diffusion);
    const llama = await getLlama({
      // The package for Apple silicon has Metal in it and no other binary; no layer is given to it.
      gpu: process.platform === 'darwin' && process.arch === 'arm64' ? 'metal' : false,
      build: 'never',
      skipDownload: true,
      // Its own choice is four threads at least, which wait for each other by spinning.
      maxThreads: threads,
      logLevel: LlamaLogLevel.error,
    }).catch((cause: unknown) => {
      const why = cause instanceof Error ? cause.message : String(cause);
      const action =
        'Install the Whetstone package for this platform (Linux needs glibc 2.34 or newer), or choose a model that is not GGUF.';
      throw new RuntimeError('unavailable', `llama.cpp has no binary that runs here: ${why}.`, action, { cause });
    });
    const model = await llama
      .loadModel({
        modelPath: file,
        gpuLayers: 0,
        // Its type lists the keys that are known of each architecture; this one is read for every one of them.
        ...(override ? { metadataOverrides: { [architecture]: { attention: { causal: false } } } } : {}),
      })
      .catch((error: unknown) => {
        throw damaged(file, error);
      });
    const context = await model.createContext({
      contextSize: maxTokens + 1,
      // Rows of another batch are not seen by those before them: all must be in one.
      batchSize: maxTokens,
      sequences: 1,
      threads: { ideal: threads, min: threads },
      // It is for long contexts, and not all processors' kernels have it for every mask.
      flashAttention: false,
    });
    const batchSize = Math.min(context.batchSize, context.contextSize - 1);
    const info = { architecture, cache, maxTokens: batchSize, bytes: model.size };
    return new LlamaModel(context.getSequence(), batchSize, info);
  }

  /**
   * Evaluates tokens behind the first `keep` that are held, in one batch.
   * @throws RuntimeError bad-request when they do not fit into one batch: llama.cpp would take them in several, and rows
   *   of one would not see those of the next, without a word
   */
  async evaluate({ tokens, keep, rows }: EvaluateParams): Promise<EvaluateResult> {
    const before = process.cpuUsage();
    requireOneBatch(keep + tokens.length, this.batchSize);
    const { sequence } = this;
    if (keep > sequence.nextTokenIndex || (keep > 0 && !this.info.cache)) {
      throw new RuntimeError('internal', `${keep} tokens are not held any more.`, 'Report this with the log.');
    }
    if (sequence.nextTokenIndex > keep) {
      await sequence.eraseContextTokenRanges([{ start: keep, end: sequence.nextTokenIndex }]);
    }
    const wanted = new Set(rows);
    const options = { temperature: 1, topK: mostCandidates, topP: 1, minP: 0, seed: 1 };
    const input = Array.from(tokens, (token, row) =>
      wanted.has(row)
        ? ([token as Token, { generateNext: { probabilities: true, options } }] as [Token, object])
        : (token as Token),
    );
    const answers = await sequence.controlledEvaluate(input);
    const ids = new Int32Array(rows.length * mostCandidates).fill(-1);
    const probabilities = new Float32Array(ids.length);
    rows.forEach((row, index) => {
      const found = answers[row]?.next.probabilities;
      if (!found)
        throw new RuntimeError('internal', `llama.cpp gave nothing for row ${row}.`, 'Report this with the log.');
      let at = index * mostCandidates;
      for (const [id, probability] of found) {
        ids[at] = id;
        probabilities[at++] = probability;
      }
    });
    const { user, system } = process.cpuUsage(before);
    return { candidates: mostCandidates, ids, probabilities, processorMs: (user + system) / 1000 };
  }
}

/** @throws RuntimeError bad-request */
export function requireOneBatch(tokens: number, batchSize: number): void {
  if (tokens <= batchSize) return;
  throw new RuntimeError(
    'bad-request',
    `${tokens} tokens do not fit into llama.cpp's batch of ${batchSize}, and rows of two batches do not see each other.`,
    'Ask for less at once.',
  );
}

function readAttention(
  file: string,
  { metadata }: GgufHead,
): { readonly architecture: string; readonly causal: boolean | undefined } {
  const architecture = metadata.get('general.architecture');
  if (typeof architecture !== 'string') throw damaged(file, 'it names no architecture');
  const causal = metadata.get(`${architecture}.attention.causal`);
  return { architecture, causal: typeof causal === 'boolean' ? causal : undefined };
}

function damaged(file: string, cause: unknown): RuntimeError {
  const why = cause instanceof Error ? cause.message.split('\n', 1).join('') : String(cause);
  return new RuntimeError('model-corrupt', `llama.cpp cannot read ${file}: ${why}.`, 'Download the file again.', {
    cause,
  });
}

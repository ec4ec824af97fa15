/** A model of others: any GGUF file with tokens for filling in the middle, in llama.cpp through node-llama-cpp. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { LlamaModel } from 'node-llama-cpp';
import { postProcess } from '../../../runtime/diffusion';
import { BadInputError } from '../../core/badInputError';
import { MAX_TOKENS } from '../defaults';
import type { Competitor } from './competitor';

/** More than the characters that any competitor is given can have. */
const CONTEXT_TOKENS = 8_192;

/**
 * @param file GGUF file
 * @throws BadInputError when it is missing, no GGUF file, or has no infilling tokens, and where node-llama-cpp is not
 *   installed
 */
export async function ggufCompetitor(file: string, threads: number): Promise<Competitor> {
  const sha256 = await hashOf(file);
  const { getLlama, LlamaCompletion, LlamaLogLevel } = await import('node-llama-cpp').catch((cause: unknown) => {
    throw new BadInputError('GGUF files need node-llama-cpp, a development dependency: run `npm install`.', { cause });
  });
  const llama = await getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    maxThreads: threads,
    logLevel: LlamaLogLevel.disabled,
  });
  let model: LlamaModel;
  try {
    model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
  } catch (cause) {
    await llama.dispose();
    throw new BadInputError(`${file} cannot be loaded by llama.cpp. Name a GGUF file of a text model.`, { cause });
  }
  const { prefix: prefixToken, suffix: suffixToken } = model.tokens.infill;
  if (prefixToken === null || suffixToken === null) {
    await llama.dispose();
    throw new BadInputError(
      `${file} has no tokens for filling in the middle (FIM), so it cannot see the text after the cursor. ` +
        'Name a model that was trained for infilling, usually a base model for code.',
    );
  }
  const context = await model.createContext({
    contextSize: Math.min(CONTEXT_TOKENS, model.trainContextSize),
    batchSize: 512,
    sequences: 1,
    threads: { ideal: threads, min: threads },
  });
  const sequence = context.getSequence();
  const completion = new LlamaCompletion({ contextSequence: sequence });
  return {
    name: path.basename(file),
    settings: { gguf: sha256, context: context.contextSize, maxTokens: MAX_TOKENS },
    complete: async ({ prefix, suffix, extent }, signal) => {
      await sequence.clearHistory();
      const before = sequence.tokenMeter.usedOutputTokens;
      const started = performance.now();
      const answer = await completion.generateInfillCompletionWithMeta(prefix, suffix, {
        maxTokens: MAX_TOKENS[extent],
        temperature: 0,
        // The product has no such penalty either, and code repeats itself rightly.
        repeatPenalty: false,
        ...(extent === 'line' && { customStopTriggers: ['\n'] }),
        signal,
      });
      const complete = answer.metadata.stopReason !== 'maxTokens';
      const text = postProcess(answer.response, extent, { prefix, suffix }, complete) ?? '';
      const ms = performance.now() - started;
      return { text, forwardPasses: sequence.tokenMeter.usedOutputTokens - before, ms };
    },
    dispose: () => llama.dispose(),
  };
}

async function hashOf(file: string): Promise<string> {
  if (!(await stat(file).catch(() => undefined))?.isFile()) {
    throw new BadInputError(`${file} does not exist (looked in ${process.cwd()}), or is not a file. Check the path.`);
  }
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

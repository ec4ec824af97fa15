/** The rival at work: an autoregressive model in llama.cpp, through node-llama-cpp. */
import type { LlamaContextSequence, LlamaModel, Token } from 'node-llama-cpp';
import { stopwatch, type Elapsed } from './stopwatch';

export interface RivalOptions {
  /** GGUF file. */
  readonly file: string;
  readonly threads: number;
  /** Longest context with what is generated. */
  readonly contextTokens: number;
}

export class AutoregressiveRival {
  private constructor(
    private readonly model: LlamaModel,
    private readonly sequence: LlamaContextSequence,
    private readonly close: () => Promise<void>,
  ) {}

  static async open({ file, threads, contextTokens }: RivalOptions): Promise<AutoregressiveRival> {
    const { getLlama, LlamaLogLevel } = await import('node-llama-cpp');
    // Never more threads than asked for: node-llama-cpp's own choice spins more threads than there are cores.
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      maxThreads: threads,
      logLevel: LlamaLogLevel.error,
    });
    const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 });
    const context = await model.createContext({
      contextSize: contextTokens,
      // The whole prompt in one batch: its fastest setting.
      batchSize: contextTokens,
      sequences: 1,
      threads: { ideal: threads, min: threads },
    });
    return new AutoregressiveRival(model, context.getSequence(), () => llama.dispose());
  }

  /**
   * Completes a context with given tokens, one decoding step a token, as if the model had chosen them.
   *
   * @param context token ids; their common beginning with the call before is reused, unless `cold`
   * @param generated token ids, at least one; the last one is only chosen, not evaluated
   * @returns the time it took, without forgetting the context before a cold start
   */
  async complete(context: readonly number[], generated: readonly number[], cold: boolean): Promise<Elapsed> {
    if (cold) {
      await this.sequence.clearHistory();
    }
    const wanted = context.map(asToken);
    const elapsed = stopwatch();
    if (!cold) {
      await this.reuse(wanted);
    }
    const steps = this.sequence.evaluate(wanted.slice(this.sequence.nextTokenIndex), { temperature: 0 });
    let step = await steps.next();
    for (const token of generated.slice(0, -1)) {
      if (step.done === true) {
        break;
      }
      step = await steps.next(asToken(token));
    }
    const time = elapsed();
    await steps.return();
    return time;
  }

  /** Drops what differs from the wanted context. One token at least stays to be evaluated: it gives the logits. */
  private async reuse(wanted: readonly Token[]): Promise<void> {
    const held = this.sequence.contextTokens;
    let common = 0;
    while (common < Math.min(held.length, wanted.length - 1) && held[common] === wanted[common]) {
      common++;
    }
    await this.sequence.eraseContextTokenRanges([{ start: common, end: this.sequence.nextTokenIndex }]);
  }

  /** Size of the weights in bytes. */
  get bytes(): number {
    return this.model.size;
  }

  async dispose(): Promise<void> {
    await this.close();
  }
}

/** Token ids are branded numbers in node-llama-cpp; ours come from the same vocabulary. */
function asToken(id: number): Token {
  return id as Token;
}

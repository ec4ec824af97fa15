import { RuntimeError } from '../runtimeError';
import { LlamaProcess, type LlamaEvaluator, type LlamaProgram } from './llamaProcess';
import type { EvaluateParams, EvaluateResult, LlamaInfo, OpenLlamaParams } from './llamaProtocol';

/** Batches grow by steps of so many tokens, so that a window that grows slot by slot does not load the model each time. */
const batchStep = 256;

/**
 * A GGUF model that is there whenever it is asked: its process is started anew after a crash, and with a larger batch when
 * more tokens are asked for than it was made for. The request that a crash takes along fails, and says so.
 */
export class LlamaRunner implements LlamaEvaluator {
  /** Processor time of all its evaluations, milliseconds. */
  processorMs = 0;
  private disposed = false;

  private constructor(
    private process: LlamaProcess,
    private readonly params: OpenLlamaParams,
    /** Most tokens that a batch may be made for. */
    private readonly mostTokens: number,
    private readonly program: LlamaProgram | undefined,
  ) {}

  /** @throws RuntimeError unavailable, model-unsupported, model-corrupt, crashed */
  static async open(params: OpenLlamaParams, mostTokens: number, program?: LlamaProgram): Promise<LlamaRunner> {
    return new LlamaRunner(await LlamaProcess.open(params, program), params, mostTokens, program);
  }

  get info(): LlamaInfo {
    return this.process.info;
  }

  get holder(): object | undefined {
    // A process that has ended holds nothing, also before its end was told.
    return this.process.isOver ? undefined : this.process.holder;
  }

  set holder(value: object | undefined) {
    this.process.holder = value;
  }

  get pid(): number | undefined {
    return this.process.pid;
  }

  async evaluate(params: EvaluateParams): Promise<EvaluateResult> {
    const total = params.keep + params.tokens.length;
    const fits = total <= this.info.maxTokens;
    if (this.process.isOver || (!fits && total <= this.mostTokens)) {
      // What the other process held is gone.
      if (params.keep > 0) {
        throw new RuntimeError('crashed', "llama.cpp's process had ended.", 'Try again; the model is loaded anew.');
      }
      await this.reopen(total);
    }
    const result = await this.process.evaluate(params);
    this.processorMs += result.processorMs;
    return result;
  }

  dispose(): void {
    this.disposed = true;
    this.process.dispose();
  }

  private async reopen(tokens: number): Promise<void> {
    if (this.disposed) throw new RuntimeError('unavailable', 'The model was unloaded.', 'Load it again.');
    // Both together would be twice the memory.
    this.process.dispose();
    const wanted = Math.ceil(Math.max(tokens, this.params.maxTokens) / batchStep) * batchStep;
    const maxTokens = Math.max(tokens, Math.min(this.mostTokens, wanted));
    this.process = await LlamaProcess.open({ ...this.params, maxTokens }, this.program);
  }
}

import path from 'node:path';
import { RuntimeError } from '../../runtimeError';
import { ChatProcess, chatProgram } from '../chat/chatProcess';
import type { CompletionResult, Sampling } from '../engine/types';
import { readGgufHead } from '../ggufHead';
import type { LlamaProgram } from '../llamaProcess';
import { fimLayoutOf, fimTokens, type FimLayout, type FimText } from './fimLayout';

export interface FimModelOptions {
  readonly threads: number;
  /** Tokens of prompt and middle. Default 2048. */
  readonly contextTokens?: number | undefined;
  /** The program in which llama.cpp runs; default: that of this build. */
  readonly program?: LlamaProgram | undefined;
}

export interface FimQuestion extends FimText {
  /** What the place is remembered by: what its prompts have in common is not evaluated again. */
  readonly conversation: string;
  readonly maxTokens: number;
  /** Texts that end the middle. */
  readonly stop: readonly string[];
  readonly sampling?: Sampling | undefined;
}

export interface FimAnswer extends CompletionResult {
  readonly text: string;
}

/** A few screens before the cursor and pieces of other files: what a processor reads within seconds, once. */
const defaultContext = 2048;

/** An autoregressive code model that was trained to fill in the middle, in a llama.cpp process of its own. */
export class FimModel {
  private constructor(
    private readonly process: ChatProcess,
    readonly file: string,
    /** Counted from the shapes of its tensors. */
    readonly parameters: number,
    readonly layout: FimLayout,
    readonly contextTokens: number,
    /** What runs it, in words. */
    readonly device: { readonly kind: string; readonly reason: string },
    private readonly special: ReadonlySet<string>,
  ) {}

  /** @throws RuntimeError unavailable, model-missing, model-corrupt, model-unsupported, crashed */
  static async open(file: string, options: FimModelOptions): Promise<FimModel> {
    const params = { file, threads: options.threads, contextTokens: options.contextTokens ?? defaultContext };
    const process = await ChatProcess.open(params, options.program ?? chatProgram());
    try {
      const engine = await process.engine(fimTokens, new AbortController().signal);
      const layout = fimLayoutOf(engine.special);
      if (!layout) {
        throw new RuntimeError(
          'model-unsupported',
          `${path.basename(file)} was not trained to fill in the middle of code: its vocabulary has no tokens for it.`,
          'Choose a code model that was, such as Qwen2.5-Coder, StarCoder2, DeepSeek-Coder or Codestral.',
        );
      }
      const special = new Set(engine.special);
      return new FimModel(
        process,
        file,
        await parametersOf(file),
        layout,
        engine.contextTokens,
        engine.device,
        special,
      );
    } catch (error) {
      process.dispose();
      throw error;
    }
  }

  /** `general.name` of the file, or the file's. */
  get name(): string {
    return this.process.info.name ?? path.basename(this.file).replace(/\.gguf$/i, '');
  }

  /**
   * Writes what belongs between prefix and suffix.
   * @param enough asked of the text as it grows: true ends it, as if the model had
   * @throws RuntimeError bad-request when it does not fit into the context, crashed; AbortError
   */
  async fill(question: FimQuestion, enough: (text: string) => boolean, signal: AbortSignal): Promise<FimAnswer> {
    const prompt = this.layout.prompt(question, (token) => this.special.has(token)).filter(({ text }) => text !== '');
    const stopTokens = this.layout.ends.filter((token) => this.special.has(token));
    const { conversation, maxTokens, stop, sampling } = question;
    const done = new AbortController();
    let text = '';
    const tell = (piece: string): void => {
      text += piece;
      if (!done.signal.aborted && enough(text)) done.abort();
    };
    const request = { prompt, conversation, maxTokens, sampling, stop, stopTokens, probabilities: true };
    const result = await this.process.complete(request, tell, signal, done.signal);
    return { ...result, text };
  }

  dispose(): void {
    this.process.dispose();
  }
}

async function parametersOf(file: string): Promise<number> {
  const { tensors } = await readGgufHead(file);
  return [...tensors.values()].reduce((sum, shape) => sum + shape.reduce((product, size) => product * size, 1), 0);
}

import type {
  ChatHistoryItem,
  ChatWrapper,
  Llama,
  LlamaChat,
  LlamaContextSequence,
  LlamaGrammar,
  LlamaModel,
} from 'node-llama-cpp';
import { z } from 'zod';
import { RuntimeError } from '../../runtimeError';
import { loadNodeLlama } from '../nodeLlama';
import type { ChatInfo, ChatResult, ChatText, ChatTurn, GenerateChatParams, OpenChatParams } from './chatProtocol';

/** A GGUF chat model in llama.cpp: one conversation at a time, of which the common beginning stays held. */
export class ChatModel {
  /** Answers come one after the other. */
  private turn: Promise<unknown> = Promise.resolve();

  private constructor(
    private readonly llama: Llama,
    private readonly model: LlamaModel,
    private readonly sequence: LlamaContextSequence,
    private readonly chat: LlamaChat,
    private readonly wrapper: ChatWrapper,
    readonly info: ChatInfo,
  ) {}

  /** @throws RuntimeError unavailable, model-corrupt, model-unsupported */
  static async open({ file, threads, contextTokens, library }: OpenChatParams): Promise<ChatModel> {
    const { getLlama, LlamaChat: Chat, LlamaLogLevel, resolveChatWrapper } = await loadNodeLlama(library);
    const llama = await getLlama({
      gpu: false,
      build: 'never',
      skipDownload: true,
      // Its own choice is four threads at least, which wait for each other by spinning.
      maxThreads: threads,
      logLevel: LlamaLogLevel.error,
    });
    const model = await llama.loadModel({ modelPath: file, gpuLayers: 0 }).catch((error: unknown) => {
      throw unreadable(file, error);
    });
    const context = await model
      .createContext({
        contextSize: Math.min(contextTokens, model.trainContextSize),
        batchSize: 512,
        sequences: 1,
        threads: { ideal: threads, min: threads },
      })
      .catch((error: unknown) => {
        throw unusable(file, error);
      });
    const sequence = context.getSequence();
    const wrapper = resolveChatWrapper(model);
    const info: ChatInfo = {
      name: metadataSchema.safeParse(model.fileInfo.metadata).data?.general.name,
      contextTokens: context.contextSize,
      template: wrapper.wrapperName,
      bytes: model.size,
    };
    return new ChatModel(
      llama,
      model,
      sequence,
      new Chat({ contextSequence: sequence, chatWrapper: wrapper }),
      wrapper,
      info,
    );
  }

  /**
   * Writes the answer to the last turn.
   * @param tell is given the text as it comes
   * @throws RuntimeError bad-request when prompt and answer do not fit into the context, or the schema cannot be held to;
   *   AbortError
   */
  async generate(
    params: GenerateChatParams,
    tell: (kind: ChatText['kind'], text: string) => void,
    signal: AbortSignal,
  ): Promise<ChatResult> {
    const work = this.turn.then(() => this.write(params, tell, signal));
    this.turn = work.catch(() => undefined);
    return work;
  }

  private async write(
    params: GenerateChatParams,
    tell: (kind: ChatText['kind'], text: string) => void,
    signal: AbortSignal,
  ): Promise<ChatResult> {
    signal.throwIfAborted();
    const history = historyOf(params.turns);
    const inputTokens = this.promptTokens(history);
    if (inputTokens + params.maxTokens > this.info.contextTokens) {
      throw new RuntimeError(
        'bad-request',
        `The prompt has ${inputTokens} tokens, and with an answer of ${params.maxTokens} that is more than the model's context of ${this.info.contextTokens}.`,
        'Give it less, or allow a shorter answer.',
      );
    }
    const grammar = params.json && (await this.grammarFor(params.json.schema));
    const before = this.sequence.tokenMeter.getState();
    const { metadata } = await this.chat.generateResponse(history, {
      maxTokens: params.maxTokens,
      temperature: params.temperature ?? 0.7,
      ...(params.topP !== undefined && { topP: params.topP }),
      ...(params.seed !== undefined && { seed: params.seed }),
      ...(params.stop && { customStopTriggers: params.stop }),
      ...(grammar && { grammar }),
      // Code repeats itself rightly.
      repeatPenalty: false,
      onResponseChunk: ({ type, segmentType, text }) => {
        if (text !== '') tell(type === 'segment' && segmentType === 'thought' ? 'thought' : 'text', text);
      },
      signal,
    });
    const used = this.sequence.tokenMeter.diff(before);
    return {
      finish: metadata.stopReason === 'maxTokens' ? 'length' : 'stop',
      inputTokens,
      cachedTokens: Math.max(0, inputTokens - used.usedInputTokens),
      outputTokens: used.usedOutputTokens,
    };
  }

  private promptTokens(history: readonly ChatHistoryItem[]): number {
    const { contextText } = this.wrapper.generateContextState({ chatHistory: [...history] });
    return contextText.tokenize(this.model.tokenizer).length;
  }

  private async grammarFor(schema: string | undefined): Promise<LlamaGrammar> {
    if (schema === undefined) return this.llama.getGrammarFor('json');
    try {
      const parsed: unknown = JSON.parse(schema);
      return await this.llama.createGrammarForJsonSchema(grammarSchema.parse(parsed));
    } catch (error) {
      throw new RuntimeError(
        'bad-request',
        `The model cannot be held to this JSON schema: ${firstLine(error)}.`,
        'Use types, properties, items, enum and const only.',
        { cause: error },
      );
    }
  }
}

const metadataSchema = z.object({ general: z.object({ name: z.string().optional() }) });
/** The library says itself what it cannot do. */
const grammarSchema = z.custom<Parameters<Llama['createGrammarForJsonSchema']>[0]>(
  (value) => typeof value === 'object' && value !== null,
);

/** The conversation, with room for the answer at its end. */
function historyOf(turns: readonly ChatTurn[]): ChatHistoryItem[] {
  const history = turns.map(({ role, text }): ChatHistoryItem =>
    role === 'assistant' ? { type: 'model', response: [text] } : { type: role, text },
  );
  return [...history, { type: 'model', response: [] }];
}

function unreadable(file: string, cause: unknown): RuntimeError {
  return new RuntimeError(
    'model-corrupt',
    `llama.cpp cannot read ${file}: ${firstLine(cause)}.`,
    'Check that it is a whole GGUF file of a chat model; download it again.',
    { cause },
  );
}

function unusable(file: string, cause: unknown): RuntimeError {
  return new RuntimeError(
    'model-unsupported',
    `llama.cpp cannot run ${file} here: ${firstLine(cause)}.`,
    'Choose a smaller model, or a shorter context.',
    { cause },
  );
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n', 1).join('').replace(/\.$/, '');
}

import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type {
  LlamaContext,
  LlamaContextSequence,
  LlamaGrammarEvaluationState,
  LlamaModel,
  SequenceEvaluateOptions,
  Token,
} from 'node-llama-cpp';
import type { PromptPiece } from '../../functionCalling';
import { RuntimeError } from '../../runtimeError';
import { readGgufHead, type GgufHead } from '../ggufHead';
import { bytesOf, freeMemory, memoryNeed } from '../memoryNeed';
import { openLlama, type Device, type OpenedLlama } from './device';
import { Grammars } from './grammars';
import { contextFailure, loadFailure, tooLittleMemory } from './loadFailure';
import { HeldConversations, type SavingOptions } from './heldConversations';
import { Lockstep } from './lockstep';
import { OpeningWatch } from './openingWatch';
import { OpeningChances } from './openingChances';
import { promptTokens } from './promptTokens';
import { SavedStates } from './savedStates';
import { SequencePool, type Slot } from './sequencePool';
import { SharedBatches } from './sharedBatches';
import { TokenScores } from './tokenScores';
import type { CompletionRequest, CompletionResult, Sampling, SpecialToken, TextEngine } from './types';
import { WrittenReply } from './writtenReply';

export interface EngineOptions {
  /** GGUF file, absolute. */
  readonly file: string;
  /** Never left to the library, whose own choice is four at least. */
  readonly threads: number;
  /** Tokens of prompt and answer at most; what the model was trained with goes before. */
  readonly contextTokens: number;
  /** Conversations that are held at once and written in parallel; each has memory for `contextTokens` of its own. Default 1. */
  readonly sequences?: number | undefined;
  /** Default 'auto'. */
  readonly gpu?: 'auto' | 'off' | undefined;
  /** Where conversations are saved, so that they go on after this process; default: nowhere. */
  readonly saving?: SavingOptions | undefined;
  /** Folder in which node-llama-cpp is installed; default: this program's own. */
  readonly library?: string | undefined;
}

/** Tokens that llama.cpp takes at once; as in its own programs. */
const batchTokens = 512;
/** Of a prompt, while others are writing: they wait for each such piece. */
const sharedTokens = 128;

/** A GGUF model in llama.cpp that writes text. */
export class LlamaEngine implements TextEngine {
  private readonly lockstep = new Lockstep();
  private readonly grammars: Grammars;
  private readonly pool: SequencePool;
  readonly device: Device;

  private constructor(
    private readonly opened: OpenedLlama,
    private readonly model: LlamaModel,
    private readonly context: LlamaContext,
    private readonly head: GgufHead,
    readonly contextTokens: number,
    readonly batches: SharedBatches,
    private readonly held: HeldConversations,
  ) {
    this.device = opened.device;
    this.grammars = new Grammars(opened.llama, model, opened.library.LlamaGrammarEvaluationState);
    this.pool = new SequencePool(Array.from({ length: context.totalSequences }, () => context.getSequence()));
  }

  /** @throws RuntimeError unavailable, model-missing, model-corrupt, model-unsupported */
  static async open(options: EngineOptions): Promise<LlamaEngine> {
    const { file, threads, sequences = 1 } = options;
    const head = await readGgufHead(file);
    const need = bytesOf(await memoryNeed(file, options.contextTokens), sequences);
    if (need > freeMemory()) throw tooLittleMemory(file, need);
    const opened = await openLlama({ threads, gpu: options.gpu ?? 'auto', library: options.library });
    const { llama, device, errors } = opened;
    const model = await llama
      .loadModel({
        modelPath: file,
        gpuLayers: device.kind === 'cpu' ? 0 : { fitContext: { contextSize: options.contextTokens * sequences } },
      })
      .catch((error: unknown) => {
        throw loadFailure(file, error, errors());
      });
    const contextTokens = Math.min(options.contextTokens, model.trainContextSize);
    const batches = new SharedBatches();
    const context = await model
      .createContext({
        contextSize: contextTokens,
        batchSize: Math.min(batchTokens, contextTokens),
        sequences,
        threads: { ideal: threads, min: threads },
        // A shorter context than asked for would be found out only when a long prompt comes.
        failedCreationRemedy: false,
        // A window that has moved on cannot be gone back in, and the next turn would be read from its beginning.
        swaFullCache: true,
        batching: { itemPrioritizationStrategy: batches.strategy },
      })
      .catch((error: unknown) => {
        throw contextFailure(file, contextTokens, error, errors());
      });
    const { saving } = options;
    const states = saving && (await SavedStates.open(saving.folder, { file, release: llama.llamaCppRelease.release }));
    const held = new HeldConversations(states, saving);
    return new LlamaEngine(opened, model, context, head, Math.min(contextTokens, context.contextSize), batches, held);
  }

  get architecture(): string {
    return this.model.architecture;
  }

  get template(): string | undefined {
    return this.text('tokenizer.chat_template');
  }

  /** `general.name` of the file. */
  get name(): string | undefined {
    return this.text('general.name');
  }

  /** Bytes of the weights. */
  get bytes(): number {
    return this.model.size;
  }

  get sequences(): number {
    return this.pool.all.length;
  }

  special(text: string): SpecialToken | undefined {
    const [id, ...others] = this.model.tokenize(text, true);
    if (id === undefined || others.length > 0) return undefined;
    const { control, userDefined } = this.model.getTokenAttributes(id);
    return control || userDefined ? { text, id } : undefined;
  }

  count(pieces: readonly PromptPiece[]): number {
    return promptTokens(this.model, pieces).length;
  }

  /**
   * Reads prompt and grammar without evaluating anything: the second reading of a grammar costs next to nothing.
   * @returns tokens of the prompt
   * @throws RuntimeError bad-request
   */
  async prepare({ prompt, grammar }: Pick<CompletionRequest, 'prompt' | 'grammar'>): Promise<number> {
    if (grammar) await this.grammars.start(grammar.gbnf);
    return promptTokens(this.model, prompt).length;
  }

  async complete(
    request: CompletionRequest,
    tell: (text: string) => void,
    signal: AbortSignal,
    enough?: AbortSignal,
  ): Promise<CompletionResult> {
    const started = performance.now();
    signal.throwIfAborted();
    const prompt = promptTokens(this.model, request.prompt);
    requireRoom(prompt.length, request.maxTokens, this.contextTokens);
    const grammar = request.grammar && (await this.grammars.start(request.grammar.gbnf));
    const slot = await this.pool.take(request.conversation, prompt, signal);
    const work = this.answer({ request, prompt, grammar, slot, signal, enough, started, tell })
      .catch(async (error: unknown) => {
        if (!signal.aborted) await slot.sequence.clearHistory().catch(() => undefined);
        throw error;
      })
      .finally(() => {
        this.pool.release(slot);
        this.held.grown(slot);
      });
    return withAbort(work, signal);
  }

  /** Saves the conversations that have grown since they were saved. */
  async save(): Promise<void> {
    await this.held.saveAll();
  }

  /** Gives all its memory back. */
  async dispose(): Promise<void> {
    this.held.dispose();
    await this.context.dispose();
    await this.model.dispose();
    await this.opened.llama.dispose();
  }

  private async answer(asked: Asked): Promise<CompletionResult> {
    const { prompt, request, slot, signal, started } = asked;
    const cachedTokens = await this.held.prepare(slot, request.conversation, prompt, this.pool);
    signal.throwIfAborted();
    this.lockstep.enter();
    try {
      const at = await this.read(slot.sequence, prompt, cachedTokens, signal);
      const { firstAt, ...written } = await this.write(asked, prompt.slice(at));
      return {
        ...written,
        inputTokens: prompt.length,
        cachedTokens,
        firstTokenMs: (firstAt ?? performance.now()) - started,
        totalMs: performance.now() - started,
      };
    } finally {
      this.lockstep.leave();
    }
  }

  /** Evaluates a prompt but for its last piece. @returns where that begins */
  private async read(
    sequence: LlamaContextSequence,
    prompt: Token[],
    from: number,
    signal: AbortSignal,
  ): Promise<number> {
    let at = from;
    for (;;) {
      const piece = this.lockstep.members > 1 ? Math.min(sharedTokens, this.context.batchSize) : this.context.batchSize;
      if (prompt.length - at <= piece) return at;
      const tokens = prompt.slice(at, at + piece);
      await this.lockstep.step(() => sequence.evaluateWithoutGeneratingNewTokens(tokens));
      signal.throwIfAborted();
      at += piece;
    }
  }

  private async write(asked: Asked, rest: Token[]): Promise<Written> {
    const { request, prompt, grammar, slot, signal } = asked;
    const { sequence } = slot;
    const opened = request.grammar?.when === 'opened';
    const stopTokens = this.stopTokens(request.stopTokens ?? []);
    const options = samplingOptions(request.sampling);
    const say = (text: string) => {
      if (!signal.aborted) asked.tell(text);
    };
    let constrained = false;
    const openings = (opened ? request.grammar.openings : undefined) ?? [];
    const watch = openings.length > 0 ? new OpeningWatch(openings, request.grammar) : undefined;
    const { least } = request.grammar ?? {};
    const chances = watch && least !== undefined ? new OpeningChances(this.model, openings) : undefined;
    let reply = this.reply(asked, prompt, watch, say);
    let own: Token[] = [];
    let firstAt: number | undefined;
    let chance: number | undefined;
    const scores = request.probabilities && !opened ? new TokenScores() : undefined;
    const written = (finish: 'stop' | 'length'): Written => ({
      finish,
      outputTokens: own.length,
      constrained,
      openingChance: chance,
      ...(scores && { tokens: scores.tokens }),
      firstAt,
    });
    const bounded = { ...options, ...(!opened && grammar && { grammarEvaluationState: grammar }) };
    const noting = chances ?? scores;
    let tokens = noting ? noting.evaluate(sequence, rest, bounded) : sequence.evaluate(rest, bounded);
    try {
      for (;;) {
        const next = await this.lockstep.step(() => tokens.next());
        signal.throwIfAborted();
        firstAt ??= performance.now();
        if (next.done === true || stopTokens.has(next.value) || this.model.isEogToken(next.value)) break;
        own.push(next.value);
        const event = reply.push(next.value);
        scores?.written(reply.length);
        if (event === 'stopped') return written('stop');
        if (asked.enough?.aborted) break;
        if (event === 'opened' && grammar) {
          await tokens.return();
          const { tokens: kept, rest: text } = reply.beforeOpening;
          own = [...own.slice(0, kept), ...(text === '' ? [] : this.model.tokenize(text, false))];
          const before = [...prompt, ...own];
          const judged = own.length === kept ? chances?.at(kept) : undefined;
          chance ??= judged?.chance;
          reply = this.reply(asked, before, undefined, say);
          if (judged?.other !== undefined && judged.chance < (least ?? 0)) {
            await eraseFrom(sequence, before.length);
            own.push(judged.other);
            if (reply.push(judged.other) === 'stopped') return written('stop');
            tokens = sequence.evaluate([judged.other], options);
          } else {
            const start = prompt.length + kept - 1;
            await eraseFrom(sequence, start);
            constrained = true;
            tokens = sequence.evaluate(before.slice(start), { ...options, grammarEvaluationState: grammar });
          }
        } else if (own.length >= request.maxTokens) {
          reply.end();
          return written('length');
        }
      }
    } finally {
      await tokens.return();
    }
    reply.end();
    return written('stop');
  }

  private reply(
    { request }: Asked,
    before: readonly Token[],
    watch: OpeningWatch | undefined,
    tell: (text: string) => void,
  ): WrittenReply {
    const write = (tokens: readonly Token[]) => this.model.detokenize(tokens, true);
    return new WrittenReply({ write, before: before.slice(-4), stop: request.stop ?? [], watch }, tell);
  }

  private stopTokens(texts: readonly string[]): ReadonlySet<number> {
    return new Set(texts.flatMap((text) => this.special(text)?.id ?? []));
  }

  private text(key: string): string | undefined {
    const value = this.head.metadata.get(key);
    return typeof value === 'string' ? value : undefined;
  }
}

interface Asked {
  readonly request: CompletionRequest;
  readonly prompt: Token[];
  readonly grammar: LlamaGrammarEvaluationState | undefined;
  readonly slot: Slot;
  readonly signal: AbortSignal;
  readonly enough: AbortSignal | undefined;
  readonly started: number;
  readonly tell: (text: string) => void;
}

interface Written extends Pick<
  CompletionResult,
  'finish' | 'outputTokens' | 'constrained' | 'openingChance' | 'tokens'
> {
  readonly firstAt: number | undefined;
}

async function eraseFrom(sequence: LlamaContextSequence, start: number): Promise<void> {
  if (sequence.nextTokenIndex > start)
    await sequence.eraseContextTokenRanges([{ start, end: sequence.nextTokenIndex }]);
}

/** What is less probable has next to no probability in a trained model; to sort all of a large vocabulary takes 11 ms a token. */
const mostCandidates = 1024;

/** The library takes the 40 best of 0.95 by itself, and another seed every second. */
function samplingOptions(sampling: Sampling = {}): SequenceEvaluateOptions {
  const { temperature = 0, topP = 1, topK = 0, minP = 0, seed } = sampling;
  const candidates = topK > 0 ? topK : mostCandidates;
  return { temperature, topP, topK: candidates, minP, seed: seed ?? (temperature > 0 ? randomInt(2 ** 32) : 0) };
}

/** @throws RuntimeError bad-request */
function requireRoom(inputTokens: number, maxTokens: number, contextTokens: number): void {
  if (inputTokens === 0) throw new RuntimeError('bad-request', 'The prompt is empty.', 'Send some text.');
  if (inputTokens + maxTokens <= contextTokens) return;
  throw new RuntimeError(
    'bad-request',
    `The prompt has ${inputTokens} tokens, and with an answer of ${maxTokens} that is more than the model's context of ${contextTokens}.`,
    'Give it less, or allow a shorter answer.',
  );
}

/** Rejects at once when it is aborted; the work itself ends with its step. */
async function withAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => {
      reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
      return undefined;
    };
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
    work.catch(() => undefined);
  }
}

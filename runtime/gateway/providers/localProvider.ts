import { statSync } from 'node:fs';
import path from 'node:path';
import {
  ModelPool,
  openChatFormat,
  readChatFile,
  type ChatEvent,
  type ChatFile,
  type ChatFormat,
  type ModelPoolOptions,
} from '../../llama';
import { defaultThreads } from '../../host/threadCount';
import { RuntimeError } from '../../runtimeError';
import { GatewayError } from '../gatewayError';
import type { Price } from '../types';
import { freePrice } from './ownPrices';
import type { Provider, ProviderCall, ProviderEvent, ProviderLimits, ProviderModel } from './provider';

export interface LocalProviderOptions extends Pick<
  ModelPoolOptions,
  'sequences' | 'gpu' | 'idleMs' | 'states' | 'open'
> {
  /** GGUF files: absolute paths. */
  readonly files: readonly string[];
  /** 0: one less than the machine has. */
  readonly threads: number;
  /** Tokens of prompt and answer; more need more memory. Default 8192. */
  readonly contextTokens?: number | undefined;
}

const defaultContext = 8192;
/** More wait in the pool all the same, and would be given up by those that watch for the first token. */
const concurrency = 4;
/** What a tool's description takes of a prompt, about; a third of the context is for tools. */
const toolTokens = 150;

interface KnownFile {
  readonly file: ChatFile;
  readonly format: ChatFormat;
}

/** GGUF chat models on this machine, each in a process of its own. Which are in memory is for the pool to say. */
export class LocalProvider implements Provider {
  readonly id = 'local';
  readonly title = 'This machine';
  readonly locality = 'local';
  readonly limits: ProviderLimits = { concurrency, requestsPerMinute: undefined, tokensPerMinute: undefined };
  readonly priced = { kind: 'openai-compatible', baseUrl: undefined, models: undefined, locality: 'local' } as const;
  private readonly files: ReadonlyMap<string, string>;
  private readonly known = new Map<string, KnownFile>();
  /** Why files could not be read. */
  private readonly unreadable = new Map<string, string>();
  private readonly pool: ModelPool;

  constructor(private readonly options: LocalProviderOptions) {
    const { threads, sequences, gpu, idleMs, states, open } = options;
    this.files = localModelNames(options.files);
    this.pool = new ModelPool({
      threads: threads > 0 ? threads : defaultThreads(),
      contextTokens: this.contextTokens,
      sequences,
      gpu,
      idleMs,
      states,
      open,
    });
  }

  async models(): Promise<readonly ProviderModel[]> {
    const names = [...this.files.keys()];
    await Promise.all(names.map((name) => this.read(name)));
    return names.flatMap((name) => this.model(name) ?? []);
  }

  model(name: string): ProviderModel | undefined {
    if (!this.files.has(name)) return undefined;
    const known = this.known.get(name);
    const contextTokens = Math.min(known?.file.contextTokens ?? Infinity, this.contextTokens);
    const tools = known?.format.tools;
    return {
      id: `local/${name}`,
      provider: 'local',
      name,
      title: known?.file.name ?? name,
      locality: 'local',
      unit: 'tokens',
      contextTokens,
      maxOutputTokens: undefined,
      capabilities: {
        // A file that was not read yet is asked, and says itself when it calls none.
        tools: tools?.kind !== 'none',
        ...(tools?.kind === 'none' && { noTools: tools.reason }),
        ...(tools?.kind === 'calls' && { maxTools: mostTools(contextTokens) }),
        images: false,
        json: true,
        reasoning: false,
      },
    };
  }

  endpointOf(name: string): string | undefined {
    const file = this.files.get(name);
    const stats = file === undefined ? undefined : statSync(file, { throwIfNoEntry: false });
    return stats === undefined ? file : `${file} ${stats.size} ${stats.mtimeMs}`;
  }

  problemOf(name: string): string | undefined {
    return this.unreadable.get(name);
  }

  ownPrice(): Price {
    return freePrice;
  }

  async *stream(call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const queue: ProviderEvent[] = [];
    let wake: (() => void) | undefined;
    const push = (event: ProviderEvent) => {
      queue.push(event);
      wake?.();
    };
    const end = this.write(call, push).then(
      () => undefined,
      (error: unknown) => failureOf(error, call),
    );
    const ended = end.then((failure) => {
      wake?.();
      return { failure };
    });
    let done: { readonly failure: Error | undefined } | undefined;
    void ended.then((result) => (done = result));
    for (;;) {
      const event = queue.shift();
      if (event) yield event;
      else if (done) break;
      else await Promise.race([ended, new Promise<void>((resolve) => (wake = resolve))]);
    }
    if (done.failure) throw done.failure;
  }

  async dispose(): Promise<void> {
    await this.pool.dispose();
  }

  private get contextTokens(): number {
    return this.options.contextTokens ?? defaultContext;
  }

  private async write(
    { model, request, maxOutputTokens, signal }: ProviderCall,
    push: (event: ProviderEvent) => void,
  ): Promise<void> {
    const file = this.files.get(model.name);
    if (file === undefined)
      throw new RuntimeError('model-missing', `There is no local model ${model.name}.`, 'Add it.');
    await this.read(model.name);
    const { messages, tools, toolChoice, callGuard, conversation, temperature, topP, seed, stop, output } = request;
    const params = {
      messages,
      tools,
      toolChoice,
      guard: callGuard,
      conversation,
      maxTokens: maxOutputTokens,
      temperature,
      topP,
      seed,
      stop,
      ...(output?.kind === 'json' && { json: output.schema ? { schema: output.schema } : {} }),
    };
    const { finish, inputTokens, cachedTokens, outputTokens, thoughtTokens, reply } = await this.pool.use(
      file,
      (chat) => chat.generate(params, (event) => push(eventOf(event)), signal),
      signal,
    );
    const usage = {
      inputTokens,
      cacheReadTokens: cachedTokens,
      cacheWriteTokens: 0,
      outputTokens,
      reasoningTokens: thoughtTokens,
    };
    push({ type: 'finish', finish, usage, reply });
  }

  private async read(name: string): Promise<void> {
    const file = this.files.get(name);
    if (file === undefined || this.known.has(name)) return;
    try {
      const read = await readChatFile(file);
      this.known.set(name, { file: read, format: openChatFormat(read) });
      this.unreadable.delete(name);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      this.unreadable.set(name, error instanceof RuntimeError ? `${said} ${error.action}` : said);
    }
  }
}

function mostTools(contextTokens: number): number {
  return Math.max(8, Math.min(128, Math.floor(contextTokens / 3 / toolTokens)));
}

function eventOf(event: ChatEvent): ProviderEvent {
  switch (event.kind) {
    case 'text':
      return { type: 'text', text: event.text };
    case 'thought':
      return { type: 'reasoning', text: event.text };
    case 'call-input':
      return { type: 'tool-input', text: event.text };
    case 'warning':
      return { type: 'warning', message: event.text };
    case 'call':
      return { type: 'tool-call', ...event.call };
  }
}

/** Names of files without their ending; two of one name keep their folders. */
export function localModelNames(files: readonly string[]): ReadonlyMap<string, string> {
  const short = (file: string) => path.basename(file).replace(/\.gguf$/i, '');
  const twice = (file: string) => files.filter((other) => short(other) === short(file)).length > 1;
  return new Map(
    files.map((file) => [twice(file) ? `${path.basename(path.dirname(file))}/${short(file)}` : short(file), file]),
  );
}

function failureOf(error: unknown, { model, call }: ProviderCall): Error {
  if (error instanceof Error && error.name === 'AbortError') return error;
  if (!(error instanceof RuntimeError)) return error instanceof Error ? error : new Error(String(error));
  const tooLong = error.kind === 'bad-request' && error.message.includes('context');
  const asked = error.kind === 'bad-request' || error.kind === 'model-unsupported';
  const kind = tooLong ? 'context-too-long' : asked ? 'bad-request' : 'unreachable';
  return new GatewayError(kind, error.message, error.action, {
    model: model.id,
    call,
    reached: 'turned-away',
    passing: error.kind === 'crashed',
    cause: error,
  });
}

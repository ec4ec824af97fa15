import path from 'node:path';
import { ChatProcess, chatProgram, readChatFile, type ChatFile, type ChatTurn, type OpenChatParams } from '../../llama';
import { defaultThreads } from '../../host/threadCount';
import { RuntimeError } from '../../runtimeError';
import { GatewayError } from '../gatewayError';
import type { Message, Price } from '../types';
import { freePrice } from './ownPrices';
import type { Provider, ProviderCall, ProviderEvent, ProviderLimits, ProviderModel } from './provider';

export interface LocalProviderOptions {
  /** GGUF files: absolute paths. */
  readonly files: readonly string[];
  /** 0: one less than the machine has. */
  readonly threads: number;
  /** Tokens of prompt and answer; more need more memory. Default 8192. */
  readonly contextTokens?: number | undefined;
  /** Milliseconds without a question after which a model's memory is given back. Default ten minutes. */
  readonly idleMs?: number | undefined;
  /** How a model is opened; for tests. */
  readonly open?: ((params: OpenChatParams) => Promise<ChatProcess>) | undefined;
}

const defaultContext = 8192;
const defaultIdleMs = 10 * 60_000;

interface Loaded {
  readonly file: string;
  readonly process: Promise<ChatProcess>;
}

/**
 * GGUF chat models on this machine, each in a process of its own. One is loaded at a time: two would share the cores, and
 * memory is what a machine has least of.
 */
export class LocalProvider implements Provider {
  readonly id = 'local';
  readonly title = 'This machine';
  readonly locality = 'local';
  readonly limits: ProviderLimits = { concurrency: 1, requestsPerMinute: undefined, tokensPerMinute: undefined };
  readonly priced = { kind: 'openai-compatible', baseUrl: undefined, models: undefined, locality: 'local' } as const;
  private readonly files: ReadonlyMap<string, string>;
  private readonly facts = new Map<string, ChatFile>();
  /** Why files could not be read. */
  private readonly unreadable = new Map<string, string>();
  private loaded: Loaded | undefined;
  private idle: NodeJS.Timeout | undefined;

  constructor(private readonly options: LocalProviderOptions) {
    this.files = namesOf(options.files);
  }

  async models(): Promise<readonly ProviderModel[]> {
    const names = [...this.files.keys()];
    await Promise.all(names.map((name) => this.read(name)));
    return names.flatMap((name) => this.model(name) ?? []);
  }

  model(name: string): ProviderModel | undefined {
    if (!this.files.has(name)) return undefined;
    const facts = this.facts.get(name);
    return {
      id: `local/${name}`,
      provider: 'local',
      name,
      title: facts?.name ?? name,
      locality: 'local',
      unit: 'tokens',
      contextTokens: Math.min(facts?.contextTokens ?? Infinity, this.contextTokens),
      maxOutputTokens: undefined,
      capabilities: { tools: false, images: false, json: true, reasoning: false },
    };
  }

  problemOf(name: string): string | undefined {
    return this.unreadable.get(name);
  }

  ownPrice(): Price {
    return freePrice;
  }

  async *stream(call: ProviderCall): AsyncGenerator<ProviderEvent> {
    const turns = turnsOf(call.request.messages);
    const queue: ProviderEvent[] = [];
    let wake: (() => void) | undefined;
    const push = (event: ProviderEvent) => {
      queue.push(event);
      wake?.();
    };
    const end = this.write(call, turns, push).then(
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
    clearTimeout(this.idle);
    await this.unload();
  }

  private get contextTokens(): number {
    return this.options.contextTokens ?? defaultContext;
  }

  private async write(
    { model, request, maxOutputTokens, signal }: ProviderCall,
    turns: readonly ChatTurn[],
    push: (event: ProviderEvent) => void,
  ): Promise<void> {
    clearTimeout(this.idle);
    try {
      const chat = await this.load(model.name);
      const { temperature, topP, seed, stop, output } = request;
      const result = await chat.generate(
        {
          turns: [...turns],
          maxTokens: maxOutputTokens,
          temperature,
          topP,
          seed,
          stop: stop && [...stop],
          ...(output?.kind === 'json' && { json: output.schema ? { schema: JSON.stringify(output.schema) } : {} }),
        },
        ({ kind, text }) => push({ type: kind === 'thought' ? 'reasoning' : 'text', text }),
        signal,
      );
      push({
        type: 'finish',
        finish: result.finish,
        usage: {
          inputTokens: result.inputTokens,
          cacheReadTokens: result.cachedTokens,
          cacheWriteTokens: 0,
          outputTokens: result.outputTokens,
          reasoningTokens: 0,
        },
      });
    } finally {
      this.idle = setTimeout(() => void this.unload(), this.options.idleMs ?? defaultIdleMs);
      this.idle.unref();
    }
  }

  private async load(name: string): Promise<ChatProcess> {
    const file = this.files.get(name);
    if (file === undefined) throw new RuntimeError('model-missing', `There is no local model ${name}.`, 'Add it.');
    if (this.loaded?.file === file) {
      const chat = await this.loaded.process.catch(() => undefined);
      if (chat?.alive) return chat;
    }
    await this.unload();
    const { threads, open } = this.options;
    const params = {
      file,
      threads: threads > 0 ? threads : defaultThreads(),
      contextTokens: this.contextTokens,
    };
    const process = open ? open(params) : ChatProcess.open(params, chatProgram());
    this.loaded = { file, process };
    return process;
  }

  private async unload(): Promise<void> {
    const { loaded } = this;
    this.loaded = undefined;
    const chat = await loaded?.process.catch(() => undefined);
    chat?.dispose();
  }

  private async read(name: string): Promise<void> {
    const file = this.files.get(name);
    if (file === undefined || this.facts.has(name)) return;
    try {
      this.facts.set(name, await readChatFile(file));
      this.unreadable.delete(name);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      this.unreadable.set(name, error instanceof RuntimeError ? `${said} ${error.action}` : said);
    }
  }
}

/** Names of files without their ending; two of one name keep their folders. */
function namesOf(files: readonly string[]): ReadonlyMap<string, string> {
  const short = (file: string) => path.basename(file).replace(/\.gguf$/i, '');
  const twice = (file: string) => files.filter((other) => short(other) === short(file)).length > 1;
  return new Map(
    files.map((file) => [twice(file) ? `${path.basename(path.dirname(file))}/${short(file)}` : short(file), file]),
  );
}

/** @throws GatewayError bad-request */
function turnsOf(messages: readonly Message[]): readonly ChatTurn[] {
  const turns = messages.flatMap(({ role, content }): readonly ChatTurn[] => {
    const text = content
      .flatMap((part) => {
        if (part.type === 'text') return [part.text];
        // Of tools that another model called: this one is told what came of it.
        if (part.type === 'tool-call') return [`[called ${part.name} with ${JSON.stringify(part.input)}]`];
        return part.type === 'tool-result' ? [`[${part.name} answered ${JSON.stringify(part.output)}]`] : [];
      })
      .join('\n');
    return text === '' ? [] : [{ role: role === 'tool' ? 'user' : role, text }];
  });
  if (turns.length === 0) throw new GatewayError('bad-request', 'The request has no text.', 'Send some text.');
  return turns;
}

function failureOf(error: unknown, { model, call }: ProviderCall): Error {
  if (error instanceof Error && error.name === 'AbortError') return error;
  if (!(error instanceof RuntimeError)) return error instanceof Error ? error : new Error(String(error));
  const tooLong = error.kind === 'bad-request' && error.message.includes('context');
  const kind = tooLong ? 'context-too-long' : error.kind === 'bad-request' ? 'bad-request' : 'unreachable';
  return new GatewayError(kind, error.message, error.action, {
    model: model.id,
    call,
    reached: 'turned-away',
    passing: error.kind === 'crashed',
    cause: error,
  });
}

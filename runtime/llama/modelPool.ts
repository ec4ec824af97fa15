import { RuntimeError } from '../runtimeError';
import { ChatProcess, chatProgram } from './chat/chatProcess';
import type { OpenChatParams } from './chat/chatProtocol';
import type { LlamaProgram } from './llamaProcess';
import { freeMemory, memoryNeed, type MemoryNeed } from './memoryNeed';

export interface ModelPoolOptions {
  /** Threads of one model; those of all that compute at a time together are no more than these. */
  readonly threads: number;
  /** Tokens of prompt and answer of one conversation. */
  readonly contextTokens: number;
  /** Conversations of a model that are held and answered at once, where there is memory for them. Default 4. */
  readonly sequences?: number | undefined;
  readonly gpu?: 'auto' | 'off' | undefined;
  /** Folder of saved conversations; default: they end with the process. */
  readonly states?: string | undefined;
  /** Milliseconds without a request after which a model's memory is given back. Default ten minutes. */
  readonly idleMs?: number | undefined;
  /** Folder in which node-llama-cpp is installed; default: this program's own. */
  readonly library?: string | undefined;
  readonly program?: LlamaProgram | undefined;
  /** Bytes that are free now, what the pool's own models take not counted; for tests. */
  readonly free?: (() => number) | undefined;
  readonly open?: ((params: OpenChatParams) => Promise<ChatProcess>) | undefined;
}

/** A model that is in memory. */
export interface LoadedModel {
  readonly file: string;
  readonly sequences: number;
  /** Estimated bytes. */
  readonly bytes: number;
  /** Requests that it is working on. */
  readonly busy: number;
}

interface Entry {
  readonly file: string;
  readonly sequences: number;
  readonly bytes: number;
  /** The part of them that the system may count as free: pages of the file. */
  readonly weights: number;
  readonly chat: Promise<ChatProcess>;
  users: number;
  used: number;
  idle: NodeJS.Timeout | undefined;
}

interface Waiter {
  readonly file: string;
  readonly start: () => void;
}

const defaultSequences = 4;
const defaultIdleMs = 10 * 60_000;
/** Of what is free after the weights, for conversations beyond the first: the editor wants to live as well. */
const shareOfFree = 0.25;

/**
 * The GGUF models that are in memory, each in a process of its own. One that is asked for is loaded; for its room those used least
 * recently are unloaded, as are those that nobody has asked for a while. Requests of one model run at once (they share batches);
 * two models do not, for their threads would wait for each other by spinning.
 */
export class ModelPool {
  private readonly entries = new Map<string, Entry>();
  private waiters: readonly Waiter[] = [];
  private running: { readonly file: string; count: number } | undefined;
  private loading: Promise<unknown> = Promise.resolve();
  private uses = 0;

  constructor(private readonly options: ModelPoolOptions) {}

  get loaded(): readonly LoadedModel[] {
    return [...this.entries.values()].map(({ file, sequences, bytes, users }) => ({
      file,
      sequences,
      bytes,
      busy: users,
    }));
  }

  /**
   * Does something with a model, loading it first. It stays loaded meanwhile.
   * @throws RuntimeError unavailable when there is no memory for it; whatever loading throws; AbortError while it waits
   */
  async use<T>(file: string, work: (chat: ChatProcess) => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.turn(file, signal);
    try {
      const entry = await this.entry(file);
      entry.users += 1;
      entry.used = this.uses += 1;
      clearTimeout(entry.idle);
      try {
        return await work(await entry.chat);
      } finally {
        entry.users -= 1;
        if (entry.users === 0) this.watchIdle(entry);
      }
    } finally {
      this.done();
    }
  }

  /** Gives a model's memory back, when nothing runs on it. @returns whether it is unloaded now */
  async unload(file: string): Promise<boolean> {
    const entry = this.entries.get(file);
    if (!entry) return true;
    if (entry.users > 0) return false;
    this.entries.delete(file);
    clearTimeout(entry.idle);
    const chat = await entry.chat.catch(() => undefined);
    await chat?.rest();
    chat?.dispose();
    return true;
  }

  /** Ends all of them at once; their conversations are saved where there is a folder for them. */
  async dispose(): Promise<void> {
    const entries = [...this.entries.values()];
    this.entries.clear();
    await Promise.all(
      entries.map(async ({ idle, chat }) => {
        clearTimeout(idle);
        const opened = await chat.catch(() => undefined);
        await opened?.rest();
        opened?.dispose();
      }),
    );
  }

  /** Waits until no other model is computing. */
  private async turn(file: string, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    // Whoever waits for another model is not overtaken for ever by requests of the one that is running.
    if (!this.running || (this.running.file === file && this.waiters.length === 0)) {
      this.enter(file);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const onAbort = () => {
        this.waiters = this.waiters.filter((each) => each !== waiter);
        reject(signal.reason instanceof Error ? signal.reason : new DOMException('Aborted', 'AbortError'));
        // Those behind it may wait for nobody now.
        this.admit();
      };
      const waiter: Waiter = {
        file,
        start: () => {
          signal.removeEventListener('abort', onAbort);
          resolve();
        },
      };
      signal.addEventListener('abort', onAbort, { once: true });
      this.waiters = [...this.waiters, waiter];
    });
  }

  private enter(file: string): void {
    if (this.running) this.running.count += 1;
    else this.running = { file, count: 1 };
  }

  private done(): void {
    if (this.running && (this.running.count -= 1) === 0) this.running = undefined;
    this.admit();
  }

  private admit(): void {
    for (;;) {
      const [next, ...others] = this.waiters;
      if (!next || (this.running && this.running.file !== next.file)) return;
      this.waiters = others;
      this.enter(next.file);
      next.start();
    }
  }

  private async entry(file: string): Promise<Entry> {
    const work = this.loading.then(() => this.load(file));
    this.loading = work.catch(() => undefined);
    return work;
  }

  private async load(file: string): Promise<Entry> {
    const there = this.entries.get(file);
    if (there) {
      const chat = await there.chat.catch(() => undefined);
      if (chat?.alive) return there;
      this.entries.delete(file);
    }
    const { threads, contextTokens, gpu, library, states } = this.options;
    const need = await memoryNeed(file, contextTokens);
    await this.makeRoom(file, need);
    const sequences = this.sequencesFor(need);
    const params: OpenChatParams = {
      file,
      threads,
      contextTokens,
      sequences,
      ...(gpu && { gpu }),
      ...(library !== undefined && { library }),
      ...(states !== undefined && { saving: { folder: states } }),
    };
    const { open } = this.options;
    const chat = open ? open(params) : ChatProcess.open(params, this.options.program ?? chatProgram());
    const entry: Entry = {
      file,
      sequences,
      bytes: need.weights + need.fixed + sequences * need.sequence,
      weights: need.weights,
      chat,
      users: 0,
      used: this.uses,
      idle: undefined,
    };
    this.entries.set(file, entry);
    try {
      await chat;
      return entry;
    } catch (error) {
      this.entries.delete(file);
      throw error;
    }
  }

  /** Unloads what was used least recently until a model fits. */
  private async makeRoom(file: string, need: MemoryNeed): Promise<void> {
    const least = need.weights + need.fixed + need.sequence;
    for (;;) {
      const free = this.free();
      if (free >= least) return;
      const [oldest] = [...this.entries.values()].filter(({ users }) => users === 0).sort((a, b) => a.used - b.used);
      if (!oldest) {
        throw new RuntimeError(
          'unavailable',
          `${file} needs about ${gigabytes(least)} of memory, and ${gigabytes(free)} are free.`,
          'Close other programs, or choose a smaller model or a shorter context.',
        );
      }
      await this.unload(oldest.file);
    }
  }

  private sequencesFor(need: MemoryNeed): number {
    const most = this.options.sequences ?? defaultSequences;
    const room = (this.free() - need.weights - need.fixed - need.sequence) * shareOfFree;
    return Math.max(1, Math.min(most, 1 + Math.floor(room / need.sequence)));
  }

  /** Pages of a mapped file count as free as long as nobody needs them; our models need theirs. */
  private free(): number {
    const mapped = [...this.entries.values()].reduce((sum, { weights }) => sum + weights, 0);
    return Math.max(0, (this.options.free ?? freeMemory)() - mapped);
  }

  private watchIdle(entry: Entry): void {
    entry.idle = setTimeout(() => void this.unload(entry.file), this.options.idleMs ?? defaultIdleMs);
    entry.idle.unref();
  }
}

function gigabytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

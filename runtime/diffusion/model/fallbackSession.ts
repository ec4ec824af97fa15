import type { ProviderName } from '../../protocol';
import type { GraphSession } from './passGraph';

export interface FallbackOptions {
  readonly provider: ProviderName;
  readonly open: (provider: ProviderName) => Promise<GraphSession>;
  /** Is told when the provider gave way to the processor, and why. */
  readonly warn: (message: string) => void;
}

/**
 * A session on a GPU that goes on on the processor when the GPU is lost, cannot load the model, or fails in a pass: the
 * pass is run again there, so that no request is lost. A pass feeds everything that it needs, so nothing else is lost
 * either. A provider that takes the process with it is a crash of the runtime, which its parent deals with.
 */
export class FallbackSession implements GraphSession {
  private constructor(
    private session: GraphSession,
    private current: ProviderName,
    private readonly options: FallbackOptions,
    /** Why the processor took over; undefined while it did not. */
    public failure?: string,
  ) {}

  /** @throws what ONNX Runtime throws when the processor cannot load the model either */
  static async open(options: FallbackOptions): Promise<FallbackSession> {
    const { provider, open } = options;
    if (provider === 'cpu') return new FallbackSession(await open('cpu'), 'cpu', options);
    try {
      return new FallbackSession(await open(provider), provider, options);
    } catch (error) {
      const message = `${provider} cannot load the model, so the processor runs it: ${messageOf(error)}`;
      const session = new FallbackSession(await open('cpu'), 'cpu', options, message);
      options.warn(message);
      return session;
    }
  }

  /** What runs the passes now. */
  get provider(): ProviderName {
    return this.current;
  }

  get inputNames(): readonly string[] {
    return this.session.inputNames;
  }

  async run(...args: Parameters<GraphSession['run']>): ReturnType<GraphSession['run']> {
    const { session } = this;
    if (this.current === 'cpu') return session.run(...args);
    try {
      const result = await session.run(...args);
      // A device that was lost gives memory that nobody wrote, if it gives anything.
      if (startsFinite(result.logits?.data)) return result;
      await this.giveUp(session, 'its numbers are not finite');
    } catch (error) {
      await this.giveUp(session, messageOf(error));
    }
    return this.session.run(...args);
  }

  async release(): Promise<void> {
    await this.session.release();
  }

  private async giveUp(failed: GraphSession, why: string): Promise<void> {
    const { provider, open, warn } = this.options;
    this.failure = `${provider} failed in a forward pass, so the processor goes on from here: ${why}`;
    warn(this.failure);
    this.session = await open('cpu');
    this.current = 'cpu';
    // Whether a broken device can be let go is no concern of the request.
    await failed.release().catch(() => undefined);
  }
}

function startsFinite(data: unknown): boolean {
  return data instanceof Float32Array && Number.isFinite(data[0]);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

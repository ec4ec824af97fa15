import type { InfillParams, InfillResult, ModelInfo } from '../protocol';
import type { HostEngine } from './rpcServer';

/**
 * An engine that is made with the first request that needs it: the child answers sooner, and a native library that
 * cannot be loaded is the error of a request, with a message, instead of a crash at every start.
 */
export class LazyEngine implements HostEngine {
  private engine: HostEngine | undefined;
  private making: Promise<HostEngine> | undefined;

  constructor(private readonly make: () => Promise<HostEngine>) {}

  async load(model: string): Promise<ModelInfo> {
    return (await this.get()).load(model);
  }

  async infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    return (await this.get()).infill(params, signal);
  }

  closeSession(session: string): void {
    this.engine?.closeSession(session);
  }

  models(): readonly ModelInfo[] {
    return this.engine?.models() ?? [];
  }

  async dispose(): Promise<void> {
    await this.engine?.dispose();
  }

  private async get(): Promise<HostEngine> {
    this.making ??= this.make();
    try {
      return (this.engine ??= await this.making);
    } catch (error) {
      // The next request tries again: the library may have been installed meanwhile.
      this.making = undefined;
      throw error;
    }
  }
}

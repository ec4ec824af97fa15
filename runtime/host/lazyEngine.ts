import type {
  ConfidenceParams,
  ConfidenceResult,
  InfillParams,
  InfillResult,
  ModelInfo,
  RewriteParams,
  RewriteResult,
  SourceFile,
} from '../protocol';
import type { HostEngine } from './rpcServer';

/**
 * An engine that is made with the first request that needs it: the child answers sooner, and a native library that
 * cannot be loaded is the error of a request, with a message, instead of a crash at every start.
 */
export class LazyEngine implements HostEngine {
  private engine: HostEngine | undefined;
  private making: Promise<HostEngine> | undefined;
  /** Changes of the sources that wait for the engine. */
  private readonly changes: ((engine: HostEngine) => void)[] = [];

  constructor(private readonly make: () => Promise<HostEngine>) {}

  async load(model: string): Promise<ModelInfo> {
    return (await this.get()).load(model);
  }

  async infill(params: InfillParams, signal: AbortSignal): Promise<InfillResult> {
    return (await this.get()).infill(params, signal);
  }

  async rewrite(params: RewriteParams, signal: AbortSignal): Promise<RewriteResult> {
    return (await this.get()).rewrite(params, signal);
  }

  async tokenConfidence(params: ConfidenceParams, signal: AbortSignal): Promise<ConfidenceResult> {
    return (await this.get()).tokenConfidence(params, signal);
  }

  closeSession(session: string): void {
    this.engine?.closeSession(session);
  }

  /** Kept for later while there is no engine: sources alone are no reason to load a native library. */
  putSources(files: readonly SourceFile[]): void {
    this.withSources((engine) => engine.putSources(files));
  }

  dropSources(paths: readonly string[] | 'all'): void {
    this.withSources((engine) => engine.dropSources(paths));
  }

  models(): readonly ModelInfo[] {
    return this.engine?.models() ?? [];
  }

  async dispose(): Promise<void> {
    await this.engine?.dispose();
  }

  private withSources(change: (engine: HostEngine) => void): void {
    if (this.engine) change(this.engine);
    else this.changes.push(change);
  }

  private async get(): Promise<HostEngine> {
    this.making ??= this.make();
    try {
      const engine = await this.making;
      if (!this.engine) {
        this.engine = engine;
        for (const change of this.changes.splice(0)) change(engine);
      }
      return this.engine;
    } catch (error) {
      // The next request tries again: the library may have been installed meanwhile.
      this.making = undefined;
      throw error;
    }
  }
}

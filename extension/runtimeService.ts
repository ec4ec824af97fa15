import path from 'node:path';
import * as vscode from 'vscode';
import { readSetting } from './contributions/configuration';
import { DisposableStore } from './disposableStore';
import type { RuntimeClient, RuntimeState } from './runtimeProcess/client';

export interface RuntimeServiceOptions {
  readonly extensionPath: string;
  /** Folder of what is kept between windows. */
  readonly storage: string;
  /** Told what the user is to be told once, e.g. that the processor took over from a GPU. */
  readonly onNotice: (message: string) => void;
  readonly log: vscode.LogOutputChannel;
  readonly onState: (state: RuntimeState) => void;
}

/** Makes the client of the runtime child when it is first needed, and again when settings that it starts with change. */
export class RuntimeService {
  private client: Promise<RuntimeClient> | undefined;
  private readonly owned = new DisposableStore();

  constructor(private readonly options: RuntimeServiceOptions) {
    this.owned.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('whetstone.runtime')) void this.renew();
      }),
    );
  }

  get(): Promise<RuntimeClient> {
    this.client ??= this.create();
    return this.client;
  }

  /** The client, when there has been need of one. */
  get current(): Promise<RuntimeClient> | undefined {
    return this.client;
  }

  /** Frees the context cache of a closed document. */
  async closeSession(session: string): Promise<void> {
    (await this.client)?.closeSession(session);
  }

  async dispose(): Promise<void> {
    this.owned.dispose();
    await (await this.client)?.dispose();
  }

  private async renew(): Promise<void> {
    const old = this.client;
    this.client = undefined;
    await (await old)?.dispose();
  }

  /**
   * A client with a child of its own, for work that shall neither hold up suggestions nor leave a model in their
   * process. Whoever asks for it disposes it.
   */
  separate(): Promise<RuntimeClient> {
    return this.make();
  }

  private async create(): Promise<RuntimeClient> {
    const { log, onState } = this.options;
    const client = await this.make();
    client.onState((state) => {
      log.info(`Runtime: ${state.kind}${'message' in state ? `: ${state.message}` : ''}`);
      onState(state);
    });
    return client;
  }

  private async make(): Promise<RuntimeClient> {
    // Loaded here and not at activation: a window in which nobody types needs none of it.
    const { RuntimeProcess } = await import('./runtimeProcess');
    const { extensionPath, storage, onNotice, log } = this.options;
    const threads = readSetting('whetstone.runtime.threads');
    return new RuntimeProcess({
      entry: path.join(extensionPath, 'dist', 'runtime', 'diffusionHost.cjs'),
      modelsFolder: path.join(extensionPath, 'media', 'models'),
      stateFolder: storage,
      provider: readSetting('whetstone.runtime.provider'),
      onNotice,
      ...(threads > 0 ? { threads } : {}),
      idleMs: readSetting('whetstone.runtime.idleMinutes') * 60_000,
      log: ({ level, message }) => log[level](message),
    });
  }
}

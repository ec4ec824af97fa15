import * as vscode from 'vscode';
import { DisposableStore } from '../disposableStore';

/** A client of a child process: it may be told that what it starts with has changed. */
export interface ServedClient {
  reconfigure?(): Promise<void>;
  dispose(): void;
}

export interface ChildServiceSections {
  /** Settings that a process must be started anew for. */
  readonly renewing: readonly string[];
  /** Settings that a process that runs is told of. */
  readonly configuring: readonly string[];
}

/** Settings of VS Code that decide over proxies. */
export const proxySections: readonly string[] = ['http.proxy', 'http.proxySupport'];

/**
 * Makes the client of a child process when something first needs it, and tells a process that runs of changed settings. The process itself
 * starts with the first request.
 */
export abstract class ChildService<Client extends ServedClient> implements vscode.Disposable {
  protected readonly owned = new DisposableStore();
  private client: Promise<Client> | undefined;

  protected constructor({ renewing, configuring }: ChildServiceSections) {
    this.owned.push(
      vscode.workspace.onDidChangeConfiguration((event) => {
        const affected = (section: string): boolean => event.affectsConfiguration(section);
        if (renewing.some(affected)) this.renew();
        else if (configuring.some(affected)) void this.reconfigure();
      }),
    );
  }

  /** What was wrong is tried again at the next call. @throws RuntimeRequestError when a client cannot be made */
  async get(): Promise<Client> {
    const made = (this.client ??= this.create());
    try {
      return await made;
    } catch (error) {
      if (this.client === made) this.client = undefined;
      throw error;
    }
  }

  /** The client, when there has been need of one. */
  get current(): Promise<Client> | undefined {
    return this.client;
  }

  async reconfigure(): Promise<void> {
    try {
      const client = await this.client;
      await client?.reconfigure?.();
    } catch (error) {
      this.notConfigured(error);
    }
    this.onChanged();
  }

  dispose(): void {
    this.owned.dispose();
    this.drop();
  }

  protected abstract create(): Promise<Client>;

  /** A process that runs did not take its settings. */
  protected abstract notConfigured(error: unknown): void;

  /** Settings have changed, and a process that runs has been told or ended. */
  protected onChanged(): void {
    // Nobody needs to know, unless a service says so.
  }

  private renew(): void {
    this.drop();
    this.onChanged();
  }

  private drop(): void {
    const old = this.client;
    this.client = undefined;
    void old?.then(
      (client) => client.dispose(),
      () => undefined,
    );
  }
}

/** VS Code's own proxy; undefined: what the environment says. */
export function configuredProxy(): string | undefined {
  const http = vscode.workspace.getConfiguration('http');
  const proxy: unknown = http.get('proxy');
  return http.get('proxySupport') === 'off' || typeof proxy !== 'string' || proxy === '' ? undefined : proxy;
}

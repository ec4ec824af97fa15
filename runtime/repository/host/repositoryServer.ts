import { setPriority } from 'node:os';
import path from 'node:path';
import type { CancellationToken, MessageConnection } from 'vscode-jsonrpc';
import { IdleTimer } from '../../host/idleTimer';
import { toResponseError } from '../../host/responseErrors';
import { abortSignalOf } from '../../host/rpcServer';
import { RuntimeError } from '../../runtimeError';
import { gatherContext } from '../context';
import { KeptIndex } from './keptIndex';
import * as protocol from './protocol';
import { changedSchema, configSchema, piecesSchema } from './requestSchemas';

export interface RepositoryServerOptions {
  readonly connection: MessageConnection;
  /** State folder of the user. */
  readonly folder: string;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
  readonly log: (message: string) => void;
  readonly mostFiles?: number | undefined;
}

/** Lower than the model's process: reading a repository must not slow suggestions down. */
const lowPriority = 15;

/** Answers the requests of repository/host/protocol.ts. */
export class RepositoryServer {
  private readonly idle: IdleTimer;
  private readonly indexes = new Map<string, KeptIndex>();
  private config: protocol.RepositoryHostConfig = { roots: [], trusted: false };

  constructor(private readonly options: RepositoryServerOptions) {
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
  }

  listen(): void {
    const { connection } = this.options;
    lowerPriority();
    connection.onRequest(protocol.configureRepositories, (params) =>
      this.answer(async () => {
        this.config = configSchema.parse(params);
        await this.closeOthers();
        return null;
      }),
    );
    connection.onRequest(protocol.repositoryPieces, (params, token) =>
      this.answer(() => this.pieces(piecesSchema.parse(params), token)),
    );
    connection.onNotification(protocol.repositoryChanged, (params) => {
      const parsed = changedSchema.safeParse(params);
      if (parsed.success) this.indexes.get(parsed.data.root)?.change(parsed.data.paths);
    });
    connection.listen();
  }

  async close(): Promise<void> {
    this.idle.dispose();
    await Promise.all([...this.indexes.values()].map((index) => index.close()));
    this.options.connection.dispose();
  }

  private async pieces(params: protocol.PiecesParams, token: CancellationToken): Promise<protocol.PiecesResult> {
    const started = performance.now();
    const kept = this.indexOf(params.root);
    const index = await kept.get();
    const gathered = index && (await gatherContext(index, params, abortSignalOf(token)));
    if (gathered) kept.change(gathered.stale);
    return { state: kept.state, pieces: gathered?.pieces ?? [], ms: performance.now() - started };
  }

  /** @throws RuntimeError bad-request */
  private indexOf(root: string): KeptIndex {
    const { trusted, roots } = this.config;
    if (!trusted || !roots.includes(root)) {
      throw new RuntimeError('bad-request', `${root} is no folder of a trusted workspace.`, 'Open and trust it.');
    }
    const known = this.indexes.get(root);
    if (known) return known;
    const { folder, log, mostFiles } = this.options;
    const during = (work: () => Promise<void>): Promise<void> => this.idle.during(work);
    const made = new KeptIndex({ root, folder: path.join(folder, 'repositories'), log, during, mostFiles });
    this.indexes.set(root, made);
    return made;
  }

  private async closeOthers(): Promise<void> {
    for (const [root, index] of this.indexes) {
      if (this.config.trusted && this.config.roots.includes(root)) continue;
      this.indexes.delete(root);
      await index.close();
    }
  }

  private async answer<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await this.idle.during(work);
    } catch (error) {
      throw toResponseError(error);
    }
  }
}

function lowerPriority(): void {
  try {
    setPriority(lowPriority);
  } catch {
    // Some systems forbid it; then it is as any other process.
  }
}

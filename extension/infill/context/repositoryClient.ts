import type { CancellationToken } from 'vscode-jsonrpc';
import * as protocol from '../../../runtime/repository/host/protocol';
import type { PiecesParams, PiecesResult, RepositoryHostConfig } from '../../../runtime/repository/host/protocol';
import type { LogParams } from '../../../runtime/protocol';
import { SupervisedChild } from '../../childProcess/supervisedChild';

export interface RepositoryClientOptions {
  /** Absolute path of repositoryHost.cjs. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly idleMs: number;
  readonly config: () => Promise<RepositoryHostConfig>;
  readonly log: (entry: LogParams) => void;
  /** Options of Node; for tests. */
  readonly execArgv?: readonly string[] | undefined;
}

/** The client of the process that keeps indexes of the workspace's folders. It starts with the first question. */
export class RepositoryClient {
  private readonly child: SupervisedChild<RepositoryHostConfig>;

  constructor(options: RepositoryClientOptions) {
    this.child = new SupervisedChild({
      ...options,
      title: 'The index of the repository',
      afterLoss: 'Suggestions go on without other files until it runs again.',
      configure: protocol.configureRepositories,
      listen: () => undefined,
    });
  }

  /** Process id of the child that runs. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  pieces(params: PiecesParams, token?: CancellationToken): Promise<PiecesResult> {
    return this.child.ask(protocol.repositoryPieces, params, token);
  }

  /** Starts nothing: a child that starts looks at all files. */
  changed(root: string, paths: readonly string[]): void {
    this.child.tell(protocol.repositoryChanged, { root, paths });
  }

  reconfigure(): Promise<void> {
    return this.child.reconfigure();
  }

  dispose(): void {
    this.child.dispose();
  }
}

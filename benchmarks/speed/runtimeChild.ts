/** The runtime child as the extension starts it, for measuring it from outside. */
import { fork, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { infill, loadModel, ready, status, type InfillParams, type InfillResult } from '../../runtime/protocol';
import { modelsFolder, packageRoot } from '../core/packageRoot';

export class RuntimeChild {
  private constructor(
    private readonly child: ChildProcess,
    private readonly connection: MessageConnection,
  ) {}

  /** @throws Error when the build is missing */
  static async start(threads: number, idleMs: number): Promise<RuntimeChild> {
    const bundle = path.join(packageRoot(), 'dist', 'runtime', 'diffusionHost.cjs');
    if (!existsSync(bundle)) {
      throw new Error(`${bundle} is not built; run \`node esbuild.mjs\` first`);
    }
    const child = fork(
      bundle,
      ['--models-folder', modelsFolder(), '--threads', String(threads), '--idle-ms', String(idleMs)],
      { execArgv: [], serialization: 'json', stdio: ['ignore', 'ignore', 'inherit', 'ipc'] },
    );
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    const isReady = new Promise<void>((resolve, reject) => {
      connection.onNotification(ready, () => resolve());
      child.once('exit', (code) => reject(new Error(`the runtime child ended at its start (status ${code})`)));
    });
    connection.listen();
    await isReady;
    return new RuntimeChild(child, connection);
  }

  async load(model: string): Promise<void> {
    await this.connection.sendRequest(loadModel, { model });
  }

  infill(params: InfillParams): Promise<InfillResult> {
    return this.connection.sendRequest(infill, params);
  }

  /** Resident set size in bytes. */
  async residentBytes(): Promise<number> {
    return (await this.connection.sendRequest(status)).residentBytes;
  }

  /** @returns whether the process ended by itself within the time */
  async endsWithin(milliseconds: number): Promise<boolean> {
    if (this.child.exitCode !== null) {
      return true;
    }
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), milliseconds);
      this.child.once('exit', () => {
        clearTimeout(timer);
        resolve(true);
      });
    });
  }

  dispose(): void {
    this.connection.dispose();
    this.child.kill('SIGKILL');
  }
}

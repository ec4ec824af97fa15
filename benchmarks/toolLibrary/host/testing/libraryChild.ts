import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import {
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from 'vscode-jsonrpc/node';
import { bundledProgram } from '../../../../runtime/testing/bundledProgram';
import * as protocol from '../../../../runtime/toolLibrary/protocol';

export interface LibraryChild {
  readonly connection: MessageConnection;
  /** What it said of how far it is. */
  readonly progress: readonly protocol.LibraryProgress[];
  configure(more?: Partial<protocol.LibraryConfig>): Promise<null>;
  /** @param signal SIGKILL: it has no time to keep anything */
  end(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** The real process of the tool library. @param folder for its state @param root of the collection @param listen sets handlers for what it asks */
export async function startLibraryChild(
  folder: string,
  root: string,
  listen: (connection: MessageConnection) => void = () => undefined,
): Promise<LibraryChild> {
  const child = fork(await bundledProgram('benchmarks/toolLibrary/host/main.ts'), ['--idle-ms', '0'], {
    execArgv: [],
    env: { ...process.env, WHETSTONE_HOME: path.join(folder, 'state') },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.onError(() => undefined);
  const progress: protocol.LibraryProgress[] = [];
  connection.onNotification(protocol.libraryProgress, (now) => {
    progress.push(now);
  });
  listen(connection);
  connection.listen();
  return {
    ...{ connection, progress },
    configure: (more = {}) =>
      connection.sendRequest(protocol.configureLibrary, {
        ...{ roots: [root], trusted: true, mayExecute: true, localOnly: true, project: 'p', ...more },
      }),
    end: async (signal = 'SIGTERM') => {
      connection.dispose();
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
  };
}

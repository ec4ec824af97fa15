import { Emitter } from 'vscode-jsonrpc/node';
import type { CancellationToken, Disposable, MessageConnection, RequestType, RequestType0 } from 'vscode-jsonrpc/node';
import type { LogParams, RuntimeErrorData } from '../../runtime/protocol';
import * as protocol from '../../runtime/toolLibrary/protocol';
import type { LibraryConfig, LibraryProgress } from '../../runtime/toolLibrary/protocol';
import { parentAnswer } from '../childProcess/parentAnswer';
import { SupervisedChild } from '../childProcess/supervisedChild';
import type { EvaluationParent } from '../evaluation/evaluationParent';

export interface LibraryClientOptions {
  /** Absolute path of toolLibraryHost.cjs. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly idleMs: number;
  readonly config: () => Promise<LibraryConfig>;
  /** Models. */
  readonly parent: EvaluationParent;
  readonly log: (entry: LogParams) => void;
}

/**
 * The client of the tool library's process: starts it when something is asked, and again when it has gone idle or was lost. What was found,
 * merged, decided and applied is kept after each step.
 */
export class LibraryClient {
  private readonly child: SupervisedChild<LibraryConfig>;
  private readonly progress = new Emitter<LibraryProgress>();

  constructor(options: LibraryClientOptions) {
    this.child = new SupervisedChild({
      ...options,
      title: 'The tool library',
      afterLoss: 'What it had done is kept; the step that was under way begins anew when it is asked for again.',
      configure: protocol.configureLibrary,
      listen: (connection) => {
        connection.onNotification(protocol.libraryProgress, (progress) => {
          this.progress.fire(progress);
        });
        answer(connection, options.parent);
      },
    });
  }

  /** Process id of the child that runs. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Any request of `runtime/toolLibrary/protocol.ts` that has parameters. */
  ask<P, R>(type: RequestType<P, R, RuntimeErrorData>, params: P, token?: CancellationToken): Promise<R> {
    return this.child.ask(type, params, token);
  }

  /** Any that has none. */
  askPlain<R>(type: RequestType0<R, RuntimeErrorData>, token?: CancellationToken): Promise<R> {
    return this.child.askPlain(type, token);
  }

  /** Trust, consent or folders have changed: a child that runs is told, another one reads them when it starts. */
  reconfigure(): Promise<void> {
    return this.child.reconfigure();
  }

  /** A few times a second at most while something is under way. */
  onProgress(listener: (progress: LibraryProgress) => void): Disposable {
    return this.progress.event(listener);
  }

  onEnd(listener: (end: { readonly crashed: boolean }) => void): Disposable {
    return this.child.onEnd(listener);
  }

  dispose(): void {
    this.child.dispose();
    this.progress.dispose();
  }
}

const again = 'Try again; if it happens again, please report it with the log.';

function answer(connection: MessageConnection, parent: EvaluationParent): void {
  connection.onRequest(protocol.generateForLibrary, ({ id, request }, token) =>
    parentAnswer(
      () =>
        parent.generate(
          request,
          (event) => void connection.sendNotification(protocol.generateForLibraryEvent, { id, event }),
          token,
        ),
      { message: 'The model could not be asked', action: again },
    ),
  );
  connection.onRequest(protocol.listModelsForLibrary, () =>
    parentAnswer(() => parent.models(), { message: 'The models could not be listed', action: again }),
  );
}

import { Emitter } from 'vscode-jsonrpc/node';
import type { CancellationToken, Disposable, MessageConnection, RequestType } from 'vscode-jsonrpc/node';
import * as protocol from '../../benchmarks/host/protocol';
import type {
  EvaluationConfig,
  GenerateSetProgress,
  IndexProgress,
  RunView,
  SampleEvents,
  SetSummary,
} from '../../benchmarks/host/protocol';
import type { LogParams, RuntimeErrorData } from '../../runtime/protocol';
import { parentAnswer } from '../childProcess/parentAnswer';
import { SupervisedChild } from '../childProcess/supervisedChild';
import type { EvaluationParent } from './evaluationParent';

export interface EvaluationClientOptions {
  /** Absolute path of evaluationHost.cjs. */
  readonly entry: string;
  readonly env: NodeJS.ProcessEnv;
  readonly idleMs: number;
  readonly config: () => Promise<EvaluationConfig>;
  readonly parent: EvaluationParent;
  readonly log: (entry: LogParams) => void;
  /** Options of Node; for tests. */
  readonly execArgv?: readonly string[] | undefined;
}

const again = 'Try again; if it happens again, please report it with the log.';

/**
 * The client of the evaluation's process: starts it when something is asked, and again when it has gone idle or was lost. What a run had
 * done is kept, sample by sample; it goes on where it was when it is resumed.
 */
export class EvaluationClient {
  private readonly child: SupervisedChild<EvaluationConfig>;
  private readonly progress = new Emitter<RunView>();
  private readonly making = new Emitter<GenerateSetProgress>();
  private readonly indexing = new Emitter<IndexProgress>();
  private readonly events = new Emitter<SampleEvents>();
  private readonly changes = new Emitter<void>();

  constructor(options: EvaluationClientOptions) {
    this.child = new SupervisedChild({
      ...options,
      title: 'The evaluation',
      afterLoss: 'What it had done is kept: resume the run from the page of evaluations.',
      configure: protocol.configureEvaluation,
      listen: (connection) => {
        connection.onNotification(protocol.runProgress, (view) => {
          this.progress.fire(view);
        });
        connection.onNotification(protocol.generateProgress, (progress) => {
          this.making.fire(progress);
        });
        connection.onNotification(protocol.indexProgress, (progress) => {
          this.indexing.fire(progress);
        });
        connection.onNotification(protocol.sampleEvents, (events) => {
          this.events.fire(events);
        });
        connection.onNotification(protocol.runsChanged, () => {
          this.changes.fire();
        });
        answer(connection, options.parent);
      },
    });
  }

  /** Whether a child is there that would be asked. */
  get running(): boolean {
    return this.child.running;
  }

  /** Process id of the child that runs. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** Any request of `benchmarks/host/protocol.ts` that has parameters. */
  ask<P, R>(type: RequestType<P, R, RuntimeErrorData>, params: P, token?: CancellationToken): Promise<R> {
    return this.child.ask(type, params, token);
  }

  listRuns(): Promise<readonly protocol.RunRecord[]> {
    return this.child.askPlain(protocol.listRuns);
  }

  listSets(): Promise<readonly SetSummary[]> {
    return this.child.askPlain(protocol.listSets);
  }

  listOtherSets(): Promise<readonly protocol.OtherSet[]> {
    return this.child.askPlain(protocol.listOtherSets);
  }

  listToolServers(): Promise<readonly protocol.ToolServer[]> {
    return this.child.askPlain(protocol.listToolServers);
  }

  /** Trust, folders or settings have changed: a child that runs is told, another one reads them when it starts. */
  reconfigure(): Promise<void> {
    return this.child.reconfigure();
  }

  /** A few times a second at most while a run is under way. */
  onProgress(listener: (view: RunView) => void): Disposable {
    return this.progress.event(listener);
  }

  onMaking(listener: (progress: GenerateSetProgress) => void): Disposable {
    return this.making.event(listener);
  }

  onIndexing(listener: (progress: IndexProgress) => void): Disposable {
    return this.indexing.event(listener);
  }

  /** What happens in samples that are watched. */
  onEvents(listener: (events: SampleEvents) => void): Disposable {
    return this.events.event(listener);
  }

  /** A run has begun, changed its state or was deleted, in whichever process. */
  onRunsChanged(listener: () => void): Disposable {
    return this.changes.event(listener);
  }

  onEnd(listener: (end: { readonly crashed: boolean }) => void): Disposable {
    return this.child.onEnd(listener);
  }

  dispose(): void {
    this.child.dispose();
    for (const emitter of [this.progress, this.making, this.indexing, this.events, this.changes]) emitter.dispose();
  }
}

function answer(connection: MessageConnection, parent: EvaluationParent): void {
  connection.onRequest(protocol.generate, ({ id, request }, token) =>
    parentAnswer(
      () =>
        parent.generate(
          request,
          (event) => void connection.sendNotification(protocol.generateEvent, { id, event }),
          token,
        ),
      { message: 'The model could not be asked', action: again },
    ),
  );
  connection.onRequest(protocol.listModels, () =>
    parentAnswer(() => parent.models(), { message: 'The models could not be listed', action: again }),
  );
}

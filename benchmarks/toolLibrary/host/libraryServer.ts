import type { CancellationToken, MessageConnection, RequestType, RequestType0 } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { IdleTimer } from '../../../runtime/host/idleTimer';
import { toResponseError } from '../../../runtime/host/responseErrors';
import { abortSignalOf } from '../../../runtime/host/rpcServer';
import type { RuntimeErrorData } from '../../../runtime/protocol';
import { RuntimeError } from '../../../runtime/runtimeError';
import * as duplicates from '../../../runtime/toolLibrary/duplicates/protocol';
import * as protocol from '../../../runtime/toolLibrary/protocol';
import { LibrarySession } from '../../../runtime/toolLibrary/session';
import { hostError } from '../../host/hostError';
import { FollowedDuplicates, duplicatesSchema, mergeSchema } from './followedDuplicates';
import { measureLibrary } from './measureLibrary';
import * as schemas from './requestSchemas';
import { seldom } from './seldom';

export interface LibraryServerOptions {
  readonly connection: MessageConnection;
  /** State folder of the user. */
  readonly state: string;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
  readonly log: (message: string) => void;
}

const seedOf = (): number => Math.floor(Math.random() * 2 ** 31);

/** Answers the requests of runtime/toolLibrary/protocol.ts over the first folder of the workspace: one long step at a time. */
export class LibraryServer {
  private readonly idle: IdleTimer;
  private readonly closing = new AbortController();
  private config: protocol.LibraryConfig | undefined;
  private session: { readonly root: string; readonly library: LibrarySession } | undefined;
  private step: Promise<unknown> | undefined;
  private readonly followed = new FollowedDuplicates(this.closing.signal);

  constructor(private readonly options: LibraryServerOptions) {
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
  }

  listen(): void {
    this.on(protocol.configureLibrary, schemas.configSchema, async (config) => {
      this.config = config;
      return null;
    });
    this.plain(protocol.readLibraryState, () => this.library().library());
    this.plain(protocol.takeInventory, (signal) => this.alone((library) => library.takeInventory(signal)));
    this.plain(protocol.compareLibrary, (signal) => this.alone((library) => library.compare(signal)));
    this.plain(protocol.planApply, (signal) => this.alone((library) => library.planApply(seedOf(), signal)));
    this.on(protocol.cutLibrary, schemas.cutSchema, ({ height }) => this.alone((library) => library.cut(height)));
    this.on(protocol.readGroup, schemas.groupSchema, ({ group }) => this.library().group(group));
    this.on(protocol.refactorLibrary, schemas.refactorSchema, (params, signal) => this.refactor(params, signal));
    this.on(protocol.decideGroup, schemas.decideSchema, ({ group, accepted }) =>
      this.library().decide(group, accepted),
    );
    this.on(protocol.measureRetrieval, schemas.queriesSchema, ({ queries }, signal) =>
      this.alone((library) => library.measure(queries, signal)),
    );
    this.on(protocol.applied, schemas.editSchema, ({ id }) => this.library().applied(id));
    this.on(protocol.planRevert, schemas.editSchema, ({ id }) => this.library().planRevert(id));
    this.on(protocol.reverted, schemas.editSchema, ({ id }) => this.library().reverted(id));
    this.on(duplicates.findDuplicates, duplicatesSchema, (query, signal) =>
      this.followed.answer(this.library(), query, signal),
    );
    this.on(duplicates.planMerge, mergeSchema, ({ tools, seed }, signal) =>
      this.alone((library) => library.planMerge(tools, seed, signal)),
    );
    this.options.connection.listen();
  }

  /** Ends the step that is under way, and waits for it. */
  async close(): Promise<void> {
    this.idle.dispose();
    this.closing.abort();
    await this.step?.catch(() => undefined);
    this.options.connection.dispose();
  }

  private async refactor(params: protocol.RefactorParams, signal: AbortSignal): Promise<protocol.Library> {
    if (params.model !== undefined) {
      throw new RuntimeError(
        'bad-request',
        'Only verified duplicates are merged here, without a model.',
        'For merging with a model use "whetstone tools refactor --model" on the command line.',
      );
    }
    return this.alone((library) => library.refactor(params, signal));
  }

  /** @throws RuntimeError while another step is under way: each rests on the one before it */
  private async alone<T>(work: (library: LibrarySession) => Promise<T>): Promise<T> {
    if (this.step !== undefined) {
      throw new RuntimeError('bad-request', 'Another step is under way.', 'Wait for it, or stop it.');
    }
    const step = work(this.library());
    this.step = step;
    try {
      return await step;
    } finally {
      this.step = undefined;
    }
  }

  /** Of the folder that is open now; another folder has another library. */
  private library(): LibrarySession {
    const { config } = this;
    if (config === undefined) {
      throw new RuntimeError('unavailable', 'The tool library has not been set up.', 'Report this with the log.');
    }
    const [root] = config.roots;
    if (root === undefined) throw new RuntimeError('bad-request', 'No folder is open.', 'Open a folder first.');
    if (!config.trusted) {
      throw new RuntimeError('bad-request', 'This workspace is not trusted.', 'Trust it, then try again.');
    }
    if (this.session?.root !== root) this.session = { root, library: this.opened(root) };
    return this.session.library;
  }

  private opened(root: string): LibrarySession {
    const { connection, state } = this.options;
    const progress = seldom((now: protocol.LibraryProgress) => {
      // One that cannot be sent means that the parent has gone; 'disconnect' ends this process then.
      connection.sendNotification(protocol.libraryProgress, now).catch(() => undefined);
    });
    return new LibrarySession({
      ...{ root, state, progress },
      mayExecute: () => this.config?.trusted === true && this.config.mayExecute,
      measure: (measured) =>
        measureLibrary(measured, (text) => progress({ stage: 'retrieve', share: undefined, text, cost: 0 })),
    });
  }

  private plain<R>(type: RequestType0<R, RuntimeErrorData>, work: (signal: AbortSignal) => Promise<R>): void {
    this.options.connection.onRequest(type.method, (token: CancellationToken) =>
      this.answer(type.method, () => work(this.signalOf(token))),
    );
  }

  private on<P, R>(
    type: RequestType<P, R, RuntimeErrorData>,
    schema: z.ZodType<P>,
    work: (params: P, signal: AbortSignal) => Promise<R>,
  ): void {
    this.options.connection.onRequest(type.method, (params: unknown, token: CancellationToken) =>
      this.answer(type.method, () => work(schema.parse(params), this.signalOf(token))),
    );
  }

  private signalOf(token: CancellationToken): AbortSignal {
    return AbortSignal.any([abortSignalOf(token), this.closing.signal]);
  }

  private async answer<T>(method: string, work: () => Promise<T>): Promise<T> {
    try {
      return await this.idle.during(work);
    } catch (error) {
      const answer = toResponseError(hostError(error));
      if (answer.data?.kind === 'internal') {
        this.options.log(`${method}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
      }
      throw answer;
    }
  }
}

import path from 'node:path';
import type { MessageConnection, RequestType0 } from 'vscode-jsonrpc';
import { RequestAnswers } from '../../../runtime/host/requestAnswers';
import { seldom } from '../../../runtime/host/seldom';
import type { RuntimeErrorData } from '../../../runtime/protocol';
import { RuntimeError } from '../../../runtime/runtimeError';
import { AppliedChanges } from '../../../runtime/toolLibrary/applying';
import * as duplicates from '../../../runtime/toolLibrary/duplicates/protocol';
import * as protocol from '../../../runtime/toolLibrary/protocol';
import { LibrarySession } from '../../../runtime/toolLibrary/session';
import { openTokenCounter } from '../../../runtime/toolLibrary/tokenCounter';
import { modelsFolder } from '../../core/packageRoot';
import { programVersions } from '../../core/programVersions';
import { hostError } from '../../host/hostError';
import { FollowedDuplicates, duplicatesSchema, mergeSchema } from './followedDuplicates';
import { LibraryModels } from './libraryModels';
import { measureLibrary } from './measureLibrary';
import * as schemas from './requestSchemas';

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

/** Answers the requests of runtime/toolLibrary/protocol.ts over the folder of the workspace that was chosen: one long step at a time. */
export class LibraryServer {
  private readonly answers: RequestAnswers;
  private readonly closing = new AbortController();
  private readonly models: LibraryModels;
  private config: protocol.LibraryConfig | undefined;
  /** By root: going back to a folder finds it as it was left. */
  private readonly sessions = new Map<string, Promise<LibrarySession>>();
  private step: Promise<unknown> | undefined;
  private readonly followed = new FollowedDuplicates(this.closing.signal);

  constructor(private readonly options: LibraryServerOptions) {
    this.answers = new RequestAnswers({ ...options, errorOf: hostError });
    const { connection, state } = options;
    this.models = new LibraryModels({
      ...{ connection, config: () => this.config },
      folder: path.join(state, 'toolLibrary', 'answers'),
    });
  }

  listen(): void {
    const { answers } = this;
    answers.on(protocol.configureLibrary, schemas.configSchema, async (config) => {
      this.config = config;
      return null;
    });
    this.answerSteps();
    this.answerModels();
    answers.on(protocol.readGroup, schemas.groupSchema, async ({ group }) => (await this.library()).group(group));
    answers.on(protocol.decideGroup, schemas.decideSchema, async ({ group, accepted }) =>
      (await this.library()).decide(group, accepted),
    );
    answers.on(protocol.applied, schemas.editSchema, async ({ id }) => (await this.library()).applied(id));
    answers.on(protocol.planRevert, schemas.editSchema, async ({ id }) => (await this.library()).planRevert(id));
    answers.on(protocol.reverted, schemas.editSchema, async ({ id }) => (await this.library()).reverted(id));
    answers.on(duplicates.findDuplicates, duplicatesSchema, async (query, signal) =>
      this.followed.answer(await this.library(), query, signal),
    );
    this.options.connection.listen();
  }

  /** Ends the step that is under way, and waits for it. */
  async close(): Promise<void> {
    this.answers.close();
    this.closing.abort();
    await this.step?.catch(() => undefined);
    this.options.connection.dispose();
  }

  private answerSteps(): void {
    const { answers } = this;
    const plain = (
      type: RequestType0<protocol.Library, RuntimeErrorData>,
      work: (library: LibrarySession, signal: AbortSignal) => Promise<protocol.Library>,
    ) => answers.onPlain(type, (signal) => this.alone((library) => work(library, signal)));
    answers.onPlain(protocol.readLibraryState, async () => (await this.library()).library());
    answers.on(protocol.takeInventory, schemas.inventorySchema, ({ servers }, signal) =>
      this.alone((library) => library.takeInventory(signal, servers)),
    );
    plain(protocol.compareLibrary, (library, signal) => library.compare(signal));
    answers.onPlain(protocol.planApply, (signal) => this.alone((library) => library.planApply(seedOf(), signal)));
    answers.on(protocol.planInline, schemas.editSchema, ({ id }, signal) =>
      this.alone((library) => library.planInline(id, seedOf(), signal)),
    );
    answers.on(protocol.cutLibrary, schemas.cutSchema, ({ height }) => this.alone((library) => library.cut(height)));
    answers.on(protocol.measureRetrieval, schemas.queriesSchema, ({ queries }, signal) =>
      this.alone((library) => library.measure(queries, signal)),
    );
    answers.on(duplicates.planMerge, mergeSchema, ({ tools, seed }, signal) =>
      this.alone((library) => library.planMerge(tools, seed, signal)),
    );
  }

  private answerModels(): void {
    const { answers } = this;
    answers.on(protocol.refactorLibrary, schemas.refactorSchema, (params, signal) =>
      this.alone((library) => library.refactor(params, signal)),
    );
    answers.on(protocol.estimateMerge, schemas.estimateSchema, async ({ model, candidates }, signal) =>
      (await this.library()).estimate(model, candidates, signal),
    );
    answers.on(protocol.nameGroups, schemas.nameSchema, ({ model, limit }, signal) =>
      this.alone((library) => library.nameGroups(model, limit, signal)),
    );
  }

  /** @throws RuntimeError while another step is under way: each rests on the one before it */
  private async alone<T>(work: (library: LibrarySession) => Promise<T>): Promise<T> {
    if (this.step !== undefined) {
      throw new RuntimeError('bad-request', 'Another step is under way.', 'Wait for it, or stop it.');
    }
    const step = this.library().then(work);
    this.step = step;
    try {
      return await step;
    } finally {
      this.step = undefined;
    }
  }

  /** Of the folder that is chosen now, with what was kept of it; another folder has another library. */
  private async library(): Promise<LibrarySession> {
    const { config } = this;
    if (config === undefined) {
      throw new RuntimeError('unavailable', 'The tool library has not been set up.', 'Report this with the log.');
    }
    const { roots, folder } = config;
    const root = folder !== undefined && roots.includes(folder) ? folder : roots[0];
    if (root === undefined) throw new RuntimeError('bad-request', 'No folder is open.', 'Open a folder first.');
    if (!config.trusted) {
      throw new RuntimeError('bad-request', 'This workspace is not trusted.', 'Trust it, then try again.');
    }
    const session = this.sessions.get(root) ?? this.opened(root);
    this.sessions.set(root, session);
    return session;
  }

  private async opened(root: string): Promise<LibrarySession> {
    const { connection, state, log } = this.options;
    // A change that the command line was in the middle of when it was lost is ended, or taken back.
    await new AppliedChanges(root, state).recover().catch((error: unknown) => {
      log(`A change of ${root} that was not ended is left as it is: ${String(error)}`);
    });
    const progress = seldom(
      (now: protocol.LibraryProgress) => {
        // One that cannot be sent means that the parent has gone; 'disconnect' ends this process then.
        this.answers.tell(connection.sendNotification(protocol.libraryProgress, now));
      },
      { stageOf, isEnd: ({ share }) => share === 1 },
    );
    const session = new LibrarySession({
      ...{ root, state, progress, log, models: this.models, version: programVersions().whetstone ?? '' },
      mayExecute: () => this.config?.trusted === true && this.config.mayExecute,
      tokens: () => openTokenCounter(path.join(modelsFolder(), 'embedded')),
      measure: (measured) =>
        measureLibrary(measured, (text) => progress({ stage: 'retrieve', share: undefined, text, cost: 0 })),
    });
    await session.restore();
    return session;
  }
}

/** Each call of a model is told. */
function stageOf({ stage, model }: protocol.LibraryProgress): string {
  return model === undefined ? stage : `${stage} ${model.group} ${model.candidate} ${model.round} ${model.role}`;
}

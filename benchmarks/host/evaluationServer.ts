import type { CancellationToken, MessageConnection, RequestType } from 'vscode-jsonrpc';
import type { z } from 'zod';
import { ledgerBooks } from '../core/runs/gatewayAccess';
import { openRunStore } from '../core/runs/store/openRunStore';
import type { RunStore } from '../core/runs/store/runStore';
import type { RunProgress } from '../core/runs/types';
import { buildReport, compareRuns, exportRun, readExportInput, readReportInput } from '../core/reports';
import { BooksOpener } from '../../runtime/gateway/host/books';
import { IdleTimer } from '../../runtime/host/idleTimer';
import { toResponseError } from '../../runtime/host/responseErrors';
import { abortSignalOf } from '../../runtime/host/rpcServer';
import type { RuntimeErrorData } from '../../runtime/protocol';
import { RuntimeError } from '../../runtime/runtimeError';
import { EvaluationRuns } from './evaluationRuns';
import { asRuntimeError } from './failures';
import { parentAccess } from './parentAccess';
import * as protocol from './protocol';
import * as schemas from './requestSchemas';
import { restingProgress, runView } from './runView';
import { promptText } from './promptText';
import { ScenarioSets } from './scenarioSets';

export interface EvaluationServerOptions {
  readonly connection: MessageConnection;
  /** State folder of the user. */
  readonly folder: string;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
  readonly log: (message: string) => void;
}

/** Views of a run that are told at most so often. Milliseconds. */
const viewMs = 400;

interface Opened {
  readonly store: RunStore;
  readonly runs: EvaluationRuns;
}

/** Answers the requests of host/protocol.ts. */
export class EvaluationServer {
  private readonly idle: IdleTimer;
  private readonly books: BooksOpener;
  private readonly sets: ScenarioSets;
  private config: protocol.EvaluationConfig | undefined;
  private opened: Promise<Opened> | undefined;
  private readonly told = new Map<string, number>();

  constructor(private readonly options: EvaluationServerOptions) {
    const { connection, folder, log } = options;
    this.idle = new IdleTimer(options.idleMs, options.onIdle);
    this.books = new BooksOpener({ folder, onWarning: ({ message }) => log(message), onChange: () => undefined });
    this.sets = new ScenarioSets({
      ...{ folder, log },
      onIndexing: (progress) => this.send(connection.sendNotification(protocol.indexProgress, progress)),
      onMaking: (progress) => this.send(connection.sendNotification(protocol.generateProgress, progress)),
    });
  }

  listen(): void {
    this.answerSets();
    this.answerRuns();
    this.answerResults();
    this.options.connection.listen();
  }

  /** Breaks off what runs, so that it can be gone on with, and closes the books. */
  async close(): Promise<void> {
    this.idle.dispose();
    const opened = await this.opened?.catch(() => undefined);
    await opened?.runs.close();
    await opened?.store.close();
    await this.sets.close();
    await this.books.close();
    this.options.connection.dispose();
  }

  private answerSets(): void {
    const { connection } = this.options;
    this.answer(protocol.configureEvaluation, schemas.evaluationConfigSchema, async (config) => {
      this.config = config;
      return null;
    });
    this.answer(protocol.openRepository, schemas.openRepositorySchema, ({ root }, signal) =>
      this.sets.open(this.trustedRoot(root), signal),
    );
    connection.onRequest(protocol.listSets, () => this.carryOut(() => this.sets.list()));
    this.answer(protocol.generateSet, schemas.generateSetSchema, (params, signal) =>
      this.sets.generate({ ...params, root: this.trustedRoot(params.root) }, this.configured().mayExecute, signal),
    );
    this.answer(protocol.listRejects, schemas.folderSchema, ({ folder }) => this.sets.rejects(folder));
    this.answer(protocol.deleteSet, schemas.folderSchema, async ({ folder }) => {
      await this.sets.delete(folder);
      return null;
    });
  }

  private answerRuns(): void {
    const { connection } = this.options;
    this.answer(protocol.estimateRun, schemas.startRunSchema, async (params, signal) =>
      (await this.open()).runs.estimate(params, signal),
    );
    this.answer(protocol.startRun, schemas.startRunSchema, async (params) => (await this.open()).runs.start(params));
    this.answer(protocol.pauseRun, schemas.runSchema, async ({ run }) => (await this.open()).runs.pause(run));
    this.answer(protocol.resumeRun, schemas.runSchema, async ({ run }) => (await this.open()).runs.resume(run));
    this.answer(protocol.stopRun, schemas.runSchema, async ({ run }) => (await this.open()).runs.stop(run));
    this.answer(protocol.rerunSamples, schemas.rerunSchema, async ({ run, samples }) =>
      (await this.open()).runs.rerun(run, samples),
    );
    this.answer(protocol.deleteRun, schemas.runSchema, async ({ run }) => {
      await (await this.open()).store.delete(run);
      this.runsChanged();
      return null;
    });
    connection.onRequest(protocol.listRuns, () => this.carryOut(async () => (await this.open()).store.runs()));
    this.answer(protocol.readRun, schemas.runSchema, async ({ run }) => {
      const { store, runs } = await this.open();
      return runView(store, runs.progressOf(run) ?? (await restingProgress(store, await store.run(run))));
    });
  }

  private answerResults(): void {
    this.answer(protocol.listSamples, schemas.sampleFilterSchema, async (filter) =>
      (await this.open()).store.samples(filter),
    );
    this.answer(protocol.readSample, schemas.readSampleSchema, async ({ run, index }) => {
      const { store } = await this.open();
      const detail = await store.sample(run, index);
      const scenario = (await store.scenarios(run)).find(({ id }) => id === detail.record.scenario);
      return {
        ...detail,
        title: scenario?.title ?? detail.record.scenario,
        category: scenario?.category ?? '',
        difficulty: difficultyOf(scenario?.difficulty),
        prompt: promptText(detail.calls[0]?.request.messages ?? []),
      };
    });
    this.answer(protocol.readReport, schemas.runSchema, async ({ run }) =>
      buildReport(await readReportInput((await this.open()).store, run)),
    );
    this.answer(protocol.compareRuns, schemas.runsSchema, async ({ runs: [first = '', second = ''] }) => {
      const { store } = await this.open();
      return compareRuns([await readReportInput(store, first), await readReportInput(store, second)]);
    });
    this.answer(protocol.exportRun, schemas.exportRunSchema, async ({ run, format, failedOnly }) =>
      exportRun(await readExportInput((await this.open()).store, run, {}), format, failedOnly),
    );
  }

  /** Scenarios are made from folders of the workspace, after it is trusted. */
  private trustedRoot(root: string): string {
    const { trusted, roots } = this.configured();
    if (trusted && roots.includes(root)) return root;
    throw new RuntimeError(
      'denied',
      `${root} is no folder of a trusted workspace.`,
      'Open it in VS Code and trust it.',
    );
  }

  private configured(): protocol.EvaluationConfig {
    if (this.config !== undefined) return this.config;
    throw new RuntimeError('bad-request', 'The evaluation has no settings yet.', 'Please report this with the log.');
  }

  private open(): Promise<Opened> {
    this.opened ??= this.openStore().catch((error: unknown) => {
      // What was wrong may be right at the next request.
      this.opened = undefined;
      throw error;
    });
    return this.opened;
  }

  private async openStore(): Promise<Opened> {
    const { connection, folder, log } = this.options;
    const store = await openRunStore({ folder });
    const runs = new EvaluationRuns({
      ...{ store, log, models: parentAccess(connection), books: ledgerBooks(() => this.books.open()) },
      mayExecute: () => this.config?.mayExecute === true,
      localOnly: () => this.config?.localOnly !== false,
      onProgress: (progress) => this.progressed(store, progress),
      onChange: () => this.runsChanged(),
      during: (work) => this.idle.during(work),
    });
    return { store, runs };
  }

  private progressed(store: RunStore, progress: RunProgress): void {
    const { id, state } = progress.run;
    const now = Date.now();
    // The last one is always told.
    if (state === 'running' && now - (this.told.get(id) ?? 0) < viewMs) return;
    this.told.set(id, now);
    void runView(store, progress).then(
      (view) => this.send(this.options.connection.sendNotification(protocol.runProgress, view)),
      // The store was closed meanwhile.
      () => undefined,
    );
  }

  private runsChanged(): void {
    this.send(this.options.connection.sendNotification(protocol.runsChanged));
  }

  private answer<P, R>(
    type: RequestType<P, R, RuntimeErrorData>,
    schema: z.ZodType<P>,
    work: (params: P, signal: AbortSignal) => Promise<R>,
  ): void {
    this.options.connection.onRequest(type.method, (params: unknown, token: CancellationToken) =>
      this.carryOut(() => work(schema.parse(params), abortSignalOf(token))),
    );
  }

  private async carryOut<R>(work: () => Promise<R>) {
    try {
      return await this.idle.during(work);
    } catch (error) {
      return toResponseError(asRuntimeError(error));
    }
  }

  /** A parent that is gone hears nothing; its end ends this process too. */
  private send(sent: Promise<void>): void {
    sent.catch(() => undefined);
  }
}

const difficulties = ['easy', 'medium', 'hard', 'expert'] as const;

function difficultyOf(text: string | undefined): protocol.Difficulty | undefined {
  return difficulties.find((each) => each === text);
}

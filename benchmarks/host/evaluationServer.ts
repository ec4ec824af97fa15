import type { MessageConnection } from 'vscode-jsonrpc';
import { RequestAnswers } from '../../runtime/host/requestAnswers';
import { seldom } from '../../runtime/host/seldom';
import { RuntimeError } from '../../runtime/runtimeError';
import { programVersions } from '../core/programVersions';
import { buildReport, compareRuns, exportRun, readExportInput, readReportInput } from '../core/reports';
import { openRunStore } from '../core/runs/store/openRunStore';
import type { RunStore } from '../core/runs/store/runStore';
import type { ModelAccess } from '../core/runs/modelAccess';
import { besideScores } from '../core/runs/besideScores';
import { readRejects } from '../locobench/scenarios';
import { hostError } from './hostError';
import { hostModels } from './hostModels';
import * as protocol from './protocol';
import * as schemas from './requestSchemas';
import { RunKeeper } from './runKeeper';
import { sampleView } from './sampleView';
import { OtherSets } from './otherSets';
import { PlayedEpisodes } from './playedEpisodes';
import { indexRepository, makeOtherSet, makeSet, type MakingParts } from './setMaking';
import { allowSetServers, toolServers, waitingServers } from './toolServers';
import { makeToolSet } from './toolSetMaking';
import { WorkspaceSets } from './workspaceSets';

export interface EvaluationServerOptions {
  readonly connection: MessageConnection;
  /** State folder of the user. */
  readonly folder: string;
  /** Milliseconds without work after which `onIdle` is called; 0: never. */
  readonly idleMs: number;
  readonly onIdle: () => void;
  readonly log: (message: string) => void;
}

interface Opened {
  readonly store: RunStore;
  readonly keeper: RunKeeper;
}

/** Answers the requests of host/protocol.ts. */
export class EvaluationServer {
  private readonly answers: RequestAnswers;
  private readonly sets: WorkspaceSets;
  private readonly others: OtherSets;
  /** One for the connection: a second one would take the events of the first one's answers. */
  private readonly models: ModelAccess;
  private readonly played = new PlayedEpisodes();
  private config: protocol.EvaluationConfig | undefined;
  private opening: Promise<Opened> | undefined;

  constructor(private readonly options: EvaluationServerOptions) {
    this.answers = new RequestAnswers({ ...options, errorOf: hostError });
    this.sets = new WorkspaceSets(options.folder, options.log);
    this.others = new OtherSets(options.folder, options.log);
    this.models = hostModels(options.connection, () => this.config?.project);
  }

  listen(): void {
    this.answers.on(protocol.configureEvaluation, schemas.evaluationConfigSchema, async (config) => {
      this.config = config;
      return null;
    });
    this.answerSets();
    this.answerRuns();
    this.answerResults();
    this.options.connection.listen();
  }

  /** Stops runs, so that they can be gone on with, and closes the store. */
  async close(): Promise<void> {
    this.answers.close();
    await this.played.close();
    const opened = await this.opening?.catch(() => undefined);
    await opened?.keeper.close();
    await opened?.store.close();
    this.options.connection.dispose();
  }

  private answerSets(): void {
    this.answers.on(protocol.openRepository, schemas.openRepositorySchema, ({ root }, signal) =>
      indexRepository(root, this.making(), signal),
    );
    this.answers.onPlain(protocol.listSets, () => this.sets.list(this.configured()));
    this.answers.on(protocol.generateSet, schemas.generateSetSchema, (params, signal) =>
      makeSet(params, this.making(), signal),
    );
    this.answers.onPlain(protocol.listOtherSets, () => this.others.list(this.configured()));
    this.answers.on(protocol.makeOtherSet, schemas.makeOtherSetSchema, (params, signal) =>
      makeOtherSet(params, this.making(), this.others, signal),
    );
    this.answers.onPlain(protocol.listToolServers, () => toolServers(this.configured()));
    this.answers.on(protocol.makeToolSet, schemas.makeToolSetSchema, (params, signal) =>
      makeToolSet(params, this.making(), this.others, this.models, signal),
    );
    this.answers.on(protocol.waitingServers, schemas.folderSchema, ({ folder }) => waitingServers(folder));
    this.answers.on(protocol.allowServers, schemas.allowServersSchema, async ({ folder, consent }) => {
      await allowSetServers(folder, consent);
      return null;
    });
    this.answers.on(protocol.addOtherSet, schemas.folderSchema, ({ folder }) =>
      this.others.add(this.configured(), folder),
    );
    this.answers.on(protocol.removeOtherSet, schemas.folderSchema, async ({ folder }) => {
      await this.others.remove(this.configured(), folder);
      return null;
    });
    this.answers.on(protocol.listRejects, schemas.folderSchema, ({ folder }) => readRejects(folder));
    this.answers.on(protocol.deleteSet, schemas.folderSchema, async ({ folder }) => {
      await this.sets.delete(folder);
      return null;
    });
  }

  private answerRuns(): void {
    this.answers.on(protocol.estimateRun, schemas.startRunSchema, async (params, signal) =>
      (await this.opened()).keeper.estimate(params, signal),
    );
    this.answers.on(protocol.startRun, schemas.startRunSchema, async (params, signal) =>
      (await this.opened()).keeper.start(params, signal),
    );
    this.answers.on(protocol.pauseRun, schemas.runSchema, async ({ run }) => (await this.opened()).keeper.pause(run));
    this.answers.on(protocol.resumeRun, schemas.resumeSchema, async ({ run, budget, secrets }) =>
      (await this.opened()).keeper.work(run, { budget, secrets }),
    );
    this.answers.on(protocol.stopRun, schemas.runSchema, async ({ run }) => (await this.opened()).keeper.stop(run));
    this.answers.on(protocol.deleteRun, schemas.runSchema, async ({ run }) => {
      await (await this.opened()).store.delete(run);
      return null;
    });
    this.answers.on(protocol.rerunSamples, schemas.rerunSchema, async ({ run, samples, secrets }) => {
      const { keeper } = await this.opened();
      const anew = samples === undefined ? ({ kind: 'failed' } as const) : ({ kind: 'samples', samples } as const);
      return keeper.work(run, { secrets, anew });
    });
  }

  private answerResults(): void {
    this.answers.onPlain(protocol.listRuns, async () => (await this.opened()).store.runs());
    this.answers.on(protocol.listSamples, schemas.sampleFilterSchema, async (filter) =>
      (await this.opened()).store.samples(filter),
    );
    this.answers.on(protocol.readSample, schemas.readSampleSchema, async ({ run, index }) =>
      sampleView((await this.opened()).store, run, index),
    );
    this.answers.on(protocol.watchSample, schemas.readSampleSchema, async ({ run, index }) =>
      (await this.opened()).keeper.watch(run, index),
    );
    this.answers.on(protocol.unwatchSample, schemas.readSampleSchema, async ({ run, index }) => {
      (await this.opened()).keeper.unwatch(run, index);
      return null;
    });
    this.answers.on(protocol.beginEpisode, schemas.beginEpisodeSchema, ({ folder, seed }) =>
      this.played.begin(folder, seed),
    );
    this.answers.on(protocol.actInEpisode, schemas.actInEpisodeSchema, ({ id, ...act }) => this.played.act(id, act));
    this.answers.on(protocol.leaveEpisode, schemas.episodeSchema, async ({ id }) => {
      await this.played.leave(id);
      return null;
    });
    this.answers.on(protocol.readRun, schemas.runSchema, async ({ run: id }) => {
      const { store } = await this.opened();
      const page = await store.samples({ run: id, sort: 'ended', descending: true, offset: 0, limit: 20 });
      const recent = page.rows.filter(({ ended }) => ended !== undefined);
      return { run: await store.run(id), rate: undefined, remainingMs: undefined, recent, ...(await store.glance(id)) };
    });
    this.answers.on(protocol.readReport, schemas.runSchema, async ({ run }) => {
      const { store } = await this.opened();
      return buildReport(await readReportInput(store, run, await besideScores(store, run)));
    });
    this.answers.on(protocol.compareRuns, schemas.runsSchema, async ({ runs: [a = '', b = ''] }) => {
      const { store } = await this.opened();
      return compareRuns([await readReportInput(store, a), await readReportInput(store, b)]);
    });
    this.answers.on(protocol.exportRun, schemas.exportRunSchema, async ({ run, format, failedOnly }) => {
      const { store } = await this.opened();
      return exportRun(
        await readExportInput(store, run, programVersions(), await besideScores(store, run)),
        format,
        failedOnly,
      );
    });
  }

  private making(): MakingParts {
    const { connection, folder } = this.options;
    return {
      ...{ state: folder, config: this.configured(), sets: this.sets },
      onIndex: seldom(
        (progress: protocol.IndexProgress) =>
          this.answers.tell(connection.sendNotification(protocol.indexProgress, progress)),
        stages,
      ),
      onMaking: seldom(
        (progress: protocol.GenerateSetProgress) =>
          this.answers.tell(connection.sendNotification(protocol.generateProgress, progress)),
        stages,
      ),
    };
  }

  private configured(): protocol.EvaluationConfig {
    if (this.config) return this.config;
    throw new RuntimeError('unavailable', 'The evaluation has not been set up.', 'Report this with the log.');
  }

  /** @throws RuntimeError; the next request tries again */
  private async opened(): Promise<Opened> {
    this.opening ??= this.open();
    try {
      return await this.opening;
    } catch (error) {
      this.opening = undefined;
      throw error;
    }
  }

  private async open(): Promise<Opened> {
    const { connection, folder, log } = this.options;
    const store = await openRunStore({ folder });
    store.watch(() => this.answers.tell(connection.sendNotification(protocol.runsChanged)));
    const keeper = new RunKeeper({
      ...{ folder, store, log, config: () => this.configured(), during: (work) => this.answers.during(work) },
      models: this.models,
      onProgress: (view) => this.answers.tell(connection.sendNotification(protocol.runProgress, view)),
      onEvents: (events) => this.answers.tell(connection.sendNotification(protocol.sampleEvents, events)),
    });
    return { store, keeper };
  }
}

const stages = {
  stageOf: ({ stage }: { readonly stage: string }) => stage,
  isEnd: ({ done, total }: { readonly done: number; readonly total: number }) => done >= total,
};

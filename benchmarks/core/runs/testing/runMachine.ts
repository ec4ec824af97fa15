/** What runs need, all real but for the patience: store, books, gateway, and a provider on 127.0.0.1 that is told what to answer. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Gateway } from '../../../../runtime/gateway/gateway';
import { readGatewayConfig } from '../../../../runtime/gateway/gatewayConfigFile';
import { openLedger, type SqliteLedger } from '../../../../runtime/gateway/ledger';
import { openGateway } from '../../../../runtime/gateway/openGateway';
import type { GatewayConfig } from '../../../../runtime/gateway/protocol';
import {
  startFakeProvider,
  type FakeAnswer,
  type FakeProvider,
  type FakeRequest,
} from '../../../../runtime/gateway/testing/fakeProvider';
import { impatient } from '../../../../runtime/gateway/testing/gatewayFixture';
import type { LoadedBenchmark } from '../benchmark';
import { gatewayModels, ledgerBooks } from '../gatewayAccess';
import { ActiveRun, type RunnerParts } from '../runner/activeRun';
import { planRun, type RunChoice } from '../runner/planRun';
import { openRunStore } from '../store/openRunStore';
import type { RunStore } from '../store/runStore';
import type { RunRecord } from '../types';
import { squareOf, writeSettings } from './questionFolder';

export class RunMachine {
  /** The answer to each request, from 0; default: every question as its model answers it. */
  script: (request: FakeRequest, index: number) => FakeAnswer = (request) => squareOf(request);

  private constructor(
    readonly folder: string,
    readonly provider: FakeProvider,
    readonly store: RunStore,
    private readonly ledger: SqliteLedger,
    private readonly gateway: Gateway,
    private readonly config: GatewayConfig,
  ) {}

  /** @param parent where its folder is made, e.g. a disk that is small */
  static async start(parent = tmpdir()): Promise<RunMachine> {
    const folder = await mkdtemp(path.join(parent, 'whetstone-machine-'));
    const provider = await startFakeProvider((request, index) => machine.script(request, index));
    const config = await readGatewayConfig(await writeSettings(path.join(folder, 'gateway.json'), provider.origin), {});
    const ledger = await openLedger({ folder });
    const gateway = openGateway({ config, ledger, patience: { ...impatient, attempts: 2 } });
    const store = await openRunStore({ folder });
    const machine = new RunMachine(folder, provider, store, ledger, gateway, config);
    return machine;
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.gateway.dispose();
    await this.ledger.close();
    await this.provider.close();
    await rm(this.folder, { recursive: true, force: true });
  }

  plan(benchmark: LoadedBenchmark, choice: Partial<RunChoice> = {}): Promise<RunRecord> {
    return planRun(this.store, benchmark, {
      ...{ name: undefined, models: ['fake/right'], repeats: 1, seed: 1, maxOutputTokens: 200, temperature: undefined },
      ...{ concurrency: { default: 4 }, budget: undefined, localOnly: false, cache: true, sampling: undefined },
      ...choice,
    });
  }

  runner({ id }: RunRecord, benchmark: LoadedBenchmark, parts: Partial<RunnerParts> = {}): ActiveRun {
    return new ActiveRun(id, benchmark, {
      store: this.store,
      models: gatewayModels(this.gateway, this.config, () => undefined),
      books: ledgerBooks(() => Promise.resolve(this.ledger)),
      patience: { attempts: 2, firstPauseMs: 1, longestPauseMs: 5 },
      ...parts,
    });
  }

  /** Works on a run to its end. */
  async work(run: RunRecord, benchmark: LoadedBenchmark): Promise<RunRecord> {
    return this.runner(run, benchmark).work(new AbortController().signal);
  }
}

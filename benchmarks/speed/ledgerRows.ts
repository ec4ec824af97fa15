/**
 * The books under load: calls of several processes, each reserved and settled durably, beside single durable commits of
 * SQLite on the same disk, in turn.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import path from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { openLedger, type SqliteLedger } from '../../runtime/gateway/ledger';
import { openDatabase } from '../../runtime/store/openDatabase';
import { median } from '../core/statistics';
import { BenchChild } from './benchChild';
import { benchmarkCall, doneSchema, type LedgerOrder } from './ledgerWorker';
import { figure, type SpeedRow } from './report';

export interface LedgerBenchOptions {
  /** Folder on the disk that is measured. */
  readonly folder: string;
  readonly rounds: number;
  readonly signal: AbortSignal;
  readonly onProgress: (what: string) => void;
}

const PROCESSES = 4;
const IN_FLIGHT = 16;
/** Enough that beginning and end of a round hardly count. */
const CALLS_A_PROCESS = 400;
const COMMITS = 100;
/** Reservations one after the other, in one process. */
const ALONE = 20;
const TARGET = 0.2;
const RIVAL = 'one durable SQLite commit';

export async function measureLedger({ folder, rounds, signal, onProgress }: LedgerBenchOptions): Promise<SpeedRow[]> {
  await mkdir(folder, { recursive: true });
  const scratch = await mkdtemp(path.join(folder, 'ledger-'));
  const ledger = await openLedger({ folder: scratch, timeZone: 'UTC', busyMs: 60_000 });
  const rival = await openRival(path.join(scratch, 'rival.db'));
  const workers = Array.from(
    { length: PROCESSES },
    (_, index) => new BenchChild('ledger-worker', scratch, `worker${index}`),
  );
  try {
    for (const period of ['day', 'month', 'total'] as const) {
      await ledger.setBudget({ scope: { kind: 'all' }, period, unit: 'usd', limit: 1e12, warnAt: [0.5, 0.8] });
    }
    await Promise.all(workers.map((worker) => worker.line()));
    const order: LedgerOrder = { calls: CALLS_A_PROCESS, inFlight: IN_FLIGHT, reserve: 1000, settle: 700 };
    const times = { commits: new Array<number>(), calls: new Array<number>(), alone: new Array<number>() };
    for (let round = -1; round < rounds; round++) {
      signal.throwIfAborted();
      onProgress(round < 0 ? 'ledger, to warm up' : `ledger, round ${round + 1} of ${rounds}`);
      const measured = {
        commits: commitSingly(rival),
        calls: await withWorkers(workers, order),
        alone: await reserveAlone(ledger, round),
      };
      if (round < 0) continue;
      times.commits.push(measured.commits);
      times.calls.push(measured.calls);
      times.alone.push(measured.alone);
    }
    const exact = await bookedExactly(ledger, (rounds + 1) * PROCESSES * CALLS_A_PROCESS * order.settle);
    const held = await capHeld(ledger, workers);
    return [
      versusCommits('ledger-load', times.calls, times.commits, {
        what: `a call booked twice (reserved, settled), ${PROCESSES * IN_FLIGHT} in flight from ${PROCESSES} processes`,
        target: `at least ${1 / TARGET} times the rate of single commits`,
        reached: (ratio) => ratio <= TARGET,
      }),
      versusCommits('ledger-alone', times.alone, times.commits, { what: 'a reservation alone, under 3 budgets' }),
      {
        id: 'ledger-exact',
        what: 'all that was settled is booked, to the micro-dollar',
        unit: 'yes/no',
        n: rounds + 1,
        ours: { p50: exact ? 1 : 0 },
        target: 'yes',
        reached: exact,
      },
      {
        id: 'ledger-cap',
        what: `a cap that ${PROCESSES} processes run into is used up and not exceeded`,
        unit: 'yes/no',
        n: 1,
        ours: { p50: held ? 1 : 0 },
        target: 'yes',
        reached: held,
      },
    ];
  } finally {
    for (const worker of workers) await worker.end();
    rival.close();
    await ledger.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @param ours, commits milliseconds each, by round */
function versusCommits(
  id: string,
  ours: readonly number[],
  commits: readonly number[],
  {
    what,
    target,
    reached,
  }: { readonly what: string; readonly target?: string; readonly reached?: (ratio: number) => boolean },
): SpeedRow {
  const pair = { ours: figure(ours), rival: { name: RIVAL, ...figure(commits) } };
  const ratio = pair.ours.p50 / pair.rival.p50;
  const ratios = ours.map((time, round) => time / (commits[round] ?? Number.NaN));
  const rate = (ms: number) => `${(1000 / ms).toFixed(0)}/s`;
  return {
    id,
    what,
    unit: 'ms',
    n: ours.length,
    ...pair,
    ratio,
    ...(target !== undefined && reached !== undefined && { target, reached: reached(ratio) }),
    note:
      `${rate(median(ours))} against ${rate(median(commits))}; times the rate of single commits, by round: ` +
      `${(1 / Math.max(...ratios)).toFixed(1)} to ${(1 / Math.min(...ratios)).toFixed(1)}, median ${(1 / median(ratios)).toFixed(1)}.`,
  };
}

async function openRival(file: string): Promise<DatabaseSync> {
  return openDatabase({
    file,
    what: 'the rival',
    repair: 'delete it',
    applicationId: 1,
    migrations: ['CREATE TABLE rows (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT'],
  });
}

/** @returns milliseconds a commit; WAL and `synchronous=FULL`, a row as large as a call, nothing else */
function commitSingly(rival: DatabaseSync): number {
  const insert = rival.prepare('INSERT INTO rows (text) VALUES (?)');
  const text = JSON.stringify(benchmarkCall('worker0-0-0', 1000));
  const started = performance.now();
  for (let commit = 0; commit < COMMITS; commit++) insert.run(text);
  return (performance.now() - started) / COMMITS;
}

/** @returns milliseconds a call */
async function withWorkers(workers: readonly BenchChild[], order: LedgerOrder): Promise<number> {
  const started = performance.now();
  await Promise.all(workers.map((worker) => carryOut(worker, order)));
  return (performance.now() - started) / (workers.length * order.calls);
}

/** @returns milliseconds a reservation */
async function reserveAlone(ledger: SqliteLedger, round: number): Promise<number> {
  const names = Array.from({ length: ALONE }, (_, index) => `alone-${round}-${index}`);
  const started = performance.now();
  for (const name of names) await ledger.reserve(benchmarkCall(name, 1));
  const elapsed = (performance.now() - started) / ALONE;
  for (const call of names) {
    await ledger.settle({ call, outcome: 'not-sent', cost: 0, usage: undefined, finish: undefined });
  }
  return elapsed;
}

async function bookedExactly(ledger: SqliteLedger, expected: number): Promise<boolean> {
  const states = await ledger.allStates();
  await ledger.check();
  return states.length === 3 && states.every(({ settled, reserved }) => settled === expected && reserved === 0);
}

/** Calls for twice a budget, at once: what fits is let in, to the last one. */
async function capHeld(ledger: SqliteLedger, workers: readonly BenchChild[]): Promise<boolean> {
  const scope = { kind: 'provider', provider: 'openai' } as const;
  const { id } = await ledger.setBudget({ scope, period: 'total', unit: 'usd', limit: 800_999, warnAt: [] });
  await Promise.all(
    workers.map((worker) =>
      carryOut(worker, { calls: CALLS_A_PROCESS, inFlight: IN_FLIGHT, reserve: 1000, settle: 1000 }),
    ),
  );
  const state = (await ledger.allStates()).find(({ budget }) => budget.id === id);
  return state?.settled === 800_000 && state.reserved === 0;
}

async function carryOut(worker: BenchChild, order: LedgerOrder): Promise<void> {
  doneSchema.parse(JSON.parse(await worker.ask(JSON.stringify(order))));
}

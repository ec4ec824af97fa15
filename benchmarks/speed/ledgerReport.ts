/** The figures of the ledger as a report of their own. */
import { availableParallelism, cpus, loadavg } from 'node:os';
import { measureLedger, type LedgerBenchOptions } from './ledgerRows';
import type { SpeedReport } from './report';

export async function measureLedgerAlone(options: LedgerBenchOptions): Promise<SpeedReport> {
  const before = loadavg()[0] ?? 0;
  const rows = await measureLedger(options);
  return {
    machine: {
      cpu: cpus()[0]?.model.trim() ?? 'unknown processor',
      cores: availableParallelism(),
      node: process.version,
      load: [before, loadavg()[0] ?? 0],
    },
    model: { id: `ledger in ${options.folder}` },
    rival: { name: 'single commits of SQLite (WAL, synchronous=FULL) on the same disk' },
    threads: 1,
    rows,
    missing: [],
  };
}

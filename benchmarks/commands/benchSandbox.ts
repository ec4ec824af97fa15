/** `whetstone bench sandbox`: what the sandbox adds to the start of a command, beside a bare start of the same command. */
import type { Command } from 'commander';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandOutput } from '../core/commandOutput';
import { median, percentile } from '../core/statistics';
import { integer } from './optionValues';

interface SandboxOptions {
  readonly runs: number;
  readonly folder: string;
  readonly json?: true;
}

interface Row {
  readonly what: string;
  readonly n: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
}

export function addBenchSandboxCommand(bench: Command, output: CommandOutput, signal: AbortSignal): void {
  bench
    .command('sandbox')
    .description('start and end of `true` in the sandbox: empty, and over a folder; beside a bare start')
    .option('--runs <n>', 'runs of each, in turn', integer(1, 10_000), 50)
    .option('--folder <dir>', 'folder that is laid over', '.')
    .option('--json', 'print one JSON document')
    .action(async (options: SandboxOptions) => {
      const { openSandbox } = await import('../../runtime/tools/sandbox');
      const sandbox = await openSandbox();
      const command = { program: '/usr/bin/true', args: [] };
      const folder = path.resolve(options.folder);
      const ways: Readonly<Record<string, () => Promise<unknown>>> = {
        bare: () => Promise.resolve(spawnSync(command.program, { cwd: tmpdir() })),
        'sandbox, empty folder': () => sandbox.run({ command, folder: { kind: 'empty' } }, signal),
        'sandbox, over the folder': () => sandbox.run({ command, folder: { kind: 'copy', path: folder } }, signal),
      };
      const times = new Map<string, number[]>(Object.keys(ways).map((what) => [what, []]));
      for (let run = 0; run < options.runs && !signal.aborted; run++) {
        for (const [what, way] of Object.entries(ways)) {
          const start = performance.now();
          await way();
          times.get(what)?.push(performance.now() - start);
        }
      }
      signal.throwIfAborted();
      const rows = [...times].map(([what, values]): Row => ({
        what,
        n: values.length,
        p50: median(values),
        p95: percentile(values, 0.95),
      }));
      const answer = { containment: sandbox.containment, folder, rows };
      output.answer(options.json === true, answer, () =>
        [
          sandbox.containment,
          ...rows.map(
            ({ what, n, p50, p95 }) => `${what}: p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms (n = ${n})`,
          ),
        ].join('\n'),
      );
    });
}

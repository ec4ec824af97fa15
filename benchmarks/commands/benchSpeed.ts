/** `whetstone bench speed`: the figures of speed and memory, each beside a named rival. */
import type { Command } from 'commander';
import { defaultThreads } from '../../runtime/host/threadCount';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import { chosenModel } from './chosenModel';
import { integer } from './optionValues';

interface BenchOptions {
  readonly model: string;
  readonly threads: number;
  readonly json?: true;
}

export function addBenchCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const bench = program.command('bench').description('measure speed and memory');
  bench
    .command('speed')
    .description('speed and memory of infilling, each figure beside a named rival in the same run')
    .option('--model <id>', 'embedded, or a model folder', 'embedded')
    .option('--threads <n>', 'threads of both sides', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: BenchOptions) => {
      const { measureSpeed } = await import('../speed/speedBenchmark');
      const { tableOf } = await import('../speed/report');
      const { threads } = options;
      const model = await chosenModel(options.model);
      const engine = await openEngine(threads);
      try {
        const onProgress = (what: string) => output.log(`measuring: ${what}`);
        const report = await measureSpeed({ model, threads, engine, signal, onProgress });
        if (report.machine.load[1] > report.machine.cores) {
          output.log('The machine was busy: its wall times are inflated on both sides. See the processor times.');
        }
        output.answer(options.json === true, report, () => tableOf(report));
      } finally {
        await engine.dispose();
      }
    });
  bench
    .command('rival-memory', { hidden: true })
    .argument('<file>')
    .requiredOption('--threads <n>', '', integer(1, 256))
    .action(async (file: string, options: { readonly threads: number }) => {
      const { measureRivalMemory } = await import('../speed/memoryRows');
      output.answer(true, await measureRivalMemory(file, options.threads), () => '');
    });
}

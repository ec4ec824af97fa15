/** `whetstone bench llama`: text generation on llama.cpp beside its own programs. */
import type { Command } from 'commander';
import { defaultThreads } from '../../runtime/host/threadCount';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';

interface LlamaOptions {
  readonly llamaCpp?: string;
  readonly only: readonly string[];
  readonly rounds: number;
  readonly threads: number;
  readonly json?: true;
}

export function addBenchLlamaCommand(bench: Command, output: CommandOutput, signal: AbortSignal): void {
  bench
    .command('llama')
    .description('text generation on llama.cpp, beside llama-bench and llama-server of the same version')
    .option('--llama-cpp <folder>', 'folder with llama-bench and llama-server; default: built once in .cache')
    .option('--only <names...>', 'prefill, generation, infill, constrained, turns, tools', [])
    .option('--rounds <n>', 'times that both sides are measured in turn', integer(1, 1000), 10)
    .option('--threads <n>', 'threads of both sides', integer(1, 256), defaultThreads())
    .option('--json', 'print one JSON document')
    .action(async (options: LlamaOptions) => {
      const { llamaMeasures, measureLlama } = await import('../speed/llama/llamaRows');
      const { llamaCppPrograms } = await import('../speed/llama/llamaCppBuild');
      const { tableOf } = await import('../speed/report');
      const names: readonly string[] = llamaMeasures;
      const unknown = options.only.find((name) => !names.includes(name));
      if (unknown !== undefined)
        throw new BadInputError(`There is no "${unknown}". Give some of: ${names.join(', ')}.`);
      const onProgress = (what: string) => output.log(`measuring: ${what}`);
      const programs = await llamaCppPrograms(options.llamaCpp, onProgress);
      const report = await measureLlama({ ...options, programs, signal, onProgress });
      output.answer(options.json === true, report, () => tableOf(report));
    });
}

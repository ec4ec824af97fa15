/** `whetstone bench speed`: the figures of speed and memory, each beside a named rival. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import { defaultThreads } from '../../runtime/host/threadCount';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { openEngine } from '../core/openEngine';
import type { ModelRunner } from '../../runtime/protocol';
import { packageRoot } from '../core/packageRoot';
import type { SpeedReport } from '../speed/report';
import { addBenchEvaluationCommand } from './benchEvaluation';
import { addBenchLlamaCommand } from './benchLlama';
import { addBenchRepositoryCommand } from './benchRepository';
import { addBenchDecisionsCommand, addBenchRoutingCommand } from './benchRouting';
import { addBenchSandboxCommand } from './benchSandbox';
import { addBenchScenariosCommand } from './benchScenarios';
import { addBenchUserbenchCommand } from './benchUserbench';
import { addBenchDuplicatesCommand } from './benchDuplicates';
import { addBenchToolLibraryCommand } from './benchToolLibrary';
import { chosenModel } from './chosenModel';
import { integer } from './optionValues';
import { runnerChoices } from './providerOption';

interface BenchOptions {
  readonly model: string;
  readonly threads: number;
  readonly json?: true;
}

interface PassesOptions {
  readonly provider: ModelRunner;
  readonly shape: string;
  readonly repeats: number;
  readonly threads: number;
  readonly json?: true;
}

interface ToolsOptions {
  readonly tools: string;
  readonly queries: string;
  readonly repeats: number;
  readonly callerWeights?: string;
  readonly json?: true;
}

export function addBenchCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const bench = program.command('bench').description('measure speed, memory and spending');
  addBenchRoutingCommand(bench, output, signal);
  addBenchDecisionsCommand(bench, output);
  addBenchEvaluationCommand(bench, output, signal);
  addBenchRepositoryCommand(bench, output, signal);
  addBenchSandboxCommand(bench, output, signal);
  addBenchScenariosCommand(bench, output, signal);
  addBenchUserbenchCommand(bench, output);
  addBenchToolLibraryCommand(bench, output);
  addBenchDuplicatesCommand(bench, output, signal);
  addBenchLlamaCommand(bench, output, signal);
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
    .command('passes')
    .description('passes of CoDA-shaped models with random weights, by weight format, beside llama.cpp')
    .option('--shape <name>', 'mid, coda-2-layers, or all', 'all')
    .option('--repeats <n>', 'runs of each pass', integer(1, 1000), 12)
    .option('--threads <n>', 'threads of both sides', integer(1, 256), defaultThreads())
    .addOption(
      new Option('--provider <name>', 'what runs our passes, in the weight formats that suit it')
        .choices(runnerChoices.filter((name) => name !== 'auto'))
        .default('cpu'),
    )
    .option('--json', 'print one JSON document')
    .action(async (options: PassesOptions) => {
      const { largeShapes } = await import('../speed/largeShapes');
      const shapes = largeShapes.filter(({ name }) => options.shape === 'all' || options.shape === name);
      if (shapes.length === 0) {
        const names = largeShapes.map(({ name }) => name).join(', ');
        throw new BadInputError(`There is no shape "${options.shape}". Give one of: ${names}, all.`);
      }
      const { measureLargePasses } = await import('../speed/largePassRows');
      const { tableOf } = await import('../speed/report');
      const onProgress = (what: string) => output.log(`measuring: ${what}`);
      const reports: SpeedReport[] = [];
      for (const shape of shapes) reports.push(await measureLargePasses(shape, { ...options, signal, onProgress }));
      output.answer(options.json === true, { reports }, () => reports.map(tableOf).join('\n\n'));
    });
  bench
    .command('conversion')
    .description('conversion of a CoDA-shaped checkpoint with random weights: speed and memory')
    .option('--layers <n>', 'of 28; a layer is 0.1 GB in bf16, embedding and head are 1.2 GB', integer(1, 28), 2)
    .option('--json', 'print one JSON document')
    .action(async ({ layers, json }: { readonly layers: number; readonly json?: true }) => {
      const { allCases } = await import('../speed/conversionRows');
      const { measureConversionAlone } = await import('../speed/conversionReport');
      const onProgress = (what: string) => output.log(`measuring: ${what}`);
      const report = await measureConversionAlone({ layers, cases: allCases, signal, onProgress });
      const { tableOf } = await import('../speed/report');
      output.answer(json === true, report, () => tableOf(report));
    });
  bench
    .command('ledger')
    .description('books of model calls under load, beside single durable commits of SQLite')
    .option('--folder <folder>', 'folder on the disk that is measured', path.join(packageRoot(), '.cache', 'speed'))
    .option('--rounds <n>', 'times that both sides are measured in turn', integer(1, 1000), 20)
    .option('--json', 'print one JSON document')
    .action(async (options: { readonly folder: string; readonly rounds: number; readonly json?: true }) => {
      const { measureLedgerAlone } = await import('../speed/ledgerReport');
      const { tableOf } = await import('../speed/report');
      const onProgress = (what: string) => output.log(`measuring: ${what}`);
      const folder = path.resolve(options.folder);
      const report = await measureLedgerAlone({ folder, rounds: options.rounds, signal, onProgress });
      output.answer(options.json === true, report, () => tableOf(report));
    });
  bench
    .command('gateway')
    .description('what the local server adds to a request, beside the same request without it')
    .option(
      '--folder <folder>',
      'folder on the disk that the books are on',
      path.join(packageRoot(), '.cache', 'speed'),
    )
    .option('--pairs <n>', 'requests on each side, in turn', integer(1, 100_000), 300)
    .option('--json', 'print one JSON document')
    .action(async (options: { readonly folder: string; readonly pairs: number; readonly json?: true }) => {
      const { measureGateway } = await import('../speed/gatewayRows');
      const { tableOf } = await import('../speed/report');
      const onProgress = (what: string) => output.log(`measuring: ${what}`);
      const folder = path.resolve(options.folder);
      const report = await measureGateway({ folder, pairs: options.pairs, signal, onProgress });
      output.answer(options.json === true, report, () => tableOf(report));
    });
  bench
    .command('ledger-worker', { hidden: true })
    .argument('<folder>')
    .argument('<name>')
    .action(async (folder: string, name: string) => {
      const { workOnLedger } = await import('../speed/ledgerWorker');
      await workOnLedger(folder, name);
    });
  bench.command('gateway-provider', { hidden: true }).action(async () => {
    const { workAsProvider } = await import('../speed/gatewayWorkers');
    await workAsProvider();
  });
  bench
    .command('gateway-server', { hidden: true })
    .argument('<folder>')
    .argument('<origin>')
    .action(async (folder: string, origin: string) => {
      const { workAsServer } = await import('../speed/gatewayWorkers');
      await workAsServer(folder, origin);
    });
  bench
    .command('tools')
    .description('what many tools cost a request: finding the relevant ones, beside a plain scan of all')
    .requiredOption('--tools <file>', 'seal-tools.jsonl: one {api_name, api_description, parameters} a line')
    .requiredOption('--queries <file>', 'one {id, query, calling: [{api}]} a line')
    .option('--repeats <n>', 'requests on each side', integer(20, 100_000), 700)
    .option('--caller-weights <file>', 'also a call of the embedded caller, beside the retrieval baseline')
    .option('--json', 'print one JSON document')
    .action(async ({ tools, queries, repeats, callerWeights, json }: ToolsOptions) => {
      const { readQueries, readTools } = await import('../functionCalling/toolCollection');
      const { measureTools } = await import('../speed/toolRows');
      const { tableOf } = await import('../speed/report');
      const all = await readTools(tools);
      const wanted = await readQueries(queries, all);
      const { readEmbeddedCaller } = await import('../functionCalling/embeddedCallerModel');
      const caller = callerWeights === undefined ? undefined : await readEmbeddedCaller(callerWeights);
      const report = await measureTools({ tools: all, queries: wanted, sizes: [20, 200, 4000], repeats, caller });
      output.answer(json === true, report, () => tableOf(report));
    });
  bench
    .command('search')
    .description('searching the files of a workspace, beside git grep and grep in the same run')
    .option('--files <n>', 'files of the generated repository', integer(100, 200_000), 10_000)
    .option('--repeats <n>', 'searches on each side, in turn', integer(3, 1000), 20)
    .option('--json', 'print one JSON document')
    .action(
      async ({ files, repeats, json }: { readonly files: number; readonly repeats: number; readonly json?: true }) => {
        const { measureSearch } = await import('../speed/searchRows');
        const { tableOf } = await import('../speed/report');
        const report = await measureSearch({
          files,
          repeats,
          signal,
          onProgress: (what) => output.log(`measuring: ${what}`),
        });
        output.answer(json === true, report, () => tableOf(report));
      },
    );
  bench
    .command('conversion-child', { hidden: true })
    .argument('<checkpoint>')
    .argument('<out>')
    .argument('<quantisation>')
    .action(async (checkpoint: string, out: string, quantisation: string) => {
      const { measureInThisProcess } = await import('../speed/conversionRows');
      output.answer(true, await measureInThisProcess(checkpoint, out, quantisation), () => '');
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

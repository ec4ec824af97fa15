/** `whetstone providers`: what can run models on this machine, and how fast. */
import type { Command } from 'commander';
import path from 'node:path';
import { defaultThreads } from '../../runtime/host/threadCount';
import type { ProviderReport, ProvidersResult } from '../../runtime/protocol';
import type { CommandOutput } from '../core/commandOutput';
import { integer } from './optionValues';
import { cacheFolder } from './providerOption';

interface ProvidersOptions {
  readonly probe?: true;
  readonly threads: number;
  readonly state: string;
  readonly json?: true;
}

export function addProvidersCommand(program: Command, output: CommandOutput): void {
  program
    .command('providers')
    .description('what can run models here: each provider is tried in a process of its own, and remembered')
    .option('--probe', 'try them anew, whatever is remembered')
    .option('--threads <n>', "threads of the processor's passes", integer(1, 256), defaultThreads())
    .option('--state <folder>', 'where it is remembered', cacheFolder())
    .option('--json', 'print one JSON document')
    .action(async (options: ProvidersOptions) => {
      const { probeProgram, Providers, recommendedFormat } = await import('../../runtime/diffusion');
      const { threads } = options;
      const folder = path.resolve(options.state);
      const providers = new Providers({ program: probeProgram(), threads, folder });
      const result = await providers.list({ probe: options.probe ? 'always' : 'unknown' });
      const answer = { ...result, format: recommendedFormat(result.chosen) };
      output.answer(options.json === true, answer, () => textOf(result));
    });
}

function textOf({ chosen, providers, probedAt, remembered }: ProvidersResult): string {
  const lines = providers.map((report) => `${report.name === chosen ? '*' : ' '} ${lineOf(report)}`);
  return [...lines, `  ${remembered ? 'remembered from' : 'tried at'} ${probedAt}`].join('\n');
}

function lineOf({
  name,
  state,
  reason,
  format,
  difference,
  contextMs,
  stepMs,
  leftToProcessor,
}: ProviderReport): string {
  const facts = [
    state,
    reason,
    format,
    difference === undefined || name === 'cpu' ? undefined : `differs by ${(100 * difference).toFixed(1)} %`,
    leftToProcessor?.length ? `leaves ${leftToProcessor.join(', ')} to the processor` : undefined,
    contextMs === undefined || stepMs === undefined
      ? undefined
      : `256 rows ${contextMs.toFixed(1)} ms, step of 32 rows ${stepMs.toFixed(1)} ms`,
  ];
  return `${name.padEnd(8)} ${facts.filter((fact) => fact !== undefined).join('; ')}`;
}

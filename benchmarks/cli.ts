/** The `whetstone` command. Exit status: 0 done, 1 failed, 2 bad input. */
import { Command, CommanderError } from 'commander';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { GatewayError } from '../runtime/gateway/gatewayError';
import { RuntimeError } from '../runtime/runtimeError';
import { SandboxRequestError, SandboxUnavailableError } from '../runtime/tools/sandbox';
import { commandModules } from './commands/commandModules';
import { BadInputError } from './core/badInputError';
import { CommandOutput } from './core/commandOutput';
import { diskFailure } from './core/diskFailure';
import { EvaluationError } from './core/runs/evaluationError';
import { FailedCheckError } from './core/failedCheckError';
import { packageRoot } from './core/packageRoot';

async function main(): Promise<number> {
  const output = new CommandOutput(process.stdout, process.stderr);
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  process.once('SIGTERM', () => cancel.abort());

  const manifest = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(path.join(packageRoot(), 'package.json'), 'utf8')));
  const program = new Command('whetstone')
    .description('Local code infilling: suggestions, evaluation, models, benchmarks.')
    .version(manifest.version)
    .exitOverride()
    .showSuggestionAfterError()
    .addHelpText('after', '\nExit status: 0 done, 1 failed, 2 bad input.');
  const named = commandModules.get(process.argv[2] ?? '');
  // Without a known command all are loaded: for the help, and to say what may have been meant.
  for (const load of named ? [named] : commandModules.values()) (await load())(program, output, cancel.signal);

  try {
    await program.parseAsync();
    return 0;
  } catch (error) {
    return report(error, output, cancel.signal);
  }
}

/** @returns the exit status */
function report(error: unknown, output: CommandOutput, signal: AbortSignal): number {
  if (error instanceof CommanderError) {
    // Commander has printed its message, or the help that was asked for.
    return error.exitCode === 0 ? 0 : 2;
  }
  // Also when it was cancelled: it says what is kept, and how to go on.
  if (error instanceof FailedCheckError) {
    output.log(`whetstone: ${error.message}`);
    return 1;
  }
  if (signal.aborted) {
    output.log('whetstone: cancelled.');
    return 1;
  }
  if (error instanceof BadInputError) {
    output.log(`whetstone: ${error.message}`);
    return 2;
  }
  if (error instanceof EvaluationError) {
    output.log(`whetstone: ${error.message}`);
    return error.kind === 'set-damaged' ? 2 : 1;
  }
  if (error instanceof RuntimeError) {
    output.log(`whetstone: ${error.message} ${error.action}`);
    return ['model-missing', 'model-corrupt', 'model-unsupported', 'bad-request'].includes(error.kind) ? 2 : 1;
  }
  if (error instanceof GatewayError) {
    output.log(`whetstone: ${error.message} ${error.action}`);
    return error.kind === 'bad-request' ? 2 : 1;
  }
  if (error instanceof SandboxUnavailableError || error instanceof SandboxRequestError) {
    output.log(`whetstone: ${error.message} ${error.action}`);
    return error instanceof SandboxRequestError ? 2 : 1;
  }
  const disk = diskFailure(error);
  if (disk !== undefined) {
    output.log(`whetstone: ${disk}`);
    return 1;
  }
  output.log(`whetstone: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}

void main().then((status) => {
  // Not left to end by itself: WebGPU's static destructors abort a process that has used it.
  process.stdout.write('', () => process.stderr.write('', () => process.exit(status)));
});

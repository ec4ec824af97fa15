/** `--provider`: what runs a model, for the commands that load one. */
import { Option } from 'commander';
import { homedir } from 'node:os';
import path from 'node:path';
import type { RunnerChoice } from '../../runtime/protocol';
import type { CommandOutput } from '../core/commandOutput';
import type { RunnerOptions } from '../core/openEngine';

export const runnerChoices = ['auto', 'cpu', 'webgpu', 'directml', 'coreml', 'cuda', 'llama'] as const;

/** The processor unless asked otherwise: results of one machine are to be had on another. */
export function providerOption(): Option {
  return new Option(
    '--provider <name>',
    'what runs the model; auto: the fastest that `whetstone providers` has found here for its weights',
  )
    .choices([...runnerChoices])
    .default('cpu' satisfies RunnerChoice);
}

/** @param output told on standard error what is not as it was asked for */
export function runnerOptions(provider: RunnerChoice, output: CommandOutput): RunnerOptions {
  return { provider, stateFolder: cacheFolder(), warn: (message) => output.log(message) };
}

/** Where programs of this system keep what can be found out again. */
export function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  if (process.platform === 'win32') return path.join(LOCALAPPDATA ?? homedir(), 'whetstone');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library', 'Caches', 'whetstone');
  return path.join(XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'whetstone');
}

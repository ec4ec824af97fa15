import type { EngineOptions, InfillEngine } from '../../runtime/diffusion';
import type { RunnerChoice } from '../../runtime/protocol';
import { modelsFolder } from './packageRoot';

export interface RunnerOptions {
  readonly provider: RunnerChoice;
  /** Folder where it is remembered which providers run here. */
  readonly stateFolder: string;
  /** Told what is not as it was asked for. */
  readonly warn: (message: string) => void;
}

/**
 * Imports the engine, and with it the native module, only when a command computes: help and messages stay quick.
 * @param runner default: the processor, and llama.cpp for GGUF files
 */
export async function openEngine(threads: number, runner?: RunnerOptions): Promise<InfillEngine> {
  const { InfillEngine } = await import('../../runtime/diffusion');
  return new InfillEngine({ threads, modelsFolder: modelsFolder(), ...(runner && (await runnerOf(threads, runner))) });
}

/** What `openModel` asks. Only what is remembered counts: trying takes minutes and is a command of its own. */
export async function runnerOf(
  threads: number,
  { provider, stateFolder, warn }: RunnerOptions,
): Promise<Pick<EngineOptions, 'runner' | 'warn'>> {
  const { decideRunner, probeProgram, Providers } = await import('../../runtime/diffusion');
  const providers = new Providers({ program: probeProgram(), threads, folder: stateFolder });
  const runner: EngineOptions['runner'] = async (model) =>
    decideRunner(provider, model, await providers.list({ probe: 'never' }));
  return { runner, warn };
}

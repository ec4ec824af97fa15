import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { NamedValues } from '../goldenPasses';

/** What a model computed on a provider and on the processor. */
export interface ModelRun {
  readonly folder: string;
  /** What ran the passes in the end. */
  readonly provider: string;
  readonly warnings: readonly string[];
  readonly actual: readonly NamedValues[];
  readonly expected: readonly NamedValues[];
}

/** Runs models in a process of their own. @throws Error when the process fails */
export async function runModels(
  provider: 'webgpu' | 'cuda',
  folders: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<readonly ModelRun[]> {
  const child = fork(path.join(__dirname, 'runModels.ts'), [provider, ...folders], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
    env,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const runs: ModelRun[] = [];
  let output = '';
  child.on('message', (run) => runs.push(run as ModelRun));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code] = (await once(child, 'close')) as [number | null];
  if (runs.length < folders.length || code !== 0) throw new Error(`the process ended with ${code}: ${output}`);
  return runs;
}

import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { ProviderName, RunnerChoice } from '../protocol';
import { defaultThreads } from './threadCount';

/** How the parent wants its child. */
export interface HostOptions {
  /** Folder that holds the `embedded` model folder. */
  readonly modelsFolder: string;
  /** Threads of a forward pass. */
  readonly threads: number;
  /** Milliseconds without work after which the child exits; 0: never. */
  readonly idleMs: number;
  /** Folder where it is remembered which providers run on this machine; undefined: not remembered. */
  readonly stateFolder?: string | undefined;
  /** What runs models whose weights suit it; 'auto': the one that was found to be the fastest, the processor until then. */
  readonly provider: RunnerChoice;
  /** Provider that took the process before this one with it; it is remembered as bad. */
  readonly crashed?: ProviderName | undefined;
}

const schema = z.object({
  modelsFolder: z.string().min(1),
  threads: z.coerce.number().int().min(1).max(256),
  idleMs: z.coerce
    .number()
    .int()
    .nonnegative()
    .max(2 ** 31 - 1),
  stateFolder: z.string().min(1).optional(),
  provider: z.enum(['auto', 'cpu', 'webgpu', 'directml', 'coreml', 'cuda', 'llama']),
  crashed: z.enum(['webgpu', 'directml', 'coreml', 'cuda']).optional(),
});

/**
 * Reads the child's command line: `--models-folder FOLDER [--threads N] [--idle-ms N] [--state-folder FOLDER]
 * [--provider NAME] [--crashed NAME]`.
 * @throws Error for an unknown option, or a value out of range.
 */
export function parseHostOptions(argv: readonly string[]): HostOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'models-folder': { type: 'string' },
      threads: { type: 'string' },
      'idle-ms': { type: 'string', default: '300000' },
      'state-folder': { type: 'string' },
      provider: { type: 'string', default: 'auto' },
      crashed: { type: 'string' },
    },
  });
  return schema.parse({
    modelsFolder: values['models-folder'],
    threads: values.threads ?? defaultThreads(),
    idleMs: values['idle-ms'],
    ...(values['state-folder'] === undefined ? {} : { stateFolder: values['state-folder'] }),
    provider: values.provider,
    ...(values.crashed === undefined ? {} : { crashed: values.crashed }),
  });
}

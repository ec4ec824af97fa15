import path from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

/** How the parent wants its models child. */
export interface ModelsHostOptions {
  /** Absolute path of the models folder. */
  readonly modelsFolder: string;
  /** Absolute path of the folder of the model that ships. */
  readonly embedded: string;
  /** Absolute path of the program that downloads. */
  readonly downloadEntry: string;
  readonly endpoint: string | undefined;
  readonly proxy: string | undefined;
  readonly stateFolder: string | undefined;
  /** Nothing is asked of any hub. */
  readonly localOnly: boolean;
  /** Milliseconds without work after which the child exits; 0: never. */
  readonly idleMs: number;
}

const absolute = z.string().refine((folder) => path.isAbsolute(folder), 'must be an absolute path');

/**
 * Reads the child's command line: `--models-folder FOLDER --embedded FOLDER --download-entry FILE [--endpoint URL]
 * [--proxy URL] [--state-folder FOLDER] [--local-only] [--idle-ms N]`. A token never comes this way.
 * @throws Error for an unknown option, or a value that is not right
 */
export function parseModelsHostOptions(argv: readonly string[]): ModelsHostOptions {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      'models-folder': { type: 'string' },
      embedded: { type: 'string' },
      'download-entry': { type: 'string' },
      endpoint: { type: 'string' },
      proxy: { type: 'string' },
      'state-folder': { type: 'string' },
      'local-only': { type: 'boolean', default: false },
      'idle-ms': { type: 'string', default: '300000' },
    },
  });
  return {
    modelsFolder: absolute.parse(values['models-folder']),
    embedded: absolute.parse(values.embedded),
    downloadEntry: absolute.parse(values['download-entry']),
    endpoint: values.endpoint === '' ? undefined : values.endpoint,
    proxy: values.proxy === '' ? undefined : values.proxy,
    stateFolder: values['state-folder'] === undefined ? undefined : absolute.parse(values['state-folder']),
    localOnly: values['local-only'],
    idleMs: z.coerce
      .number()
      .int()
      .nonnegative()
      .max(2 ** 31 - 1)
      .parse(values['idle-ms']),
  };
}

/** The file in which the command line finds providers, policy and local models. Example: README of this folder. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { RuntimeError } from '../runtimeError';
import { providersSchema } from './configSchema';
import type { GatewayConfig } from './protocol';
import { keyFromEnvironment } from './providers/keyVariable';

const fileSchema = z.strictObject({
  providers: providersSchema.default([]),
  policy: z
    .strictObject({
      localOnly: z.boolean().default(false),
      /** Globs over ids of models; empty: all. */
      allowedModels: z.array(z.string().min(1)).default([]),
      quality: z.number().min(0).max(10).default(5),
      defaultModel: z.string().min(1).default('auto'),
      /** Model of the providers above that decides for `xrouter` by calling tools. */
      routerModel: z
        .string()
        .regex(/^[^/]+\/.+$/, 'must be the id of a model: PROVIDER/NAME')
        .optional(),
    })
    .prefault({}),
  /** GGUF files; relative ones begin in the folder of this file. */
  localModels: z.array(z.string().min(1)).default([]),
  /** Threads of local models; 0: one less than the machine has. */
  threads: z.number().int().min(0).max(256).default(0),
});

/**
 * Settings of the gateway from a file, with keys from the environment: OPENAI_API_KEY, ANTHROPIC_API_KEY,
 * GOOGLE_GENERATIVE_AI_API_KEY, and ID_API_KEY for a provider of the name ID. A key never stands in the file.
 *
 * @param file undefined: the vendors whose keys are set, and Ollama on its usual port
 * @throws RuntimeError bad-request when the file cannot be read or makes no sense
 */
export async function readGatewayConfig(
  file: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<GatewayConfig> {
  const folder = file === undefined ? process.cwd() : path.dirname(path.resolve(file));
  const settings = file === undefined ? fileSchema.parse({ providers: usualProviders(environment) }) : await read(file);
  const { providers, policy, localModels, threads } = settings;
  return {
    providers,
    policy,
    threads,
    hostModels: [],
    localModels: localModels.map((model) => path.resolve(folder, model)),
    keys: Object.fromEntries(
      providers.flatMap((provider) => {
        const key = keyFromEnvironment(provider, environment);
        return key === undefined ? [] : [[provider.id, key]];
      }),
    ),
  };
}

async function read(file: string): Promise<z.infer<typeof fileSchema>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new RuntimeError('bad-request', `The settings in ${file} cannot be read (${code}).`, 'Check the path.', {
      cause: error,
    });
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new RuntimeError('bad-request', `${file} is not JSON: ${why}.`, 'Correct it.', { cause: error });
  }
  const parsed = fileSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new RuntimeError(
    'bad-request',
    `The settings in ${file} make no sense: ${z.prettifyError(parsed.error)}`,
    'Correct what is named; runtime/gateway/README.md has an example.',
    { cause: parsed.error },
  );
}

const vendors = ['openai', 'anthropic', 'google'] as const;

function usualProviders(environment: NodeJS.ProcessEnv): readonly object[] {
  return [
    ...vendors
      .filter((kind) => keyFromEnvironment({ id: kind, kind }, environment) !== undefined)
      .map((kind) => ({ id: kind, kind })),
    { id: 'ollama', kind: 'openai-compatible', title: 'Ollama', baseUrl: 'http://127.0.0.1:11434/v1' },
  ];
}

import path from 'node:path';
import { build } from 'esbuild';
import type { LlamaProgram } from '../../llamaProcess';

/** Where the library is, which a bundle outside of the project does not find by itself. */
export const library = path.resolve(__dirname, '../../../..');

/** Bundles the process of chat models into a folder: it starts in a fraction of the time that its source does. */
export async function bundleChatHost(folder: string): Promise<LlamaProgram> {
  const entry = path.join(folder, 'llamaChatHost.cjs');
  await build({
    entryPoints: [path.join(__dirname, '..', 'chatHost.ts')],
    outfile: entry,
    bundle: true,
    platform: 'node',
    external: ['node-llama-cpp'],
    logLevel: 'error',
  });
  return { entry };
}

import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/** Programs for tests, bundled as the product's are. */
export interface BundledHost {
  readonly entry: string;
  /** The folder of the bundle: tests may put files into it. */
  readonly folder: string;
  dispose(): Promise<void>;
}

/**
 * Bundles a runtime child's entry.
 * @param source Path relative to the repository's root, which is the working directory of the tests.
 */
export async function bundleHost(source: string): Promise<BundledHost> {
  // Inside the repository, so that packages that are not bundled are found.
  const cache = resolve('.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'host-test-'));
  const entry = join(folder, 'host.cjs');
  await build({
    entryPoints: [source],
    outfile: entry,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['onnxruntime-node', 'node-llama-cpp'],
    logLevel: 'error',
    keepNames: true,
  });
  return { entry, folder, dispose: () => rm(folder, { recursive: true, force: true }) };
}

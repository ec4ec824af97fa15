import { build } from 'esbuild';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import path from 'node:path';

const root = path.resolve(__dirname, '../..');
const bundles = new Map<string, Promise<string>>();

/**
 * A program of the project, bundled as it ships, because it starts in a fraction of the time of its source. Made once for
 * all tests of a process, and removed when that ends.
 * @param source its entry, relative to the project, e.g. `runtime/agent/host/main.ts`
 * @param beside entries of programs that it starts, by the names (without `.cjs`) under which it looks for them
 * @returns its file, in a folder of its own inside the project, where packages that are not bundled are found
 */
export function bundledProgram(source: string, beside: Readonly<Record<string, string>> = {}): Promise<string> {
  const key = JSON.stringify([source, beside]);
  const bundled = bundles.get(key) ?? bundle(source, beside);
  bundles.set(key, bundled);
  return bundled;
}

async function bundle(source: string, beside: Readonly<Record<string, string>>): Promise<string> {
  const cache = path.join(root, '.cache');
  await mkdir(cache, { recursive: true });
  const name = path.basename(source, '.ts');
  const folder = await mkdtemp(path.join(cache, `${name}-test-`));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: { [name]: source, ...beside },
    outdir: folder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['onnxruntime-node', 'node-llama-cpp'],
    logLevel: 'error',
  });
  return path.join(folder, `${name}.cjs`);
}

/**
 * Bundles everything that runs into dist/. `node esbuild.mjs` builds for development (source maps, an entry point that
 * is not there yet is named and skipped); `--production` minifies, and a missing entry point is an error.
 */
import { chmod, readdir, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

/** Packages with native binaries, or that the host provides: never bundled. */
const external = ['vscode', 'onnxruntime-node', 'node-llama-cpp'];

const common = {
  absWorkingDir: root,
  bundle: true,
  logLevel: 'warning',
  legalComments: 'none',
  sourcemap: production ? false : 'linked',
  minify: production,
  // Error types are recognised and reported by name. (Not where nothing is minified: the helper that it adds would be
  // missing in functions that playwright sends to the browser.)
  keepNames: production,
};

const node = {
  ...common,
  platform: 'node',
  format: 'cjs',
  target: 'node22',
  external,
  outExtension: { '.js': '.cjs' },
};

async function filesOf(folder, suffix) {
  if (!existsSync(path.join(root, folder))) return [];
  return (await readdir(path.join(root, folder))).filter((name) => name.endsWith(suffix)).sort();
}

/** The pages: each folder of webviews/ with a main.ts becomes dist/webviews/<folder>.js and .css. */
async function pages() {
  const folder = path.join(root, 'webviews');
  const names = existsSync(folder) ? await readdir(folder) : [];
  return Object.fromEntries(
    names
      .filter((name) => existsSync(path.join(folder, name, 'main.ts')))
      .map((name) => [name, `webviews/${name}/main.ts`]),
  );
}

const entry = (names, folder, suffix) =>
  Object.fromEntries(names.map((name) => [name.slice(0, -suffix.length), `${folder}/${name}`]));

/** What ships. Kept apart from what is for developers, so that a packaged build can be told from it. */
const product = [
  { ...node, entryPoints: { extension: 'extension/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/diffusionHost': 'runtime/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/modelsHost': 'runtime/models/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/downloadHost': 'runtime/models/downloadHost/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/providerProbe': 'runtime/diffusion/providers/probeProcess.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/gatewayHost': 'runtime/gateway/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/llamaHost': 'runtime/llama/llamaHost.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/llamaChatHost': 'runtime/llama/chat/chatHost.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { cli: 'benchmarks/cli.ts' }, outdir: 'dist' },
  {
    ...common,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: await pages(),
    outdir: 'dist/webviews',
    loader: { '.ttf': 'file', '.svg': 'dataurl' },
  },
];

const testFiles = [...(await filesOf('extension/test', '.suite.ts')), ...(await filesOf('extension/test', 'index.ts'))];
const devFiles = (await filesOf('extension/dev', '.ts')).filter((name) => !name.endsWith('.test.ts'));

/** What developers run: packages stay in node_modules, so that stack traces and playwright's own files stay whole. */
const development = [
  { ...node, packages: 'external', entryPoints: entry(testFiles, 'extension/test', '.ts'), outdir: 'dist/test' },
  { ...node, packages: 'external', entryPoints: entry(devFiles, 'extension/dev', '.ts'), outdir: 'dist/dev' },
];

/** A suite whose source is gone must not go on running. */
async function removeStaleSuites() {
  for (const name of await filesOf('dist/test', '.suite.cjs')) {
    if (!testFiles.includes(name.replace(/cjs$/, 'ts'))) await rm(path.join(root, 'dist/test', name));
  }
}

async function removeSourceMaps() {
  for (const folder of ['dist', 'dist/runtime', 'dist/webviews']) {
    for (const name of await filesOf(folder, '.map')) await rm(path.join(root, folder, name));
  }
}

async function bundle(options) {
  const present = Object.entries(options.entryPoints).filter(([, file]) => existsSync(path.join(root, file)));
  const missing = Object.values(options.entryPoints).filter((file) => !existsSync(path.join(root, file)));
  if (missing.length > 0 && production) throw new Error(`Entry point not found: ${missing.join(', ')}`);
  for (const file of missing) console.warn(`Not built, because it does not exist yet: ${file}`);
  if (present.length > 0) await build({ ...options, entryPoints: Object.fromEntries(present) });
}

try {
  await removeStaleSuites();
  if (production) await removeSourceMaps();
  // All of them are built even if one fails: the messages of all are wanted, and the developer tools may still work.
  const builds = await Promise.allSettled([...product, ...(production ? [] : development)].map(bundle));
  for (const { reason } of builds.filter(({ status }) => status === 'rejected')) {
    // esbuild has printed its own errors already.
    if (!('errors' in reason)) console.error(reason);
    process.exitCode = 1;
  }
  const executable = path.join(root, 'dist', 'dev', 'servedExecutable.cjs');
  if (existsSync(executable)) await chmod(executable, 0o755);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

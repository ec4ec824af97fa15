/**
 * Bundles everything that runs into dist/. `node esbuild.mjs` builds for development (source maps, an entry point that
 * is not there yet is named and skipped); `--production` minifies, and a missing entry point is an error.
 */
import { chmod, copyFile, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const production = process.argv.includes('--production');

/** Packages with native binaries, or that the host provides: never bundled. */
const external = ['vscode', 'onnxruntime-node', 'node-llama-cpp'];

/** zod brings its messages in fifty languages, half of its size; ours are written by us, in English, where they are shown. */
const englishOnly = {
  name: 'english-only',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path: file }) => ({
      contents: "export { default as en } from './en.js';",
      resolveDir: path.dirname(file),
    }));
  },
};

const common = {
  absWorkingDir: root,
  plugins: [englishOnly],
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
  { ...node, entryPoints: { 'runtime/agentHost': 'runtime/agent/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/evaluationHost': 'benchmarks/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/toolLibraryHost': 'benchmarks/toolLibrary/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/llamaHost': 'runtime/llama/llamaHost.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/llamaChatHost': 'runtime/llama/chat/chatHost.ts' }, outdir: 'dist' },
  {
    ...node,
    entryPoints: { 'runtime/searchWorker': 'runtime/tools/workspace/search/searchWorker.ts' },
    outdir: 'dist',
  },
  { ...node, entryPoints: { 'runtime/repositoryHost': 'runtime/repository/host/main.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/parseWorker': 'runtime/repository/parsing/parseWorker.ts' }, outdir: 'dist' },
  { ...node, entryPoints: { 'runtime/functionsServer': 'runtime/tools/functions/mcpServer.ts' }, outdir: 'dist' },
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

/**
 * node-llama-cpp without what downloads, compiles and asks: dist/nodeLlama has its layout, because it finds its parts by it.
 * Packaging adds the binaries of one platform; without them the package in node_modules is used.
 */
async function nodeLlama() {
  const source = path.join(root, 'node_modules', 'node-llama-cpp');
  const target = path.join(root, 'dist', 'nodeLlama');
  await rm(target, { recursive: true, force: true });
  await mkdir(path.join(target, 'llama'), { recursive: true });
  const unused = /^(ipull|cmake-js|simple-git|yargs|ora|stdout-update|@reflink\/.*)$/;
  const without = {
    name: 'without',
    setup(plugins) {
      // It starts itself as a process and knows its file by its name.
      plugins.onResolve({ filter: /\/testBindingBinary\.js$/ }, ({ kind }) =>
        kind === 'entry-point' ? undefined : { path: './testBindingBinary.js', external: true },
      );
      plugins.onResolve({ filter: unused }, ({ path: name }) => ({ path: name, namespace: 'unused' }));
      plugins.onLoad({ filter: /.*/, namespace: 'unused' }, ({ path: name }) => ({
        contents: `const missing = () => { throw new Error('${name} is no part of this package'); };
          module.exports = new Proxy(missing, { get: (_, key) => (key === '__esModule' ? false : missing()) });`,
      }));
    },
  };
  const options = {
    ...common,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    minify: true,
    sourcemap: false,
    external: ['@node-llama-cpp/*', 'electron'],
    plugins: [without],
    // Some of its packages are CommonJS.
    banner: { js: "import{createRequire as __c}from'node:module';const require=__c(import.meta.url);" },
  };
  const entry = [
    "export{getLlama}from'./bindings/getLlama.js';",
    "export{LlamaLogLevel}from'./bindings/types.js';",
    "export{LlamaGrammarEvaluationState}from'./evaluator/LlamaGrammarEvaluationState.js';",
  ].join('');
  const stdin = { contents: entry, resolveDir: path.join(source, 'dist'), sourcefile: 'index.js' };
  await build({ ...options, stdin, outfile: 'dist/nodeLlama/dist/index.js' });
  await build({
    ...options,
    entryPoints: [path.join(source, 'dist', 'bindings', 'utils', 'testBindingBinary.js')],
    outfile: 'dist/nodeLlama/dist/testBindingBinary.js',
  });
  for (const name of ['binariesGithubRelease.json', 'llama.cpp.info.json']) {
    await copyFile(path.join(source, 'llama', name), path.join(target, 'llama', name));
  }
  const { name, version, license } = JSON.parse(await readFile(path.join(source, 'package.json'), 'utf8'));
  await writeFile(path.join(target, 'package.json'), JSON.stringify({ name, version, license, type: 'module' }));
  await copyFile(path.join(source, 'LICENSE'), path.join(target, 'LICENSE'));
}

/** tree-sitter and the grammars that ship (runtime/syntax/grammars.ts), beside the bundles that load them. */
async function grammars() {
  const target = path.join(root, 'dist', 'grammars');
  const treeSitter = path.join(root, 'node_modules', '@vscode', 'tree-sitter-wasm', 'wasm');
  const languages = 'c-sharp cpp go java javascript php python rust typescript tsx'.split(' ');
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  for (const name of ['tree-sitter.js', 'tree-sitter.wasm', ...languages.map((name) => `tree-sitter-${name}.wasm`)]) {
    await copyFile(path.join(treeSitter, name), path.join(target, name));
  }
  await copyFile(path.join(treeSitter, '..', 'LICENSE'), path.join(target, 'LICENSE'));
  const ofC = path.join(root, 'node_modules', 'tree-sitter-c');
  await copyFile(path.join(ofC, 'tree-sitter-c.wasm'), path.join(target, 'tree-sitter-c.wasm'));
  await copyFile(path.join(ofC, 'LICENSE'), path.join(target, 'tree-sitter-c.LICENSE'));
}

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
  const builds = await Promise.allSettled([
    ...[...product, ...(production ? [] : development)].map(bundle),
    nodeLlama(),
    grammars(),
  ]);
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

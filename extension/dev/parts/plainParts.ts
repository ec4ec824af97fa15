/** The parts of `npm test` that need no VS Code. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { browserExecutable } from '../vscode/browser';
import { inProject } from '../vscode/projectPaths';
import { run } from '../vscode/run';
import { hasProgram } from '../vscode/systemPackages';
import { check, combine, programCheck, type Part, type PartResult, type Step } from './part';

const nodeProgram = (...parts: string[]): string => inProject('node_modules', ...parts);

const node = (...args: readonly string[]) => [process.execPath, args] as const;
const program = (name: string, [command, args]: ReturnType<typeof node>): Step => ({
  name,
  run: () => programCheck(name, command, args),
});
const eslint = nodeProgram('eslint', 'bin', 'eslint.js');
const prettier = nodeProgram('prettier', 'bin', 'prettier.cjs');
const tsc = nodeProgram('typescript', 'bin', 'tsc');

/** Format, lint rules (with the arrows between folders) and types. */
export const quality: Part = {
  name: 'quality',
  title: 'Format, lint, types',
  beside: true,
  work: {
    steps: [
      program('eslint', node(eslint, '--max-warnings', '0', '.')),
      program('prettier', node(prettier, '--check', '--log-level', 'warn', '.')),
      program('types of the Node programs', node(tsc, '-p', '.')),
      program('types of the pages', node(tsc, '-p', 'webviews')),
    ],
  },
};

/** Tests beside the code, in plain Node. */
export const unit: Part = {
  name: 'unit',
  title: 'Unit tests',
  beside: true,
  work: {
    testFiles: {
      folders: ['runtime', 'benchmarks', 'extension', 'webviews'],
      except: ['webviews/test'],
      ending: '.test.ts',
    },
  },
};

/** Tests of the built pages in a browser, which they find through WHETSTONE_CHROMIUM. */
export const browser: Part = {
  name: 'browser',
  title: 'Pages in the browser',
  beside: true,
  work: {
    testFiles: {
      folders: ['webviews/test'],
      ending: '.test.ts',
      environment: async () => ({ WHETSTONE_CHROMIUM: await browserExecutable() }),
    },
  },
};

/** Tests that make scenarios of whole repositories, and run their tools and tests many times. */
export const scenarios: Part = {
  name: 'scenarios',
  title: 'Scenarios of repositories',
  beside: true,
  work: { testFiles: { folders: ['benchmarks'], ending: '.suite.ts' } },
};

/** The Python that has PyTorch, if there is one: Debian's packages are not seen by a Python installed beside them. */
async function trainingPython(): Promise<string | undefined> {
  const candidates: string[] = [];
  for (const name of ['python3', '/usr/bin/python3']) if (await hasProgram(name)) candidates.push(name);
  for (const name of candidates) {
    const { code } = await run(name, ['-c', 'import torch, numpy, regex'], { timeoutMs: 60_000 });
    if (code === 0) return name;
  }
  return candidates[0];
}

async function trainingTests(): Promise<PartResult> {
  const folder = inProject('runtime', 'diffusion', 'training');
  const skip = (reason: string): PartResult => {
    console.log(`  skipped: ${reason}`);
    return { passed: 0, failed: [], skipped: [`training: ${reason}`] };
  };
  const python = await trainingPython();
  if (python === undefined) return skip('python3 is not installed');
  const { code, output } = await run(python, ['-m', 'unittest', 'discover', '-v', '-p', 'test_*.py'], {
    cwd: folder,
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' },
    show: true,
    timeoutMs: 10 * 60_000,
  });
  const ran = Number(/^Ran (\d+) tests?/m.exec(output)?.[1] ?? 0);
  const skipped = [...output.matchAll(/^(.*?) \.\.\. skipped (["'])(.*)\2$/gm)].map(
    ([, test = '', , reason = '']) => `${test}: ${reason}`,
  );
  if (code === 5 || (code === 0 && ran === 0)) return skip('it has no tests');
  const failures = [...output.matchAll(/^(?:FAIL|ERROR): (.+)$/gm)].map((match) => match[1] ?? '');
  if (code !== 0 && failures.length === 0) failures.push(`unittest ended with ${code}`);
  return {
    passed: Math.max(0, ran - skipped.length - failures.length),
    failed: failures,
    skipped,
  };
}

/** Tests of the training program, which is Python and not part of the product. */
export const python: Part = {
  name: 'python',
  title: 'Training program (Python)',
  beside: true,
  work: { steps: [{ name: 'unittest', run: trainingTests }] },
};

async function productionBundle(): Promise<PartResult> {
  const built = await programCheck('esbuild --production', process.execPath, ['esbuild.mjs', '--production']);
  if (built.failed.length > 0) return built;
  return combine(
    built,
    await check('every program is there', async () => {
      const files = [
        'extension.cjs',
        'runtime/diffusionHost.cjs',
        'runtime/modelsHost.cjs',
        'runtime/downloadHost.cjs',
        'runtime/agentHost.cjs',
        'runtime/evaluationHost.cjs',
        'runtime/gatewayHost.cjs',
        'runtime/repositoryHost.cjs',
        'runtime/searchWorker.cjs',
        'runtime/providerProbe.cjs',
        'runtime/llamaHost.cjs',
        'nodeLlama/dist/index.js',
        'runtime/llamaChatHost.cjs',
        'cli.cjs',
      ];
      const missing = files.filter((file) => !existsSync(inProject('dist', file)));
      if (missing.length > 0) throw new Error(`Missing in dist/: ${missing.join(', ')}`);
    }),
    await check('no source maps', async () => {
      const files = await readdir(inProject('dist'), { recursive: true });
      const maps = files.filter((file) => file.endsWith('.map') && !/^(dev|test)[\\/]/.test(file));
      if (maps.length > 0) throw new Error(`Source maps in dist/: ${maps.join(', ')}`);
    }),
    await check('the extension host loads no native module', async () => {
      const text = await readFile(inProject('dist', 'extension.cjs'), 'utf8');
      for (const name of ['onnxruntime-node', 'node-llama-cpp']) {
        if (text.includes(`"${name}"`)) throw new Error(`dist/extension.cjs loads ${name}`);
      }
    }),
  );
}

/** The production bundle: all of it is there, and the extension host loads no native module. */
export const bundle: Part = {
  name: 'bundle',
  title: 'Production bundle',
  // They run what is bundled for development, in the same folder; and they have to wait for this.
  after: ['vscode', 'self-test'],
  precedence: true,
  work: { steps: [{ name: 'esbuild --production', run: productionBundle }] },
};

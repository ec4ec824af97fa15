/** llama.cpp's own programs, for the comparison: built from the sources that node-llama-cpp brings along, so of the same version. */
import { execFile, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { BadInputError } from '../../core/badInputError';
import { packageRoot } from '../../core/packageRoot';

const run = promisify(execFile);

export interface LlamaCppPrograms {
  readonly bench: string;
  readonly server: string;
}

/**
 * @param built folder with llama-bench and llama-server; undefined: they are built in .cache (some ten minutes, once)
 * @throws BadInputError when they cannot be built here
 */
export async function llamaCppPrograms(
  built: string | undefined,
  log: (what: string) => void,
): Promise<LlamaCppPrograms> {
  const source = path.join(packageRoot(), '.cache', 'llama.cpp');
  const folder = built ?? path.join(source, 'build', 'bin');
  const programs = { bench: path.join(folder, 'llama-bench'), server: path.join(folder, 'llama-server') };
  if (existsSync(programs.bench) && existsSync(programs.server)) return programs;
  if (built !== undefined) throw new BadInputError(`There are no llama-bench and llama-server in ${built}.`);
  await requireTools();
  const bundle = path.join(packageRoot(), 'node_modules', 'node-llama-cpp', 'llama', 'gitRelease.bundle');
  if (!existsSync(bundle)) {
    throw new BadInputError(`${bundle} is not there: run \`npm ci\`, and measure from a checkout of the project.`);
  }
  await mkdir(path.dirname(source), { recursive: true });
  if (!existsSync(source)) await run('git', ['clone', '--quiet', bundle, source]);
  log('building llama.cpp from the sources of node-llama-cpp, once (some ten minutes)');
  const off = ['USE_PREBUILT_UI', 'BUILD_UI', 'OPENSSL', 'CURL', 'BUILD_TESTS'].map((name) => `-DLLAMA_${name}=OFF`);
  await build('cmake', ['-B', 'build', '-DCMAKE_BUILD_TYPE=Release', '-DBUILD_SHARED_LIBS=OFF', ...off], source);
  const targets = ['--target', 'llama-bench', 'llama-server'];
  await build('cmake', ['--build', 'build', '--config', 'Release', '-j2', ...targets], source);
  return programs;
}

async function requireTools(): Promise<void> {
  const missing: string[] = [];
  for (const tool of ['cmake', 'git', 'c++']) {
    await run(tool, ['--version']).catch(() => missing.push(tool));
  }
  if (missing.length === 0) return;
  throw new BadInputError(
    `llama-bench and llama-server must be built, and ${missing.join(', ')} cannot be run here. ` +
      'Install them (Debian: apt-get install cmake g++ git), or give a folder that has the programs with --llama-cpp.',
  );
}

/** At the lowest priority: it takes both cores for minutes. */
async function build(program: string, options: readonly string[], folder: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const child = spawn('nice', ['-n', '19', program, ...options], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-2000)));
    child.once('error', reject);
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} failed (${String(code)}):\n${said}`)),
    );
  });
}

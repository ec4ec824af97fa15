import { build } from 'esbuild';
import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdir, mkdtemp } from 'node:fs/promises';
import path from 'node:path';
import { packageRoot } from '../core/packageRoot';

export interface Finished {
  /** Exit status. */
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** Working folder; default: the project's. */
  readonly folder?: string | undefined;
  /** In the place of this process's environment. */
  readonly env?: NodeJS.ProcessEnv | undefined;
  /** Given on standard input; default: none. */
  readonly input?: string | undefined;
}

let bundled: Promise<string> | undefined;

/** The `whetstone` command, bundled as it ships: made once for all tests of a process. @returns its file */
export function bundledCommandLine(): Promise<string> {
  bundled ??= bundle();
  return bundled;
}

/**
 * Runs the `whetstone` command to its end.
 * @throws Error when a signal ended it
 */
export async function runCommandLine(args: readonly string[], options: RunOptions = {}): Promise<Finished> {
  const program = await bundledCommandLine();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, ...args], {
      cwd: options.folder ?? packageRoot(),
      env: options.env ?? process.env,
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    // A command that reads nothing may end before it was given its input.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
    child.once('error', reject);
    child.once('close', (status, signal) => {
      if (status === null) reject(new Error(`whetstone was ended by ${String(signal)}: ${stderr}`));
      else resolve({ status, stdout, stderr });
    });
  });
}

async function bundle(): Promise<string> {
  // Inside the project: the command finds the project from its own place, and packages that are not bundled.
  const cache = path.join(packageRoot(), '.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(path.join(cache, 'cli-test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const program = path.join(folder, 'cli.cjs');
  await build({
    absWorkingDir: packageRoot(),
    entryPoints: ['benchmarks/cli.ts'],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    external: ['onnxruntime-node', 'node-llama-cpp'],
    logLevel: 'error',
  });
  return program;
}

import { spawn } from 'node:child_process';
import { bundledProgram } from '../../runtime/testing/bundledProgram';
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

/** The `whetstone` command, bundled as it ships: made once for all tests of a process. @returns its file */
export function bundledCommandLine(): Promise<string> {
  return bundledProgram('benchmarks/cli.ts', {
    'runtime/llamaHost': 'runtime/llama/llamaHost.ts',
    'runtime/llamaChatHost': 'runtime/llama/chat/chatHost.ts',
    'runtime/parseWorker': 'runtime/repository/parsing/parseWorker.ts',
  });
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

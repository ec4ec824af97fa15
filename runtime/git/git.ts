/** Runs the git binary with a configuration of ours. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

export interface GitOptions {
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Of its output; default 256 MiB. */
  readonly mostBytes?: number | undefined;
}

const settings = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'core.sshCommand=false',
  'core.attributesFile=/dev/null',
  'core.autocrlf=false',
  'core.quotePath=false',
  'log.showSignature=false',
  'protocol.allow=never',
  'safe.directory=*',
  'submodule.recurse=false',
];

/**
 * Git with a configuration of ours: neither the system's nor the user's, no hooks, no watchers, no pagers. The repository's own
 * configuration cannot be left out, so what could name a program is set over it, and `safe.directory` lets Git read others' folders
 * because nothing of them is run. Commands that compare or write files of the working tree may run its filters all the same: use them with
 * `openPlainRepository`.
 * @returns what it wrote
 * @throws with what it complained of
 */
export async function git(folder: string, words: readonly string[], options: GitOptions = {}): Promise<string> {
  return (await gitBytes(folder, words, options)).toString('utf8');
}

/** The same as a process that is spoken with. */
export function startGit(
  folder: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
  signal?: AbortSignal,
): ChildProcessWithoutNullStreams {
  return spawn('git', [...settings.flatMap((setting) => ['-c', setting]), ...words], {
    cwd: folder,
    ...(signal === undefined ? {} : { signal }),
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    env: {
      PATH: process.env.PATH,
      HOME: '/nonexistent',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_TERMINAL_PROMPT: '0',
      GIT_OPTIONAL_LOCKS: '0',
      // A partial clone would fetch what it lacks by a program of its configuration.
      GIT_NO_LAZY_FETCH: '1',
      LC_ALL: 'C',
      ...env,
    },
  });
}

export function gitBytes(folder: string, words: readonly string[], options: GitOptions = {}): Promise<Buffer> {
  const { env = {}, stdin = '', signal, mostBytes = 256 * 1024 * 1024 } = options;
  return new Promise((resolve, reject) => {
    const child = startGit(folder, words, env, signal);
    const pieces: Buffer[] = [];
    let bytes = 0;
    let complaint = '';
    child.stdout.on('data', (piece: Buffer) => {
      bytes += piece.length;
      if (bytes > mostBytes) child.kill('SIGKILL');
      else pieces.push(piece);
    });
    child.stderr.on('data', (piece: Buffer) => {
      if (complaint.length < 4_000) complaint += piece.toString();
    });
    // Git may end before it has read everything.
    child.stdin.on('error', () => undefined);
    child.stdin.end(stdin);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(Buffer.concat(pieces));
      else reject(new Error(bytes > mostBytes ? `git wrote more than ${mostBytes} bytes` : `git: ${complaint.trim()}`));
    });
  });
}

/** One runner in the sandbox: lines go in, lines come out, until it ends or is ended. */
import { statSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { CommandEnd, CommandRequest, CommandSandbox } from '../../tools/sandbox';
import { JAVASCRIPT_RUNNER } from './programs/javascriptRunner';
import { PYTHON_RUNNER } from './programs/pythonRunner';
import type { RunnerLanguage, World } from './types';

const MEBIBYTE = 1024 * 1024;

export interface RunnerOptions {
  readonly sandbox: CommandSandbox;
  readonly language: RunnerLanguage;
  readonly world: World;
  /** The folder whose files it may read, absolute. */
  readonly root: string;
  /** Packages that are loaded before the first call, where they are installed. */
  readonly warm: readonly string[];
}

export interface RunnerEnd {
  readonly ended: CommandEnd;
  readonly stderr: string;
}

/** What a runner answers a line with; it is ours, but what runs in it may write to its pipe. */
export type LineTaker = (line: string) => void;

export class RunnerProcess {
  private readonly input = new PassThrough();
  private readonly stopping = new AbortController();
  private readonly decoder = new StringDecoder('utf8');
  private rest = '';
  /** Resolves when nothing of it runs any more. */
  readonly ended: Promise<RunnerEnd>;

  constructor(options: RunnerOptions, take: LineTaker) {
    this.ended = options.sandbox
      .run(
        request(options, this.input, (chunk) => this.split(chunk, take)),
        this.stopping.signal,
      )
      .then(({ ended, stderr }) => ({ ended, stderr }));
    this.input.write(`${JSON.stringify({ ...options.world, warm: options.warm })}\n`);
  }

  send(line: string): void {
    this.input.write(line);
  }

  /** Ends it with all that it started. */
  async stop(): Promise<void> {
    this.stopping.abort();
    // A runner that is stopped has nothing to say that anybody waits for.
    await this.ended.catch(() => undefined);
  }

  private split(chunk: Buffer, take: LineTaker): void {
    const lines = (this.rest + this.decoder.write(chunk)).split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  }
}

function request(
  { language, world, root }: RunnerOptions,
  stdin: PassThrough,
  onStdout: (chunk: Buffer) => void,
): CommandRequest {
  const hour = 3_600_000;
  const copied = isPrivate(root);
  return {
    command: language === 'python' ? { program: 'python3', args: ['-B', '-s', '-c', PYTHON_RUNNER] } : nodeCommand(),
    // Read in place where that may be: a copy of a large folder takes long.
    folder: copied ? { kind: 'copy', path: root } : { kind: 'empty' },
    env: {
      // Sets and dicts of strings come in an order of each world's own.
      PYTHONHASHSEED: String(world.seed % 4_294_967_295),
      TZ: 'UTC',
      // Threads of number libraries would count as processes, and are slower than one for small calls.
      OPENBLAS_NUM_THREADS: '1',
      OMP_NUM_THREADS: '1',
      MKL_NUM_THREADS: '1',
      ...(process.versions.electron === undefined ? {} : { ELECTRON_RUN_AS_NODE: '1' }),
    },
    stdin,
    onStdout,
    readable: [...(copied ? [] : [root]), ...(language === 'javascript' ? nodeFolders() : [])],
    limits: {
      wallMs: hour,
      cpuSeconds: hour / 1000,
      memoryBytes: 1024 * MEBIBYTE,
      // Node has threads of its own.
      processes: language === 'python' ? 12 : 40,
      scratchBytes: 64 * MEBIBYTE,
      changesBytes: 0,
    },
  };
}

/** As root the runner is another user, which may not read a folder that only its owner may. */
function isPrivate(root: string): boolean {
  return process.getuid?.() === 0 && (statSync(root).mode & 0o005) !== 0o005;
}

/** Our own Node: it is there, and new enough to take types away. */
function nodeCommand(): CommandRequest['command'] {
  const args = ['--no-warnings', '--max-old-space-size=512', '--input-type=commonjs', '-e', JAVASCRIPT_RUNNER];
  return { program: process.execPath, args };
}

function nodeFolders(): string[] {
  const folder = path.dirname(process.execPath);
  return /^\/(?:usr|bin|sbin|lib|opt|snap|nix)\//.test(`${folder}/`) ? [] : [folder];
}

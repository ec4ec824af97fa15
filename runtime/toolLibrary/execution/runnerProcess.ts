/** One runner in the sandbox: lines go in, lines come out, until it ends or is ended. */
import { PassThrough } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import type { CommandEnd, CommandRequest, CommandSandbox } from '../../tools/sandbox';
import { languageProgram, mostProcesses, type PythonInterpreter } from './languageProgram';
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
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
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
  { language, world, root, python }: RunnerOptions,
  stdin: PassThrough,
  onStdout: (chunk: Buffer) => void,
): CommandRequest {
  const hour = 3_600_000;
  const program = languageProgram(language, language === 'python' ? PYTHON_RUNNER : JAVASCRIPT_RUNNER, root, python);
  return {
    ...program,
    // Sets and dicts of strings come in an order of each world's own.
    env: { ...program.env, PYTHONHASHSEED: String(world.seed % 4_294_967_295), TZ: 'UTC' },
    ...{ stdin, onStdout },
    limits: {
      wallMs: hour,
      cpuSeconds: hour / 1000,
      memoryBytes: 1024 * MEBIBYTE,
      processes: mostProcesses[language],
      scratchBytes: 64 * MEBIBYTE,
      changesBytes: 0,
    },
  };
}

/** Programs of an episode's files, in the sandbox: nothing of a model's is run in this process. */
import {
  openSandbox,
  SandboxUnavailableError,
  type CommandLimits,
  type CommandSandbox,
} from '../../../../runtime/tools/sandbox';
import { EvaluationError } from '../../../core/runs/evaluationError';

export interface Ran {
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly timedOut: boolean;
}

export interface Execution {
  /**
   * Runs `node` over the files; what it writes is gone afterwards.
   * @param words after `node`
   * @throws EvaluationError not-measured where it was not allowed, or this system has no sandbox
   */
  run(
    files: ReadonlyMap<string, string>,
    words: readonly string[],
    stdin: string | undefined,
    signal: AbortSignal,
  ): Promise<Ran>;
}

const limits = {
  wallMs: 20_000,
  cpuSeconds: 20,
  memoryBytes: 1024 * 2 ** 20,
  processes: 64,
  outputBytes: 256 * 1024,
} as const satisfies Partial<CommandLimits>;

/** @param options.allowed whether the user agreed that code of an episode runs in the sandbox */
export function sandboxExecution(options: {
  readonly allowed: boolean;
  /** Default: the sandbox of this system, opened when it is first needed. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  /** Of one program; default: twenty seconds. */
  readonly wallMs?: number | undefined;
}): Execution {
  const { allowed, open = openSandbox, wallMs = limits.wallMs } = options;
  let opened: Promise<CommandSandbox> | undefined;
  return {
    async run(files, words, stdin, signal) {
      if (!allowed) throw notMeasured('it was not allowed that code of an episode runs in the sandbox');
      opened ??= open().catch((error: unknown) => {
        throw error instanceof SandboxUnavailableError ? notMeasured(error.message) : error;
      });
      const outcome = await (
        await opened
      ).run(
        {
          command: { program: 'node', args: words },
          folder: { kind: 'empty' },
          files: [...files].map(([path, content]) => ({ path, content })),
          ...(stdin === undefined ? {} : { stdin }),
          limits: { ...limits, wallMs },
        },
        signal,
      );
      signal.throwIfAborted();
      // No answer's fault.
      if (outcome.ended === 'set-up') throw notMeasured(`the sandbox failed: ${outcome.stderr.slice(0, 300)}`);
      const { code: exit, stdout, stderr, ended } = outcome;
      return { exit, stdout, stderr, timedOut: ended !== 'exit' };
    },
  };
}

function notMeasured(why: string): EvaluationError {
  return new EvaluationError('not-measured', `This gym runs programs, and ${why}.`);
}

import { z } from 'zod';
import type { Json } from '../../gateway/types';
import type { CommandOutcome, CommandSandbox } from '../../tools/sandbox';
import { ToolError } from '../../tools/toolError';
import {
  callRequest,
  installCommand,
  languageProgram,
  missingPackages,
  mostProcesses,
  type CallableTool,
  type PythonInterpreter,
} from '../execution';
import { JAVASCRIPT_CALL } from './programs/javascriptCall';
import { PYTHON_CALL } from './programs/pythonCall';

export interface RunToolOptions {
  readonly sandbox: CommandSandbox;
  readonly signal: AbortSignal;
  /** Of one call, its file's loading included. */
  readonly seconds: number;
  /** Its effects go to a copy of the folder, in which it works; a tool that only computes needs none. */
  readonly writes: boolean;
  /** Default: `python3` of PATH. */
  readonly python?: PythonInterpreter | undefined;
}

export interface ToolAnswer {
  readonly value: Json;
  readonly printed: string;
  /** Files that it changed in its copy of the folder; they are gone. */
  readonly changed: readonly string[];
}

const MEBIBYTE = 1024 * 1024;
/** Of a result as JSON. */
const LARGEST = 4 * MEBIBYTE;

const answered = z.union([
  z.object({ value: z.json() }),
  z.object({ raised: z.string(), where: z.string() }),
  z.object({ problem: z.string() }),
]);

/**
 * One call in a process of its own, without network: nothing is left of it for the next one.
 * @param name for messages
 * @throws ToolError with what the function raised, or why it gave no result; SandboxRequestError; AbortError
 */
export async function runTool(
  name: string,
  callee: CallableTool,
  given: Readonly<Record<string, unknown>>,
  { sandbox, signal, seconds, writes, python }: RunToolOptions,
): Promise<ToolAnswer> {
  const { language, root } = callee;
  const program = languageProgram(language, language === 'python' ? PYTHON_CALL : JAVASCRIPT_CALL, root, python);
  const outcome = await sandbox.run(
    {
      ...program,
      ...(writes ? { folder: { kind: 'copy', path: root } } : {}),
      stdin: callRequest(callee, given),
      limits: {
        wallMs: seconds * 1000,
        cpuSeconds: seconds * 2,
        memoryBytes: 1024 * MEBIBYTE,
        processes: mostProcesses[language],
        outputBytes: LARGEST,
        scratchBytes: 64 * MEBIBYTE,
        changesBytes: 0,
      },
    },
    signal,
  );
  signal.throwIfAborted();
  const answer = outcome.ended === 'exit' ? parsed(outcome.stdout) : undefined;
  if (answer === undefined) throw new ToolError(`${name} gave no result: ${whyNot(outcome, seconds)}`);
  if ('problem' in answer) {
    const missing = missingPackages([answer.problem]);
    const what = missing.size === 0 ? '' : ` To install it: ${installCommand(missing.keys(), python)}`;
    throw new ToolError(`${name} gave no result: ${answer.problem}.${what}`);
  }
  if ('raised' in answer) {
    throw new ToolError(`${name} failed: ${answer.raised}${answer.where === '' ? '' : `\nat ${answer.where}`}`);
  }
  return { value: answer.value, printed: outcome.stderr, changed: outcome.changes.map(({ path }) => path) };
}

function parsed(text: string): z.infer<typeof answered> | undefined {
  try {
    return answered.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function whyNot({ ended, code, stderr }: CommandOutcome, seconds: number): string {
  const last = stderr.trim().split('\n').slice(-3).join(' ').slice(-400);
  switch (ended) {
    case 'wall':
    case 'cpu':
      return `it took longer than ${seconds} s, and was ended.`;
    case 'memory':
      return 'it took more than 1 GiB of memory, and was ended.';
    case 'output':
      return `it printed, or its result is, more than ${LARGEST / MEBIBYTE} MiB.`;
    case 'scratch':
      return 'it wrote more than 64 MiB.';
    case 'cancelled':
      return 'the call was cancelled.';
    case 'set-up':
      return `the sandbox could not be set up: ${last}`;
    case 'exit':
      return `its program ended (${String(code)})${last === '' ? '.' : `: ${last}`}`;
  }
}

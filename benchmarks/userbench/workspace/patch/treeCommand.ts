/** Commands of a repository over a changed tree: in the sandbox, over a checkout of the set's snapshot, after consent. */
import {
  openSandbox,
  SandboxUnavailableError,
  type CommandLimits,
  type CommandSandbox,
} from '../../../../runtime/tools/sandbox';
import { EvaluationError } from '../../../core/runs/evaluationError';
import { Checkouts, type CheckoutSet } from '../../../locobench/grading/checkout/checkouts';
import { inCheckout } from '../../../locobench/grading/checkout/inCheckout';
import type { TreeCommand } from '../types';

const MEBIBYTE = 1024 * 1024;

export const COMMAND_LIMITS: Partial<CommandLimits> = {
  wallMs: 180_000,
  cpuSeconds: 360,
  memoryBytes: 4096 * MEBIBYTE,
  processes: 256,
  outputBytes: 8 * MEBIBYTE,
};

export interface TreeCommandOptions {
  /** Of the set. */
  readonly folder: string;
  readonly set: CheckoutSet;
  /** Whether the user agreed that code of the repository runs. */
  readonly execute: boolean;
  /** Default: the sandbox of this system, opened when it is first needed. */
  readonly open?: (() => Promise<CommandSandbox>) | undefined;
  readonly limits?: Partial<CommandLimits> | undefined;
}

export interface OpenedTreeCommand {
  readonly run: TreeCommand;
  /** Why nothing is run; undefined: it can be. Opens the sandbox. */
  unavailable(): Promise<string | undefined>;
  /** Removes the checkout. */
  close(): Promise<void>;
}

export function openTreeCommand(options: TreeCommandOptions): OpenedTreeCommand {
  const { folder, set, execute, open = openSandbox, limits } = options;
  const checkouts = new Checkouts();
  let opened: Promise<CommandSandbox | { readonly unavailable: string }> | undefined;
  const sandbox = () => (opened ??= execute ? openOrReason(open) : Promise.resolve({ unavailable: NOT_ALLOWED }));
  return {
    run: async (command, tree, signal) => {
      const usable = await sandbox();
      if ('unavailable' in usable) return undefined;
      const outcome = await inCheckout(
        {
          sandbox: usable,
          checkout: await checkouts.of(folder, set),
          changes: [...tree.changes].map(([path, content]) => ({ path, content })),
          files: command.files,
          words: command.words,
          subfolder: command.folder,
          limits: { ...COMMAND_LIMITS, ...limits },
        },
        signal,
      );
      signal.throwIfAborted();
      // No answer's fault.
      if (outcome.ended === 'set-up') {
        throw new EvaluationError('not-measured', `The sandbox could not be set up: ${outcome.stderr.slice(0, 500)}`);
      }
      const timedOut = outcome.ended !== 'exit';
      return { exit: outcome.code, output: `${outcome.stdout}\n${outcome.stderr}`, timedOut };
    },
    unavailable: async () => {
      const usable = await sandbox();
      return 'unavailable' in usable ? usable.unavailable : undefined;
    },
    close: () => checkouts.close(),
  };
}

const NOT_ALLOWED = 'running the repository’s own tools was not allowed';

async function openOrReason(
  open: () => Promise<CommandSandbox>,
): Promise<CommandSandbox | { readonly unavailable: string }> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof SandboxUnavailableError) return { unavailable: error.message };
    throw error;
  }
}

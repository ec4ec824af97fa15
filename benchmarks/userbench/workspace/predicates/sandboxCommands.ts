/** Runs commands over a set's repository with a change laid over it, in the sandbox that grading uses. */
import { openSandbox, SandboxUnavailableError, type CommandSandbox } from '../../../../runtime/tools/sandbox';
import { Checkouts } from '../../../locobench/grading/checkout/checkouts';
import { inCheckout } from '../../../locobench/grading/checkout/inCheckout';
import type { TreeCommand, WorkspaceSetFile } from '../types';

const LIMITS = { wallMs: 180_000, cpuSeconds: 300 } as const;

export type CheckoutSet = Pick<WorkspaceSetFile, 'files' | 'repository'>;

/** Only after a person agreed: what runs is the repository's own. `close` removes the checkouts. */
export class SandboxCommands {
  private readonly checkouts = new Checkouts();

  private constructor(private readonly sandbox: CommandSandbox) {}

  /** @returns undefined where this machine has no sandbox, with the reason */
  static async open(): Promise<SandboxCommands | { readonly unavailable: string }> {
    try {
      return new SandboxCommands(await openSandbox());
    } catch (error) {
      if (error instanceof SandboxUnavailableError) return { unavailable: error.message };
      throw error;
    }
  }

  /** @param folder of the set, where `snapshot/` lies */
  of(folder: string, set: CheckoutSet): TreeCommand {
    return async ({ words, folder: subfolder, files }, tree, signal) => {
      const checkout = await this.checkouts.of(folder, set);
      const changes = [...tree.changes].map(([path, content]) => ({ path, content }));
      const outcome = await inCheckout(
        { sandbox: this.sandbox, checkout, changes, words, subfolder, files, limits: LIMITS },
        signal,
      );
      const { ended, code, stdout, stderr } = outcome;
      // A containment that failed says nothing of the change.
      if (ended === 'set-up') return undefined;
      return { exit: code, output: `${stdout}\n${stderr}`, timedOut: ended === 'wall' || ended === 'cpu' };
    };
  }

  close(): Promise<void> {
    return this.checkouts.close();
  }
}

/** Runs a command over a checkout with changes laid over it; the checkout itself stays as it is. */
import type { CommandLimits, CommandOutcome, CommandSandbox, FileBroughtIn } from '../../../../runtime/tools/sandbox';
import type { FileChange } from '../../scenarios';
import type { Checkout } from './checkouts';
import { withoutNpx } from './installedProgram';

export interface CheckoutCommand {
  readonly sandbox: CommandSandbox;
  readonly checkout: Checkout;
  /** Of the snapshot. */
  readonly changes: readonly FileChange[];
  /** Beside the changes, e.g. a reporter. */
  readonly files?: readonly FileBroughtIn[] | undefined;
  readonly words: readonly string[];
  /** Below the repository's root; `.` is the root. */
  readonly subfolder: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly limits: Partial<CommandLimits>;
}

/** Deleted files are removed inside the sandbox, before the command takes the place of the shell. */
export function inCheckout(command: CheckoutCommand, signal: AbortSignal): Promise<CommandOutcome> {
  const { sandbox, checkout, changes, subfolder } = command;
  const words = withoutNpx(command.words, checkout.folder, subfolder);
  const written = changes.flatMap(({ path, content }) => (content === null ? [] : { path, content }));
  const deleted = changes.flatMap(({ path, content }) => (content === null ? path : []));
  const remove = deleted.map((path) => `rm -f -- ${quoted(`${checkout.folder}/${path}`)}\n`).join('');
  return sandbox.run(
    {
      command: { shell: `${remove}exec ${words.map(quoted).join(' ')}` },
      folder: { kind: 'copy', path: checkout.folder },
      subfolder,
      files: [...written, ...(command.files ?? [])],
      readable: checkout.readable,
      env: command.env,
      limits: command.limits,
    },
    signal,
  );
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

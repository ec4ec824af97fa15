/** Programs that come from the operating system: found, installed where that is allowed, else asked for. */
import { existsSync } from 'node:fs';
import { run, runOrThrow } from './run';

/** A condition that the person at the keyboard has to change; its message is shown without a stack trace. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

const canInstall = (): boolean => process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

let listsUpdated = false;

/**
 * Installs Debian packages when running as root on Debian or a relative of it.
 *
 * @param why what the packages are for, used in the message to those who have to install them by hand
 */
export async function installPackages(packages: readonly string[], why: string): Promise<void> {
  const byHand = `Install ${why}, for example: sudo apt-get install ${packages.join(' ')}`;
  if (!canInstall()) throw new SetupError(byHand);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  console.log(`Installing ${packages.join(' ')} (apt-get) ...`);
  try {
    if (!listsUpdated) await runOrThrow('apt-get', ['update', '-qq'], { env });
    listsUpdated = true;
    await runOrThrow('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], { env });
  } catch (error) {
    throw new SetupError(`${byHand}\n${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Whether a program on the PATH starts and answers `--version`. */
export async function hasProgram(name: string): Promise<boolean> {
  return (await run(name, ['--version'], { timeoutMs: 20_000 })).code === 0;
}

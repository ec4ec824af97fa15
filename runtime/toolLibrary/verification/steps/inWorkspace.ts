/** Runs a command of the workspace's own over a copy of it, as it was and with the candidate's files. */
import { type CommandOutcome, openSandbox } from '../../../tools/sandbox';
import type { VerifyOptions } from '../types';

const MINUTES = 10;

export interface BeforeAndAfter {
  readonly before: CommandOutcome;
  readonly after: CommandOutcome;
}

export async function inWorkspace(
  words: readonly string[],
  options: VerifyOptions,
  root: string,
): Promise<BeforeAndAfter> {
  const { collection, candidate, signal } = options;
  const sandbox = options.sandbox ?? (await openSandbox());
  const [program = '', ...args] = words;
  const run = (path: string, files: VerifyOptions['candidate']['texts']) =>
    sandbox.run(
      {
        command: { program, args },
        folder: { kind: 'copy', path },
        files: [...files].map(([name, content]) => ({ path: name, content })),
        limits: { wallMs: MINUTES * 60_000, cpuSeconds: MINUTES * 120, outputBytes: 8 * 1024 * 1024 },
      },
      signal,
    );
  const before = await run(collection.root, new Map());
  const after = await run(root, candidate.texts);
  signal?.throwIfAborted();
  return { before, after };
}

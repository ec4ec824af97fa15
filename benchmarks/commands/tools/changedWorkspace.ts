/** What the commands that change a workspace have in common. */
import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { stateFolder } from '../../../runtime/store/stateFolder';
import { AppliedChanges, ApplyError } from '../../../runtime/toolLibrary/applying';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';

/** @returns absolute @throws BadInputError where it is no folder */
export async function workspaceFolder(folder: string): Promise<string> {
  const root = path.resolve(folder);
  const status = await stat(root).catch(() => undefined);
  if (status?.isDirectory() !== true) {
    throw new BadInputError(`${root} is no folder. Name the folder of the workspace with --path.`);
  }
  const state = await realpath(stateFolder()).catch(() => stateFolder());
  if (state === root || state.startsWith(root + path.sep)) {
    throw new BadInputError(
      `${root} holds Whetstone's own state (${state}). Name the folder of a workspace with --path.`,
    );
  }
  return root;
}

/** The changes of a workspace, after what a lost process had begun was taken back and told. */
export async function openChanges(root: string, output: CommandOutput): Promise<AppliedChanges> {
  const changes = new AppliedChanges(root, stateFolder());
  const found = await told(() => changes.recover());
  if (found !== undefined) {
    output.log(
      `A change of ${root} had been interrupted; ${found.restored.length} files were put back.` +
        (found.touched.length === 0 ? '' : ` Changed since, and left as they are: ${found.touched.join(', ')}.`),
    );
  }
  return changes;
}

/** @throws BadInputError where a change may not be made, FailedCheckError where it could not be */
export async function told<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ApplyError)) throw error;
    if (error.kind === 'refused') throw new BadInputError(error.message, { cause: error });
    throw new FailedCheckError(error.message);
  }
}

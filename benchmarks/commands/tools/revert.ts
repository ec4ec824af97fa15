/** `whetstone tools revert`: puts files back as they were before a change of `tools apply`, `tools inline` or the page. */
import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { openChanges, told, workspaceFolder } from './changedWorkspace';

interface RevertOptions {
  readonly path: string;
  readonly id?: string;
  readonly json?: true;
}

export function addRevertCommand(tools: Command, output: CommandOutput): void {
  tools
    .command('revert')
    .description('put the files of a change back byte for byte; what was changed since is never overwritten')
    .requiredOption('--path <dir>', 'folder of the workspace')
    .option('--id <id>', 'which change; default: the last one that stands')
    .option('--json', 'print one JSON document: {id, root, files}')
    .action(async ({ path: folder, id, json }: RevertOptions) => {
      const root = await workspaceFolder(folder);
      const changes = await openChanges(root, output);
      const done = await told(() => changes.revert(id));
      output.answer(json === true, { id: done.id, root, files: done.files }, () =>
        [...done.files, `${done.files.length} files of ${root} are as they were before ${done.id}.`].join('\n'),
      );
    });
}

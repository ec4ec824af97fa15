import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';

export function addGymListCommand(group: Command, output: CommandOutput): void {
  group
    .command('list')
    .description('list the environments, and how many tasks of our own each has')
    .option(
      '--json',
      'print one JSON document: {environments: [{name, title, choices, tasks}], workspace: [{name, title}]}',
    )
    .action(async ({ json }: { readonly json?: true }) => {
      const { environmentKinds } = await import('../../userbench/environments/registry');
      const { gymKinds } = await import('../../userbench/gyms/gymKinds');
      const { workspaceGymKinds } = await import('../../userbench/gyms/workspace/workspaceGymKinds');
      const own = new Map(gymKinds.map((kind) => [kind.name, kind.ownTasks({}).length]));
      const environments = environmentKinds.map(({ name, title, actions }) => ({
        ...{ name, title, choices: actions.choices },
        // null: its tasks come from a file.
        tasks: own.get(name) ?? null,
      }));
      const workspace = workspaceGymKinds.map(({ name, title }) => ({ name, title }));
      output.answer(json === true, { environments, workspace }, () =>
        [...environments, ...workspace.map((one) => ({ ...one, tasks: '--workspace' }))]
          .map(({ name, title, tasks }) => `${name.padEnd(20)} ${String(tasks ?? 'file').padStart(11)}  ${title}`)
          .join('\n'),
      );
    });
}

/** `whetstone mcpeval verify`: proof that the calls of tasks work, of a set or of rows that somebody else made. */
import type { Command } from 'commander';
import path from 'node:path';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { readRows, writeRows } from '../../mcpEval/rows/jsonLines';
import { taskRow } from '../../mcpEval/rows/taskRow';
import { allowServers, requireAllowed } from '../../mcpEval/servers/serverConsent';
import { serverSources, setupOf } from '../../mcpEval/servers/serverSetup';
import { admitTask } from '../../mcpEval/tasks/admitTask';
import { importTasks } from '../../mcpEval/tasks/importTasks';
import { openTaskSet } from '../../mcpEval/tasks/taskSet';
import { workspaceFiles } from '../../mcpEval/tasks/workspaceFiles';

interface VerifyOptions {
  readonly scenarios?: string;
  readonly tasksFile?: string;
  readonly server: readonly string[];
  readonly out?: string;
  readonly workspace?: string;
  readonly network?: true;
  readonly allow?: true;
  readonly json?: true;
}

interface Rejected {
  readonly id: string;
  readonly reason: string;
  readonly detail: string;
}

export function addVerifyCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('verify')
    .description(
      'execute the calls of every task twice in fresh servers; what does not hold goes to tasks_unverified.jsonl',
    )
    .option('--scenarios <folder>', 'a set of tasks')
    .option(
      '--tasks-file <file>',
      'rows of MCPEval that were made elsewhere; with --server and --out they become a set',
    )
    .option(
      '--server <spec>',
      'with --tasks-file: the server of its tools, as for generate; may be given again',
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
    .option('--out <folder>', 'with --tasks-file: the set of those that hold')
    .option('--workspace <folder>', 'with --tasks-file: text files that each task begins with')
    .option('--network', 'with --tasks-file: servers may use the network')
    .option('--allow', 'start the servers as they are configured now, from now on')
    .option('--json', 'print one JSON document: {tasks, admitted, rejected: [{id, reason, detail}]}')
    .action(async (options: VerifyOptions) => {
      if ((options.scenarios === undefined) === (options.tasksFile === undefined)) {
        throw new BadInputError(
          'Name either a set (--scenarios FOLDER) or rows of another program (--tasks-file FILE).',
        );
      }
      if (options.tasksFile !== undefined) await verifyRows(options.tasksFile, options);
      else if (options.scenarios !== undefined) await verifySet(options.scenarios, options);
    });

  async function verifySet(folder: string, { allow, json }: VerifyOptions): Promise<void> {
    const { set, tasks } = await openTaskSet(folder);
    const setups = await Promise.all(set.servers.map(setupOf));
    if (allow === true) await allowServers(setups, set.network);
    await requireAllowed(setups, set.network);
    const rejected: Rejected[] = [];
    for (const [index, task] of tasks.entries()) {
      const own = setups.filter(({ name }) => task.whetstone.servers.includes(name));
      const admission = await admitTask(task, { setups: own, network: set.network, signal, log: () => undefined });
      if (admission.kind === 'rejected')
        rejected.push({ id: task.id, reason: admission.reason, detail: admission.detail });
      progress(index + 1, tasks.length, rejected.length);
    }
    const ids = new Set(rejected.map(({ id }) => id));
    await tell(
      folder,
      tasks,
      tasks.filter(({ id }) => ids.has(id)),
      rejected,
      json,
    );
  }

  async function verifyRows(file: string, options: VerifyOptions): Promise<void> {
    const { out, workspace, json } = options;
    if (out === undefined || options.server.length === 0) {
      throw new BadInputError(
        'Rows of another program need --server SPEC, whose tools they call, and --out FOLDER for the set.',
      );
    }
    const rows = await readRows(file, taskRow);
    const servers = serverSources(options.server);
    const network = options.network === true;
    const setups = await Promise.all(servers.map(setupOf));
    if (options.allow === true) await allowServers(setups, network);
    await requireAllowed(setups, network);
    const files = workspace === undefined ? {} : await workspaceFiles(workspace);
    const { rejected } = await importTasks(rows, {
      ...{ name: path.basename(path.resolve(out)), servers, network, files, folder: out, signal },
      onProgress: ({ done, total, rejected: count }) => progress(done, total, count),
    });
    const ids = new Set(rejected.map(({ id }) => id));
    await tell(
      out,
      rows,
      rows.filter(({ id }) => ids.has(id)),
      rejected,
      json,
    );
  }

  function progress(done: number, total: number, rejected: number): void {
    output.progress(`${done}/${total} tasks, ${rejected} do not hold`, done === total);
  }

  async function tell(
    folder: string,
    all: readonly object[],
    failed: readonly object[],
    rejected: readonly Rejected[],
    json: true | undefined,
  ): Promise<void> {
    if (failed.length > 0) await writeRows(path.join(folder, 'tasks_unverified.jsonl'), failed);
    const admitted = all.length - rejected.length;
    output.answer(json === true, { tasks: all.length, admitted, rejected }, () =>
      [
        `${admitted} of ${all.length} tasks hold.`,
        ...rejected.map(({ id, reason, detail }) => `  ${id}: ${reason}. ${detail}`),
      ].join('\n'),
    );
    if (rejected.length > 0) throw new FailedCheckError(`${rejected.length} of ${all.length} tasks do not hold.`);
  }
}

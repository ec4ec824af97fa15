/** Rows of MCPEval that somebody else made, as tasks of ours: executed here, and taken with what that leaves behind. */
import type { Limits } from '../../../runtime/tools/mcp';
import type { TaskRow, VerifiedTask } from '../rows/taskRow';
import { setupOf, type ServerSource } from '../servers/serverSetup';
import { TaskServers, type TaskServersOptions, type TaskTool } from '../servers/taskServers';
import { admitTask } from './admitTask';
import { withFloor } from './randomCalls';
import { mcpEvalSetForm, writeTaskSet, type TaskSet } from './taskSet';

export interface ImportOptions {
  readonly name: string;
  /** Each task has all of them. */
  readonly servers: readonly ServerSource[];
  readonly network: boolean;
  /** Text files that each task begins with, by paths below the workspace. */
  readonly files: Readonly<Record<string, string>>;
  readonly limits?: Partial<Limits> | undefined;
  readonly folder: string;
  readonly signal: AbortSignal;
  readonly onProgress?:
    ((progress: { readonly done: number; readonly total: number; readonly rejected: number }) => void) | undefined;
}

export interface Imported extends TaskSet {
  readonly rejected: readonly { readonly id: string; readonly reason: string; readonly detail: string }[];
}

export async function importTasks(rows: readonly TaskRow[], options: ImportOptions): Promise<Imported> {
  const { name, servers, network, limits, files, signal, folder } = options;
  const setups = await Promise.all(servers.map(setupOf));
  const shared = { setups, network, limits, signal, log: () => undefined };
  const offered = await toolsOf(shared);
  const tasks: VerifiedTask[] = [];
  const rejected: Imported['rejected'][number][] = [];
  for (const [index, row] of rows.entries()) {
    signal.throwIfAborted();
    const problem = problemOf(row, offered, tasks);
    const admission =
      problem === undefined ? await admitTask(imported(row, servers, files, offered), shared) : undefined;
    if (admission?.kind === 'admitted') tasks.push(await withFloor(admission.task, index, shared));
    else if (admission === undefined) rejected.push({ id: row.id, reason: 'unfit-row', detail: problem ?? '' });
    else rejected.push({ id: row.id, reason: admission.reason, detail: admission.detail });
    options.onProgress?.({ done: index + 1, total: rows.length, rejected: rejected.length });
  }
  const counts = new Map<string, number>();
  for (const { reason } of rejected) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const set: TaskSet['set'] = {
    ...{ form: mcpEvalSetForm, name, servers: [...servers], network, seed: 0, generator: { kind: 'imported' } },
    ...{ tasks: tasks.length, rejects: [...counts].map(([reason, count]) => ({ reason, count })) },
  };
  await writeTaskSet(folder, { set, tasks });
  return { set, tasks, rejected };
}

async function toolsOf(options: TaskServersOptions): Promise<readonly TaskTool[]> {
  const servers = await TaskServers.open(options);
  try {
    return servers.tools;
  } finally {
    await servers.close();
  }
}

function problemOf(row: TaskRow, offered: readonly TaskTool[], earlier: readonly VerifiedTask[]): string | undefined {
  if (earlier.some(({ id }) => id === row.id)) return 'An earlier row has the same id.';
  const names = new Set(offered.map(({ name }) => name));
  const unknown = row.tool_calls.find(({ tool_name: tool }) => !names.has(tool));
  return unknown === undefined ? undefined : `It calls ${unknown.tool_name}, which the servers do not have.`;
}

/** What the servers say of their tools now, since a model is shown nothing else; the answer is what we find ourselves. */
function imported(
  row: TaskRow,
  servers: readonly ServerSource[],
  files: ImportOptions['files'],
  offered: readonly TaskTool[],
): VerifiedTask {
  const tools = offered.map(({ name, description, inputSchema }) => ({
    name,
    description,
    inputSchema: { ...inputSchema },
  }));
  return {
    ...row,
    tools,
    whetstone: {
      ...{ servers: servers.map(({ name }) => name), files: { ...files }, stateFiles: {}, changes: [], answers: [] },
      generator: { kind: 'imported' },
    },
  };
}

import type { ToolCall } from '../rows/toolCall';
import type { CallRecord } from '../servers/callRecord';
import type { StateChange } from '../servers/endState';
import { TaskServers, type TaskServersOptions } from '../servers/taskServers';

export interface Executed {
  readonly records: readonly CallRecord[];
  readonly changes: readonly StateChange[];
}

/** Calls one after the other in servers of their own. */
export async function executeCalls(options: TaskServersOptions, calls: readonly ToolCall[]): Promise<Executed> {
  const servers = await TaskServers.open(options);
  try {
    const records: CallRecord[] = [];
    for (const { tool_name: name, tool_parameters: input } of calls)
      records.push(await servers.call(name, input, options.signal));
    return { records, changes: await servers.changes() };
  } finally {
    await servers.close();
  }
}

import type { ToolCall } from '../rows/toolCall';
import type { CallRecord } from '../servers/callRecord';
import type { StateChange } from '../servers/endState';
import { TaskServers, type TaskServersOptions } from '../servers/taskServers';

export interface Executed {
  readonly records: readonly CallRecord[];
  readonly changes: readonly StateChange[];
  /** The last call changed nothing: what it says is what was asked for. */
  readonly endsWithReading: boolean;
}

/** Calls one after the other in servers of their own. */
export async function executeCalls(options: TaskServersOptions, calls: readonly ToolCall[]): Promise<Executed> {
  const servers = await TaskServers.open(options);
  try {
    const records: CallRecord[] = [];
    let before: readonly StateChange[] = [];
    for (const { tool_name: name, tool_parameters: input } of calls) {
      before = await servers.changes();
      records.push(await servers.call(name, input, options.signal));
    }
    const changes = await servers.changes();
    return { records, changes, endsWithReading: JSON.stringify(before) === JSON.stringify(changes) };
  } finally {
    await servers.close();
  }
}

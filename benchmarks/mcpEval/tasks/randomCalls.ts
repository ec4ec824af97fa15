import type { VerifiedTask } from '../rows/taskRow';
import { toolCallsOf, type ToolCall } from '../rows/toolCall';
import { TaskServers, type TaskServersOptions } from '../servers/taskServers';
import { gradeState } from './gradeState';
import { makeChain } from './makeChain';
import { drawFrom } from './seedState';

const OTHER_DRAW = 777_767_777;
const LONGEST_CALL_MS = 3_000;

/**
 * What as many calls at random are worth on a task: tools drawn, arguments by their schemas and from what is there, and everything said
 * that they answered. One draw.
 */
export async function randomCalls(task: VerifiedTask, seed: number, options: TaskServersOptions): Promise<number> {
  const { files, stateFiles } = task.whetstone;
  // Nobody waits for a tool that was drawn and hangs.
  const limits = { ...options.limits, callMs: Math.min(options.limits?.callMs ?? Infinity, LONGEST_CALL_MS) };
  const servers = await TaskServers.open({ ...options, limits, files, stateFiles });
  try {
    const answers: string[] = [];
    const made: ToolCall[] = [];
    await makeChain(
      servers,
      { files, stateFiles },
      task.tool_calls.length,
      drawFrom(seed),
      options.signal,
      ({ text, tool, input }) => {
        answers.push(text);
        made.push(...toolCallsOf([{ tool_name: tool, tool_parameters: input }]));
      },
    );
    return gradeState(task.whetstone, await servers.changes(), answers.join('\n'), {
      ...{ expected: task.tool_calls, made },
    }).value;
  } finally {
    await servers.close();
  }
}

/** Keeps it with the task: a report starts no server. */
export async function withFloor(task: VerifiedTask, seed: number, options: TaskServersOptions): Promise<VerifiedTask> {
  // Another draw than the one that the task itself was made of.
  const value = await randomCalls(task, seed + OTHER_DRAW, options);
  return { ...task, whetstone: { ...task.whetstone, randomCalls: value } };
}

import type { VerifiedTask } from '../rows/taskRow';
import { toolCallsOf, type ToolCall } from '../rows/toolCall';
import { TaskServers, type TaskServersOptions } from '../servers/taskServers';
import { gradeState } from './gradeState';
import { makeChain } from './makeChain';
import { drawFrom } from './seedState';

const OTHER_DRAW = 777_767_777;
/** Of a task. Each costs a start of its servers; what varies most is the task, and there are many of them. */
const DRAWS = 5;
/** A start of servers mostly waits. */
const AT_ONCE = 2;
const LONGEST_CALL_MS = 3_000;

/**
 * What as many calls at random are worth on a task: tools drawn, arguments by their schemas and from what is there, and everything said
 * that they answered. One draw.
 */
async function randomCalls(task: VerifiedTask, seed: number, options: TaskServersOptions): Promise<number> {
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
  const values: number[] = [];
  for (let first = 0; first < DRAWS; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, DRAWS - first) }, (_, index) => first + index);
    // Other draws than the one that the task itself was made of.
    const of = (draw: number) => randomCalls(task, seed + (draw + 1) * OTHER_DRAW, options);
    values.push(...(await Promise.all(some.map(of))));
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return { ...task, whetstone: { ...task.whetstone, randomCalls: mean, randomDraws: values } };
}

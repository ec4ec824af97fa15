import { z } from 'zod';
import { canonicalJson } from '../../core/runs/canonicalJson';
import { sha256 } from '../../core/runs/sha256';
import type { Json, Scenario } from '../../core/runs/types';
import { taskFacts, taskRow, type VerifiedTask } from '../rows/taskRow';
import { callRecord } from '../servers/callRecord';
import { stateChange } from '../servers/endState';

const verified = taskRow.extend({ whetstone: taskFacts });
const json: z.ZodType<Json> = z.json();

/** `Solution.content`. */
export const taskSolution = z.object({
  records: z.array(callRecord),
  /** In the published form. */
  conversation: z.array(z.record(z.string(), json)),
  finalResponse: z.string(),
  changes: z.array(stateChange),
  /** 'answered': a reply without calls. 'turns': there were no more, which is no success. */
  ended: z.enum(['answered', 'turns']),
});

export type TaskSolution = z.infer<typeof taskSolution>;

export function taskScenario(task: VerifiedTask): Scenario {
  const { whetstone: facts, description, goal } = task;
  return {
    id: task.id,
    category: facts.servers.join('+'),
    language: undefined,
    difficulty:
      task.tool_calls.length <= 1 ? 'one call' : task.tool_calls.length === 2 ? 'two calls' : 'three or more calls',
    contextTokens: Math.ceil((description.length + goal.length + JSON.stringify(task.tools).length) / 4),
    // Tasks from one beginning state are about the same files.
    cluster: `${facts.servers.join('+')} ${facts.seed ?? task.id}`,
    title: task.name,
    hash: sha256(canonicalJson(task)),
    content: asJson(task),
  };
}

export const taskOf = ({ content }: Scenario): VerifiedTask => verified.parse(content);
export const asJson = (value: unknown): Json => json.parse(JSON.parse(JSON.stringify(value)));

import type { RunReport } from '../../host/protocol';
import { canonicalJson } from '../../core/runs/canonicalJson';
import { sha256 } from '../../core/runs/sha256';
import type { Json, Scenario } from '../../core/runs/types';
import { readScenarios } from '../dialogue/scenarioFile';
import type { TaskFacts } from '../rows/taskRow';
import type { ToolCall } from '../rows/toolCall';
import { gradeState } from '../tasks/gradeState';
import { openTaskSet } from '../tasks/taskSet';
import { mcpEvalOptions } from './loadMcpEval';

interface Graded {
  readonly facts: TaskFacts;
  readonly calls: readonly ToolCall[];
  readonly said: string;
}

/** What doing nothing, repeating the task and calling at random are worth over the tasks of a run; none where the set has gone. */
export async function mcpEvalFloors(
  folder: string,
  options: Json | undefined,
  scenarios: readonly Pick<Scenario, 'id' | 'hash'>[],
): Promise<RunReport['floors']> {
  const hashes = new Map(scenarios.map(({ id, hash }) => [id, hash]));
  const same = (row: { readonly id: string }) => hashes.get(row.id) === sha256(canonicalJson(row));
  const { multiTurn } = mcpEvalOptions.parse(options ?? {});
  const graded = await gradedOf(folder, multiTurn, same).catch(() => undefined);
  if (graded === undefined || graded.length === 0) return [];
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const random = graded.flatMap(({ facts }) => facts.randomCalls ?? []);
  const n = graded.length;
  return [
    { name: 'No call', value: mean(graded.map((each) => withoutCalls(each, ''))), n },
    { name: 'Repeats the task', value: mean(graded.map((each) => withoutCalls(each, each.said))), n },
    ...(random.length === 0 ? [] : [{ name: 'Random calls', value: mean(random), n: random.length }]),
  ];
}

const withoutCalls = ({ facts, calls }: Graded, said: string) =>
  gradeState(facts, [], said, { expected: calls, made: [] }).value;

async function gradedOf(
  folder: string,
  multiTurn: boolean,
  same: (row: { readonly id: string }) => boolean,
): Promise<readonly Graded[]> {
  const { set, tasks } = await openTaskSet(folder);
  if (!multiTurn) {
    return tasks
      .filter(same)
      .map((task) => ({ facts: task.whetstone, calls: task.tool_calls, said: `${task.description}\n${task.goal}` }));
  }
  const rows = (await readScenarios(folder, set)).filter(same);
  return rows.flatMap(({ whetstone: facts, description, goal }) =>
    facts === undefined
      ? []
      : [{ facts, calls: facts.tool_calls, said: [facts.opening, ...facts.followUps, description, goal].join('\n') }],
  );
}

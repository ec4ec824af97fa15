import type { RunReport } from '../../host/protocol';
import { canonicalJson } from '../../core/runs/canonicalJson';
import { boundedInterval, clusterMean } from '../../core/statistics';
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
  /** Its id. */
  readonly task: string;
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
  const n = graded.length;
  return [
    { name: 'No call', value: mean(graded.map((each) => withoutCalls(each, ''))), n },
    { name: 'Repeats the task', value: mean(graded.map((each) => withoutCalls(each, each.said))), n },
    ...randomFloor(graded),
  ];
}

/** Tasks vary, and so does chance on each of them; dialogues of one task have its draws in common. */
function randomFloor(graded: readonly Graded[]): RunReport['floors'] {
  const draws = graded.flatMap(({ facts, task }) => {
    const one = facts.randomCalls === undefined ? [] : [facts.randomCalls];
    const values = facts.randomDraws ?? one;
    return values.map((value) => ({ value, cluster: task, weight: 1 / values.length }));
  });
  if (draws.length === 0) return [];
  const found = clusterMean(draws);
  const { low, high } = boundedInterval(found, [0, 1]);
  const n = graded.filter(({ facts }) => facts.randomCalls !== undefined).length;
  return [{ name: 'Random calls', value: found.mean, n, interval: { low, high } }];
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
    return tasks.filter(same).map(({ id, whetstone: facts, tool_calls: calls, description, goal }) => {
      return { facts, calls, said: `${description}\n${goal}`, task: id };
    });
  }
  const rows = (await readScenarios(folder, set)).filter(same);
  return rows.flatMap(({ whetstone: facts, description, goal }) =>
    facts === undefined
      ? []
      : [
          {
            ...{ facts, calls: facts.tool_calls, task: facts.task },
            said: [facts.opening, ...facts.followUps, description, goal].join('\n'),
          },
        ],
  );
}

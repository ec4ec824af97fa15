/** `whetstone mcpeval results`: answers of a run as rows of the published form. */
import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import type { RunStore } from '../../core/runs/store/runStore';
import type { RunRecord, SampleDetail } from '../../core/runs/types';
import { dialogueOf } from '../../mcpEval/dialogue/dialogueContent';
import { dialogueRowOf } from '../../mcpEval/dialogue/dialogueRow';
import { readScenarios } from '../../mcpEval/dialogue/scenarioFile';
import type { TaskRow } from '../../mcpEval/rows/taskRow';
import { mcpEvalOptions } from '../../mcpEval/solving/loadMcpEval';
import { callsOf } from '../../mcpEval/solving/taskScorer';
import { taskSolution } from '../../mcpEval/solving/taskContent';
import { writeRows } from '../../mcpEval/rows/jsonLines';
import { openTaskSet } from '../../mcpEval/tasks/taskSet';
import { BadInputError } from '../../core/badInputError';
import { withStore } from '../locobench/evaluationSession';

interface ResultsOptions {
  readonly run: string;
  readonly out: string;
  readonly json?: true;
}

/** A row of a sample; undefined where its task is not in the set any more. */
type RowOf = (sample: SampleDetail) => object | undefined;

export function addResultsCommand(group: Command, output: CommandOutput): void {
  group
    .command('results')
    .description(
      "write the answers of a run as rows of MCPEval's form, for its tools and for `judge`, `analyze` and `evaluate-multiturn`",
    )
    .requiredOption('--run <id>', 'the run')
    .requiredOption('--out <file>', 'a file of JSON lines')
    .option('--json', 'print one JSON document: {file, rows, unanswered}')
    .action(({ run, out, json }: ResultsOptions) =>
      withStore(async (store) => {
        const record = await store.run(run);
        if (record.configuration.benchmark !== 'mcpeval') {
          throw new BadInputError(`${run} is a run of ${record.configuration.benchmark}, not of MCP tasks.`);
        }
        const rowOf = await rowsOf(record);
        const { rows, unanswered } = await answered(store, record, rowOf);
        await writeRows(out, rows);
        output.answer(
          json === true,
          { file: out, rows: rows.length, unanswered },
          () => `${rows.length} rows in ${out}${unanswered > 0 ? `; ${unanswered} samples have no answer` : ''}`,
        );
      }),
    );
}

async function answered(store: RunStore, { id, counts }: RunRecord, rowOf: RowOf) {
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows: object[] = [];
  for (let index = 0; index < all; index++) {
    const sample = await store.sample(id, index);
    const row = sample.solution === undefined ? undefined : rowOf(sample);
    if (row !== undefined) rows.push(row);
  }
  return { rows, unanswered: all - rows.length };
}

async function rowsOf({ configuration }: RunRecord): Promise<RowOf> {
  const { folder } = configuration.set;
  const { set, tasks } = await openTaskSet(folder);
  if (mcpEvalOptions.parse(configuration.options ?? {}).multiTurn) {
    const scenarios = new Map((await readScenarios(folder, set)).map((row) => [row.id, row]));
    return ({ record, solution }) => {
      const scenario = scenarios.get(record.scenario);
      if (scenario === undefined || solution === undefined) return undefined;
      const { details, userMode } = dialogueOf(solution.content);
      const userModel = userMode === 'rules' ? 'rules' : (configuration.roles?.user ?? 'model');
      const { model, complete, value } = record;
      return dialogueRowOf(scenario, details, { model, userModel, complete, value });
    };
  }
  const known = new Map<string, TaskRow>(tasks.map((task) => [task.id, task]));
  return ({ record, solution }) => {
    const task = known.get(record.scenario);
    return task === undefined || solution === undefined ? undefined : singleRow(task, record, solution.content);
  };
}

function singleRow(task: TaskRow, { model, complete }: SampleDetail['record'], content: unknown): object {
  const made = taskSolution.parse(content);
  const { id, name, description, goal } = task;
  return {
    ...{ task_id: id, success: made.ended === 'answered', tool_calls: callsOf(made) },
    ...{ final_response: made.finalResponse, conversation: made.conversation },
    task: { id, name, description, goal },
    ...{ model, client_type: 'whetstone', complete: complete ?? null },
  };
}

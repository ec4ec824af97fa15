/** `whetstone mcpeval results`: answers of a run as rows of the published form. */
import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { callsOf } from '../../mcpEval/solving/taskScorer';
import { taskSolution } from '../../mcpEval/solving/taskContent';
import { writeRows } from '../../mcpEval/rows/jsonLines';
import { openTaskSet } from '../../mcpEval/tasks/taskSet';
import { withStore } from '../locobench/evaluationSession';

interface ResultsOptions {
  readonly run: string;
  readonly out: string;
  readonly json?: true;
}

export function addResultsCommand(group: Command, output: CommandOutput): void {
  group
    .command('results')
    .description("write the answers of a run as rows of MCPEval's form, for its tools and for `judge` and `analyze`")
    .requiredOption('--run <id>', 'the run')
    .requiredOption('--out <file>', 'a file of JSON lines')
    .option('--json', 'print one JSON document: {file, rows}')
    .action(({ run, out, json }: ResultsOptions) =>
      withStore(async (store) => {
        const { configuration, counts } = await store.run(run);
        const tasks = new Map((await openTaskSet(configuration.set.folder)).tasks.map((task) => [task.id, task]));
        const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
        const rows: object[] = [];
        for (let index = 0; index < all; index++) {
          const { record, solution } = await store.sample(run, index);
          const task = tasks.get(record.scenario);
          if (task === undefined || solution === undefined) continue;
          const made = taskSolution.parse(solution.content);
          rows.push({
            ...{
              task_id: task.id,
              success: made.ended === 'answered',
              tool_calls: callsOf(made),
              final_response: made.finalResponse,
            },
            conversation: made.conversation,
            task: { id: task.id, name: task.name, description: task.description, goal: task.goal },
            ...{ model: record.model, client_type: 'whetstone', complete: record.complete ?? null },
          });
        }
        await writeRows(out, rows);
        output.answer(json === true, { file: out, rows: rows.length }, () => `${rows.length} rows in ${out}`);
      }),
    );
}

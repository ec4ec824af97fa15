/** `whetstone mcpeval evaluate-multiturn`: a judge rates dialogues that are written down. */
import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { CommandOutput } from '../../core/commandOutput';
import { dialogueRow } from '../../mcpEval/dialogue/dialogueRow';
import { dialogueAspects } from '../../mcpEval/dialogue/dialogueRubric';
import { dialogueStatistics, type EvaluatedRow } from '../../mcpEval/dialogue/dialogueStatistics';
import { judgeDialogue } from '../../mcpEval/dialogue/judgeDialogue';
import { readRows, writeRows } from '../../mcpEval/rows/jsonLines';
import { gatewayTaskModel } from '../../mcpEval/tasks/taskModel';
import { openCommandGateway } from '../commandGateway';
import { integer } from '../optionValues';

interface EvaluateOptions {
  readonly inputFile: string;
  readonly outputDir: string;
  readonly model: string;
  readonly config?: string;
  readonly maxSamples?: number;
  readonly resume?: true;
}

const aspects = z.record(z.enum(dialogueAspects), z.number());
const evaluatedRow: z.ZodType<EvaluatedRow> = z.looseObject({
  scenario_id: z.string(),
  scenario_type: z.string(),
  persona: z.string().nullable(),
  scores: aspects.nullable(),
  overall_score: z.number().nullable(),
  comments: z.string(),
});

export function addEvaluateMultiTurnCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('evaluate-multiturn')
    .description(`let a model rate dialogues that \`results\` wrote, 0 to 10: ${dialogueAspects.join(', ')}`)
    .requiredOption('--input-file <file>', 'dialogues, JSON lines')
    .requiredOption('--output-dir <folder>', 'where rows of judgements are written')
    .requiredOption('--model <id>', 'the judge')
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--max-samples <n>', 'the first so many', integer(1, 1_000_000))
    .option('--resume', 'leave out what is judged already')
    .option('--json', 'print one JSON document: {file, statistics} (it is printed in any case)')
    .action(async (options: EvaluateOptions) => {
      const dialogues = (await readRows(options.inputFile, dialogueRow)).slice(0, options.maxSamples);
      await mkdir(options.outputDir, { recursive: true });
      const file = path.join(options.outputDir, `${path.parse(options.inputFile).name}_evaluated.jsonl`);
      const rows = options.resume === true && existsSync(file) ? [...(await readRows(file, evaluatedRow))] : [];
      const known = new Set(rows.filter(({ scores }) => scores !== null).map((row) => row.scenario_id));
      const opened = await openCommandGateway(options.model, options.config, output);
      try {
        const ask = gatewayTaskModel(opened.gateway, opened.model);
        for (const [index, row] of dialogues.entries()) {
          if (known.has(row.scenario_id)) continue;
          const judged = await judgeDialogue(
            { ...row, name: row.scenario_name, persona: row.persona ?? null },
            async (messages) => (await ask({ messages }, signal)).text,
          );
          const told: EvaluatedRow = {
            ...{ scenario_id: row.scenario_id, scenario_type: row.scenario_type, persona: row.persona?.name ?? null },
            ...(judged.kind === 'judged'
              ? { scores: judged.scores, overall_score: judged.overall, comments: judged.comments }
              : { scores: null, overall_score: null, comments: judged.problem }),
          };
          const place = rows.findIndex(({ scenario_id: id }) => id === row.scenario_id);
          if (place >= 0) rows[place] = told;
          else rows.push(told);
          // After each: what was paid is kept.
          await writeRows(file, rows);
          output.progress(`${index + 1}/${dialogues.length} judged`, index + 1 === dialogues.length);
        }
      } finally {
        await opened.close();
      }
      output.answer(true, { file, statistics: dialogueStatistics(rows) }, () => '');
    });
}

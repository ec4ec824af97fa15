/** `whetstone mcpeval analyze` and `judge`: files of answers in MCPEval's form, compared and judged. */
import type { Command } from 'commander';
import path from 'node:path';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { z } from 'zod';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { judgeInput } from '../../mcpEval/judging/judgeInput';
import { judgePrompt } from '../../mcpEval/judging/judgePrompt';
import { judgeStatistics, type JudgedRow } from '../../mcpEval/judging/judgeStatistics';
import { readJudgement } from '../../mcpEval/judging/readJudgement';
import type { JudgeKind } from '../../mcpEval/judging/rubrics';
import { alignCalls, type Alignment } from '../../mcpEval/aligned';
import { judgedAlignment } from '../../mcpEval/judging/judgedAlignment';
import { analyseBatch } from '../../mcpEval/matching';
import { readRows, writeRows } from '../../mcpEval/rows/jsonLines';
import { rowTool } from '../../mcpEval/rows/taskRow';
import { toolCallsOf, type ToolCall } from '../../mcpEval/rows/toolCall';
import { gatewayTaskModel, textMessage } from '../../mcpEval/tasks/taskModel';
import { openCommandGateway } from '../commandGateway';
import { integer } from '../optionValues';

const anyRow = z.record(z.string(), z.unknown());
const texts = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const resultRow = z.object({
  task_id: z.string(),
  success: z.boolean().nullish(),
  final_response: texts,
  conversation: z.array(z.unknown()).nullish(),
  task: z.object({ name: texts, description: texts, goal: texts }).default({ name: '', description: '', goal: '' }),
});
const truthRow = z.object({ id: z.string(), final_response: texts, conversation: z.array(z.unknown()).nullish() });
const judgedRow = z.looseObject({ task_id: z.string() });

interface AnalyseOptions {
  readonly predictions: string;
  readonly groundTruth: string;
  readonly nameWeight: number;
  readonly paramsWeight: number;
  readonly orderWeight: number;
  readonly paramThreshold: number;
  readonly orderThreshold: number;
  readonly judge?: string;
  readonly config?: string;
}

interface JudgeOptions {
  readonly inputFile: string;
  readonly groundTruth?: string;
  readonly outputDir: string;
  readonly model: string;
  readonly config?: string;
  readonly maxSamples?: number;
  readonly trajectoryOnly?: true;
  readonly completionOnly?: true;
  readonly resume?: true;
}

const share = (text: string): number => {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1)) throw new BadInputError(`${text} is no number from 0 to 1.`);
  return value;
};

export function addAnalyseCommands(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('analyze')
    .description('compare the calls of answers with a ground truth: as MCPEval does it, and aligned')
    .requiredOption('--predictions <file>', 'answers, JSON lines')
    .requiredOption('--ground-truth <file>', 'tasks with their calls, JSON lines')
    .option('--name-weight <w>', 'of the published score', share, 0.4)
    .option('--params-weight <w>', 'likewise', share, 0.4)
    .option('--order-weight <w>', 'likewise', share, 0.2)
    .option('--param-threshold <t>', 'of flexible success', share, 0.6)
    .option('--order-threshold <t>', 'likewise', share, 0.5)
    .option('--judge <model>', 'a model that says which words of arguments mean the same, beside the rule')
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--json', 'print one JSON document: {reference, aligned, judged} (it is printed in any case)')
    .action(async (options: AnalyseOptions) => {
      const predictions = await readRows(options.predictions, anyRow);
      const truth = await readRows(options.groundTruth, anyRow);
      const sum = options.nameWeight + options.paramsWeight + options.orderWeight;
      if (sum === 0) throw new BadInputError('Give a weight above 0.');
      const reference = analyseBatch(truth, predictions, {
        // Weights that do not sum to 1 are made to, as its command line does.
        weights: {
          name: options.nameWeight / sum,
          params: options.paramsWeight / sum,
          order: options.orderWeight / sum,
        },
        thresholds: { flexible_param: options.paramThreshold, flexible_order: options.orderThreshold },
      });
      const made = new Map(predictions.map((row) => [row.task_id ?? row.id, toolCallsOf(row.tool_calls)]));
      const pairs = truth.flatMap((row) => {
        const calls = made.get(row.id);
        return typeof row.id !== 'string' || calls === undefined
          ? []
          : [{ id: row.id, calls, expected: toolCallsOf(row.tool_calls), tools: rowTools.parse(row.tools) }];
      });
      const aligned = pairs.map(({ id, expected, calls, tools }) => ({
        task_id: id,
        ...figuresOf(alignCalls(expected, calls, { schemaOf: schemaIn(tools) })),
      }));
      const judged = options.judge === undefined ? undefined : await judgeTexts(pairs, options.judge, options.config);
      output.answer(true, { reference, aligned, ...(judged && { judged }) }, () => '');
    });
  group
    .command('judge')
    .description('let a model rate answers; what it is shown is always the answer, a ground truth stands beside it')
    .requiredOption('--input-file <file>', 'answers, JSON lines')
    .requiredOption('--output-dir <folder>', 'where rows of judgements are written')
    .requiredOption('--model <id>', 'the judge')
    .option('--ground-truth <file>', 'tasks with answers, JSON lines')
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--max-samples <n>', 'the first so many', integer(1, 1_000_000))
    .option('--trajectory-only', 'the way alone')
    .option('--completion-only', 'the result alone')
    .option('--resume', 'leave out what is judged already')
    .option('--json', 'print one JSON document: {file, statistics, correlations, patterns} (it is printed in any case)')
    .action((options: JudgeOptions) => judge(options, output, signal));

  async function judgeTexts(pairs: readonly ComparedTask[], model: string, config: string | undefined) {
    const opened = await openCommandGateway(model, config, output);
    try {
      const ask = gatewayTaskModel(opened.gateway, opened.model);
      const judged: object[] = [];
      for (const { id, expected, calls, tools } of pairs) {
        const found = await judgedAlignment(
          expected,
          calls,
          { schemaOf: schemaIn(tools) },
          async ({ system, user }) => {
            const messages = [textMessage('system', system), textMessage('user', user)];
            return (await ask({ messages }, signal)).text;
          },
        );
        if (found !== undefined) judged.push({ task_id: id, ...figuresOf(found.alignment), texts: found.pairs });
      }
      return judged;
    } finally {
      await opened.close();
    }
  }
}

interface ComparedTask {
  readonly id: string;
  readonly expected: readonly ToolCall[];
  readonly calls: readonly ToolCall[];
  readonly tools: z.infer<typeof rowTools>;
}

/** Rows that have none are compared without schemas. */
const rowTools = z.array(rowTool).catch([]);

const figuresOf = ({ precision, recall, f1, complete, reordered }: Alignment) => ({
  ...{ precision, recall, f1, complete, reordered },
});

const schemaIn = (tools: ComparedTask['tools']) => (name: string) =>
  tools.find((tool) => tool.name === name)?.inputSchema;

async function judge(options: JudgeOptions, output: CommandOutput, signal: AbortSignal): Promise<void> {
  if (options.trajectoryOnly === true && options.completionOnly === true)
    throw new BadInputError('Give one of --trajectory-only and --completion-only.');
  const kinds: readonly JudgeKind[] = options.trajectoryOnly
    ? ['trajectory']
    : options.completionOnly
      ? ['completion']
      : ['trajectory', 'completion'];
  const answers = (await readRows(options.inputFile, resultRow)).slice(0, options.maxSamples);
  const truth = new Map(
    (options.groundTruth === undefined ? [] : await readRows(options.groundTruth, truthRow)).map((row) => [
      row.id,
      row,
    ]),
  );
  await mkdir(options.outputDir, { recursive: true });
  const file = path.join(options.outputDir, `${path.parse(options.inputFile).name}_judged.jsonl`);
  const rows = options.resume === true && existsSync(file) ? [...(await readRows(file, judgedRow))] : [];
  const known = new Set(rows.map((row) => row.task_id));
  const opened = await openCommandGateway(options.model, options.config, output);
  try {
    const ask = gatewayTaskModel(opened.gateway, opened.model);
    for (const [index, answer] of answers.entries()) {
      if (known.has(answer.task_id)) continue;
      const reference = truth.get(answer.task_id);
      const shown = judgeInput(
        { finalResponse: answer.final_response, conversation: answer.conversation ?? [] },
        reference && { finalResponse: reference.final_response, conversation: reference.conversation ?? [] },
      );
      const row = new Map<string, unknown>([
        ['task_id', answer.task_id],
        ['task_name', answer.task.name],
        ['original_success', answer.success ?? null],
      ]);
      for (const kind of kinds) {
        const { system, user } = judgePrompt(kind, answer.task, shown);
        const { text } = await ask({ messages: [textMessage('system', system), textMessage('user', user)] }, signal);
        const { scores, overall, comments, problem } = readJudgement(kind, text);
        row
          .set(`${kind}_score`, overall)
          .set(`${kind}_scores`, scores)
          .set(`${kind}_comments`, problem ?? comments);
        row.set(kind === 'trajectory' ? 'used_ground_truth_trajectory' : 'used_ground_truth_response', false);
      }
      rows.push(judgedRow.parse(Object.fromEntries(row)));
      // After each: what was paid is kept.
      await writeRows(file, rows);
      output.progress(`${index + 1}/${answers.length} judged`, index + 1 === answers.length);
    }
  } finally {
    await opened.close();
  }
  const told = judgeStatistics(judgedRows(rows, 'trajectory'), judgedRows(rows, 'completion'));
  output.answer(true, { file, ...told }, () => '');
}

function judgedRows(rows: readonly Readonly<Record<string, unknown>>[], kind: JudgeKind): readonly JudgedRow[] {
  const form = z.object({ task_id: z.string(), task_name: texts, original_success: z.boolean().nullish() });
  return rows.flatMap((row) => {
    const score = z.number().safeParse(row[`${kind}_score`]);
    if (!score.success) return [];
    const { task_id: task, task_name: name, original_success: success } = form.parse(row);
    const scores = z.record(z.string(), z.number()).parse(row[`${kind}_scores`] ?? {});
    return [{ task, name, success: success ?? undefined, score: score.data, scores }];
  });
}

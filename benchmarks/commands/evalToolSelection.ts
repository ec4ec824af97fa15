/** `whetstone eval tool-selection`: whether the tools that a request needs are found among many, and when none applies. */
import type { Command } from 'commander';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import type { Interval } from '../core/statistics';
import { readQuestions } from '../functionCalling/questions';
import { readQueries, readTools } from '../functionCalling/toolCollection';
import {
  measureGuard,
  measureSelection,
  type GuardReport,
  type SelectionReport,
} from '../functionCalling/toolSelection';

interface SelectionOptions {
  readonly tools?: string;
  readonly queries?: string;
  readonly questions: readonly string[];
  readonly answers: readonly string[];
  readonly json?: true;
}

/** @param group the command `eval` */
export function addEvalToolSelectionCommand(group: Command, output: CommandOutput): void {
  group
    .command('tool-selection')
    .description('recall of the tools that a request needs among many, and of the guard against needless calls')
    .option('--tools <file>', 'seal-tools.jsonl: one {api_name, api_description, parameters} a line')
    .option('--queries <file>', 'one {id, query, calling: [{api}]} a line')
    .option('--questions <files>', 'BFCL_v4_*.json with and without relevant functions, for the guard', list, [])
    .option('--answers <files>', 'possible_answer/BFCL_v4_*.json of them', list, [])
    .option('--json', 'print one JSON document: {selection, guard}')
    .action(async ({ tools, queries, questions, answers, json }: SelectionOptions) => {
      if ((tools === undefined) !== (queries === undefined))
        throw new BadInputError('Give --tools and --queries together.');
      if (tools === undefined && questions.length === 0) {
        throw new BadInputError(
          'There is nothing to measure. Give --tools and --queries, or --questions and --answers.',
        );
      }
      const selection = tools && queries ? await selectionOf(tools, queries) : undefined;
      const guard = questions.length > 0 ? await guardOf(questions, answers) : undefined;
      const answer = { ...(selection && { selection }), ...(guard && { guard }) };
      output.answer(json === true, answer, () =>
        [selection && selectionText(selection), guard && guardText(guard)].filter(Boolean).join('\n\n'),
      );
    });
}

async function selectionOf(toolFile: string, queryFile: string): Promise<SelectionReport> {
  const tools = await readTools(toolFile);
  return measureSelection(tools, await readQueries(queryFile, tools), [1, 5, 10, 20]);
}

async function guardOf(questionFiles: readonly string[], answerFiles: readonly string[]): Promise<GuardReport> {
  const questions = await readQuestions(questionFiles, answerFiles);
  const kinds = new Set(questions.map(({ category }) => category.kind === 'irrelevance'));
  if (kinds.size < 2 || questions.length < 8) {
    throw new BadInputError('The guard needs questions that a function answers, and questions of irrelevance.');
  }
  return measureGuard(questions);
}

const percent = ({ mean, low, high }: Interval) =>
  `${(100 * mean).toFixed(1)} % (${(100 * low).toFixed(1)}-${(100 * high).toFixed(1)})`;

function selectionText({ tools, n, index, scan, registry }: SelectionReport): string {
  const rows = index.map((figures, at) => {
    const [selected, rival] = [registry.recall[at]!, scan[at]!];
    return `| ${figures.k} | ${percent(figures.recall)} | ${percent(figures.complete)} | ${percent(selected.recall)} | ${percent(rival.recall)} |`;
  });
  return [
    `${tools} tools, n = ${n} queries`,
    '',
    '| k | Needed tools among the first k | All of them | By the registry | Scan by TF-IDF |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
    `The registry shows ${percent(registry.shown)} of the characters of descriptions and schemas; ${registry.disabled} tools have a schema that cannot be used.`,
  ].join('\n');
}

function guardText({ threshold, target, figures }: GuardReport): string {
  const [first] = figures;
  const rows = figures.map(
    ({ threshold: step, kept, abstained }) => `| ${step.toFixed(2)} | ${percent(kept)} | ${percent(abstained)} |`,
  );
  return [
    `Guard: the first half keeps ${100 * target} % at ${threshold}; the other half (n = ${first?.kept.n}, ${first?.abstained.n}):`,
    '',
    '| Threshold | Kept, of questions with a tool | Abstained, of those without |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

function list(value: string): readonly string[] {
  return value.split(',').filter((item) => item !== '');
}

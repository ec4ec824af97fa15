/** `whetstone mcpeval trajectories`: dialogues on blueprints, and what they become for training. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import type { UnifiedRecord } from '../../../runtime/agent';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { openBlueprintSet } from '../../mcpEval/blueprints/blueprintSet';
import { withoutDuplicates } from '../../mcpEval/blueprints/rows/duplicates';
import { judgedTrajectories } from '../../mcpEval/blueprints/rows/keptTrajectory';
import { readTrajectories } from '../../mcpEval/blueprints/rows/readTrajectories';
import { attemptStatistics, rowStatistics } from '../../mcpEval/blueprints/rows/trajectoryStatistics';
import { unifiedRowOf } from '../../mcpEval/blueprints/rows/unifiedRow';
import { writeTrajectories, type RowForm } from '../../mcpEval/blueprints/rows/writeTrajectories';
import { writeRows } from '../../mcpEval/rows/jsonLines';
import { withStore } from '../locobench/evaluationSession';
import { addRunCommand } from '../locobench/run';
import { share } from './shareOption';
import { licenceNotes, licenceOption } from './licenceOptions';
import { trajectoryRun } from './trajectoryRun';
import { attemptText, rowText } from './trajectoryText';

interface ExportOptions {
  readonly run: string;
  readonly out: string;
  readonly form: RowForm;
  readonly near: number;
  readonly rejected?: string;
  readonly licence?: ReadonlyMap<string, string>;
  readonly config?: string;
  readonly json?: true;
}

interface CheckOptions {
  readonly file: string;
  readonly out?: string;
  readonly form: RowForm;
  readonly near: number;
  readonly json?: true;
}

const formOption = () =>
  new Option('--form <form>', 'unified: ActionStudio’s Unified 2.0; sharegpt: that of APIGen-MT-5k')
    .choices(['unified', 'sharegpt'])
    .default('unified');
const nearText = 'from this overlap of words on (0 to 1), rows with the same calls are one; 1: only word for word';

export function addTrajectoryCommands(parent: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = parent
    .command('trajectories')
    .description('dialogues between simulated people and agents on blueprints, kept where state and answers agree');

  addRunCommand(group, output, signal, trajectoryRun);

  group
    .command('export')
    .description('write the dialogues of a run that are kept, with the licence of every model in each row')
    .requiredOption('--run <id>', 'the run')
    .requiredOption('--out <file>', '.jsonl: a row a line; .json: one list')
    .addOption(formOption())
    .option('--near <share>', nearText, share, 0.9)
    .option('--rejected <file>', 'those that are not kept, with their reasons, as JSON lines')
    .option('--licence <model=text>', "what a model's licence says of its output; may be given again", licenceOption)
    .option('--config <file>', 'settings of the gateway (JSON), for models of this machine')
    .option('--json', 'print one JSON document: {file, statistics, attempts, duplicates, malformed}')
    .action((options: ExportOptions) => exportRun(options, output));

  group
    .command('check')
    .description('check a file of trajectories, ours or of others, and tell what is in it')
    .requiredOption('--file <file>', 'JSON lines or one list, in the unified form or that of APIGen-MT-5k')
    .option('--out <file>', 'write the rows that can be used, without duplicates')
    .addOption(formOption())
    .option('--near <share>', nearText, share, 0.9)
    .option('--json', 'print one JSON document: {statistics, notes, duplicates, file}')
    .action((options: CheckOptions) => check(options, output));
}

async function exportRun(options: ExportOptions, output: CommandOutput): Promise<void> {
  const { run, out, form, near, licence, config, json } = options;
  await withStore(async (store) => {
    const { configuration } = await store.run(run);
    if (configuration.benchmark !== 'trajectories')
      throw new BadInputError(`The run ${run} has no dialogues: it is one of ${configuration.benchmark}.`);
    const { blueprints } = await openBlueprintSet(configuration.set.folder);
    const noteOf = await licenceNotes(licence, [], config);
    const rows: UnifiedRecord[] = [];
    const judged: Parameters<typeof attemptStatistics>[0][number][] = [];
    const rejected: object[] = [];
    let malformed = 0;
    for await (const each of judgedTrajectories(store, run, blueprints, noteOf)) {
      const { blueprint, rejections, record, content } = each;
      judged.push({ blueprint, rejections });
      const row = rejections.length === 0 ? unifiedRowOf(each) : undefined;
      if (row !== undefined) rows.push(row);
      else if (rejections.length === 0) malformed++;
      else rejected.push({ blueprint: blueprint.id, sample: record.index, rejections, turns: content.turns });
    }
    const { rows: distinct, duplicates } = withoutDuplicates(rows, near);
    await writeTrajectories(out, distinct, form);
    if (options.rejected !== undefined) await writeRows(options.rejected, rejected);
    const told = {
      file: path.resolve(out),
      statistics: rowStatistics(distinct),
      attempts: attemptStatistics(judged),
      ...{ duplicates, malformed },
    };
    output.answer(json === true, told, () =>
      [rowText(out, told.statistics, duplicates.length), attemptText(told.attempts)].join('\n'),
    );
  });
}

async function check({ file, out, form, near, json }: CheckOptions, output: CommandOutput): Promise<void> {
  const { rows, notes } = await readTrajectories(file);
  const { rows: distinct, duplicates } = withoutDuplicates(rows, near);
  if (out !== undefined) await writeTrajectories(out, distinct, form);
  const statistics = rowStatistics(distinct);
  const told = { statistics, notes, duplicates, file: out === undefined ? null : path.resolve(out) };
  output.answer(json === true, told, () =>
    [
      rowText(file, statistics, duplicates.length),
      ...notes.slice(0, 50).map(({ place, kind, text }) => `${kind}: ${place}: ${text}`),
      ...(notes.length > 50 ? [`and ${notes.length - 50} more: --json tells all`] : []),
    ].join('\n'),
  );
  const problems = notes.filter(({ kind }) => kind === 'problem').length;
  if (problems > 0) throw new FailedCheckError(`${problems} rows of ${file} cannot be used.`);
}

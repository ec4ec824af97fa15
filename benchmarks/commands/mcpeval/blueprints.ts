/** `whetstone mcpeval blueprints`: tasks with their calls, in the manner of APIGen-MT. */
import type { Command } from 'commander';
import path from 'node:path';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import {
  openBlueprintSet,
  readRejected,
  requireFolderFor,
  writeBlueprintSet,
} from '../../mcpEval/blueprints/blueprintSet';
import { collectBlueprints } from '../../mcpEval/blueprints/making/collectBlueprints';
import { makeChainSet } from '../../mcpEval/blueprints/making/makeChainSet';
import { makeSlotSet } from '../../mcpEval/blueprints/slots/makeSlotSet';
import { blueprintStatistics } from '../../mcpEval/blueprints/rows/blueprintStatistics';
import { joinBlueprints } from '../../mcpEval/blueprints/slots/joinBlueprints';
import { openSlotSet, writeSlotSet } from '../../mcpEval/blueprints/slots/slot';
import { BadInputError } from '../../core/badInputError';
import { withStore } from '../locobench/evaluationSession';
import { addRunCommand } from '../locobench/run';
import { integer } from '../optionValues';
import { blueprintRun } from './blueprintRun';
import { blueprintText } from './blueprintText';
import { licenceNotes, licenceOption } from './licenceOptions';
import { drawOptions, setName, withSlotOptions, type SlotOptions } from './slotOptions';
import { addVerifyBlueprints } from './verifyBlueprints';

interface CollectOptions {
  readonly run: string;
  readonly out: string;
  readonly licence?: ReadonlyMap<string, string>;
  readonly config?: string;
  readonly json?: true;
}

interface JoinOptions {
  readonly scenarios: string;
  readonly out: string;
  readonly size: number;
  readonly count: number;
  readonly seed: number;
  readonly json?: true;
}

export function addBlueprintCommands(parent: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = parent
    .command('blueprints')
    .description('tasks with the calls that do them, checked by format, execution, rules and reviewers (APIGen-MT)');

  withSlotOptions(group.command('generate'))
    .description('make blueprints without a model, by walks through the tools; goes on where it ended')
    .option('--json', 'print one JSON document: {folder, statistics}')
    .action(async (options: SlotOptions) => {
      const shared = { ...(await drawOptions(options, signal)), name: setName(options.out), folder: options.out };
      const { blueprints, rejected } = await makeChainSet({
        ...{ ...shared, count: options.count },
        onProgress: ({ done, total, rejected: not }) =>
          output.progress(`${done}/${total} blueprints, ${not} not taken`, done === total),
      });
      const statistics = blueprintStatistics(blueprints, rejected);
      const told = { folder: path.resolve(options.out), statistics };
      output.answer(options.json === true, told, () => blueprintText(options.out, statistics));
      if (blueprints.length < options.count) {
        throw new FailedCheckError(`${blueprints.length} of ${options.count} could be made. What was made is kept.`);
      }
    });

  withSlotOptions(group.command('draw'))
    .description('draw what a model is to write blueprints for: tools, beginning state, rules, a person')
    .option('--json', 'print one JSON document: {folder, slots}')
    .action(async (options: SlotOptions) => {
      const { slots } = await makeSlotSet({
        ...{ ...(await drawOptions(options, signal)), name: setName(options.out), folder: options.out },
        count: options.count,
        onProgress: (done) => output.progress(`${done}/${options.count} drawn`, done === options.count),
      });
      const told = { folder: path.resolve(options.out), slots: slots.length };
      output.answer(options.json === true, told, () =>
        [
          `${slots.length} slots in ${options.out}. Let a model write blueprints for them:`,
          `whetstone mcpeval blueprints run --scenarios ${options.out} --model ID --reviewer ID --out FOLDER`,
        ].join('\n'),
      );
    });

  addRunCommand(group, output, signal, blueprintRun());

  group
    .command('collect')
    .description('write what a run has made so far as a set, with every draft that was not taken')
    .requiredOption('--run <id>', 'the run')
    .requiredOption('--out <folder>', 'folder of the set')
    .option('--licence <model=text>', "what a model's licence says of its output; may be given again", licenceOption)
    .option('--config <file>', 'settings of the gateway (JSON), for models of this machine')
    .option('--json', 'print one JSON document: {folder, statistics}')
    .action((options: CollectOptions) =>
      withStore(async (store) => {
        const { configuration } = await store.run(options.run);
        if (configuration.benchmark !== 'blueprints')
          throw new BadInputError(
            `The run ${options.run} makes no blueprints: it is one of ${configuration.benchmark}.`,
          );
        await requireFolderFor(options.run, options.out);
        const { set } = await openSlotSet(configuration.set.folder);
        const noteOf = await licenceNotes(options.licence, [], options.config);
        const made = await collectBlueprints(store, options.run, { ...set, name: setName(options.out) }, noteOf);
        await writeBlueprintSet(options.out, made, made.rejected);
        const statistics = blueprintStatistics(made.blueprints, made.rejected);
        const told = { folder: path.resolve(options.out), statistics };
        output.answer(options.json === true, told, () => blueprintText(options.out, statistics));
      }),
    );

  group
    .command('join')
    .description('draw harder tasks: several blueprints of one person and state, whose wish a model writes anew')
    .requiredOption('--scenarios <folder>', 'a set of blueprints')
    .requiredOption('--out <folder>', 'folder of the slots')
    .option('--size <n>', 'blueprints in one', integer(2, 6), 2)
    .option('--count <n>', 'slots at most', integer(1, 100_000), 1_000)
    .option('--seed <n>', 'the same seed draws the same', integer(0, 2 ** 20), 1)
    .option('--json', 'print one JSON document: {folder, slots}')
    .action(async ({ scenarios, out, json, ...options }: JoinOptions) => {
      const { set, blueprints } = await openBlueprintSet(scenarios);
      const joined = joinBlueprints(set, blueprints, { ...options, name: setName(out) });
      if (joined.slots.length === 0) {
        throw new BadInputError(
          `No ${options.size} blueprints of ${scenarios} begin with one state. Draw more with one state: --per-state ${2 * options.size}.`,
        );
      }
      await writeSlotSet(out, joined);
      const told = { folder: path.resolve(out), slots: joined.slots.length };
      output.answer(json === true, told, () => `${joined.slots.length} slots in ${out}`);
    });

  group
    .command('stats')
    .description('how many drafts passed each check, and what the blueprints are made of')
    .requiredOption('--scenarios <folder>', 'a set of blueprints')
    .option('--json', 'print one JSON document: {statistics}')
    .action(async ({ scenarios, json }: { readonly scenarios: string; readonly json?: true }) => {
      const { blueprints } = await openBlueprintSet(scenarios);
      const statistics = blueprintStatistics(blueprints, await readRejected(scenarios));
      output.answer(json === true, { statistics }, () => blueprintText(scenarios, statistics));
    });

  addVerifyBlueprints(group, output, signal);
}

/** `whetstone locobench`: scores of LoCoBench's scenarios. */
import { Option, type Command } from 'commander';
import { BadInputError } from '../core/badInputError';
import type { CommandOutput } from '../core/commandOutput';
import { readSolution } from '../locobench/readSolution';
import { scoreFloors, scoreText } from '../locobench/scoreReport';
import { readMeasured } from '../locobench/reference/measured';
import { publishedScore } from '../locobench/reference/publishedForm';
import { openPythonParser } from '../locobench/reference/python/treeSitterPython';
import { addGenerateCommand } from './locobench/generate';
import { readScenario } from '../locobench/reference/scenario';
import { addRunCommand } from './locobench/run';
import { addRunsCommands } from './locobench/runs';
import { scoreReference } from '../locobench/reference/scoreReference';

interface ScoreOptions {
  readonly scenario: string;
  readonly solution: string;
  readonly measured?: string;
  readonly mode?: 'verified' | 'ref';
  readonly json?: true;
}

export function addLocobenchCommand(program: Command, output: CommandOutput, signal: AbortSignal): void {
  const group = program.command('locobench').description("scenarios in LoCoBench's form");
  addRunCommand(group, output, signal);
  addRunsCommands(group, output);
  addGenerateCommand(group, output, signal);
  group
    .command('score')
    .description('the score that an answer gets')
    .requiredOption('--scenario <file>', 'a scenario as LoCoBench publishes it: one JSON object')
    .requiredOption('--solution <file>', 'the answer: a JSON object, path -> content')
    .option(
      '--measured <file>',
      'what a compiler and a test runner said: {compilation: {success, ...}, unit_pass_rate}',
    )
    .addOption(
      new Option('--mode <mode>', "ref: LoCoBench's published score, with its defects").choices(['verified', 'ref']),
    )
    .option('--json', 'print one JSON document: {metrics, breakdown, dimensions, LCBS, floors, ...}')
    .action(async (options: ScoreOptions) => {
      if (options.mode !== 'ref') throw new BadInputError(noVerifiedScore(options.mode));
      const scenario = await readScenario(options.scenario);
      const texts = await readSolution(options.solution);
      const measured = options.measured === undefined ? {} : await readMeasured(options.measured);
      const parser = await openPythonParser();
      const score = publishedScore(scoreReference(scenario, texts, measured, parser));
      const floors = scoreFloors(scenario, parser);
      if (score.LCBS === null) {
        output.log('Compilation or tests are not measured: FC and LCBS are null. Give both with --measured FILE.');
      }
      output.answer(options.json === true, { mode: 'ref', scenario: scenario.id, ...score, floors }, () =>
        scoreText(scenario.id, score, floors),
      );
    });
}

function noVerifiedScore(mode: string | undefined): string {
  return mode === undefined
    ? 'Say which score: --mode ref is the one that LoCoBench publishes. (The verified score, which will be the default, is not built yet.)'
    : 'The verified score is not built yet. --mode ref gives the one that LoCoBench publishes.';
}

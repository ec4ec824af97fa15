/** `whetstone locobench score`: what an answer gets, by facts (verified) or as LoCoBench publishes it (ref). */
import { Option, type Command } from 'commander';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { readSolution } from '../../locobench/readSolution';
import { scoreFloors, scoreText } from '../../locobench/scoreReport';
import { readMeasured } from '../../locobench/reference/measured';
import { publishedScore } from '../../locobench/reference/publishedForm';
import { openPythonParser } from '../../locobench/reference/python/treeSitterPython';
import { readScenario } from '../../locobench/reference/scenario';
import { scoreReference } from '../../locobench/reference/scoreReference';
import { scoreSolution, solutionScoreText } from '../../locobench/verified/scoreSolution';

interface ScoreOptions {
  readonly scenario: string;
  readonly solution: string;
  readonly measured?: string;
  readonly set?: string;
  readonly mode: 'verified' | 'ref';
  readonly execute: boolean;
  readonly json?: true;
}

export function addScoreCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('score')
    .description('the score that an answer gets')
    .requiredOption('--scenario <file>', 'a scenario: of a set (scenarios/<id>.json), or as LoCoBench publishes it')
    .requiredOption('--solution <file>', 'the answer: JSON of path -> content, {files, answers}, or a model’s own text')
    .option('--set <folder>', 'the set of the scenario; default: the one that its file lies in')
    .option('--no-execute', 'run none of the repository’s own tests and checkers; what needs them is not measured')
    .option(
      '--measured <file>',
      'for ref, what a compiler and a test runner said: {compilation: {success, ...}, unit_pass_rate}',
    )
    .addOption(
      new Option('--mode <mode>', 'verified: by facts; ref: LoCoBench’s published score, with its defects')
        .choices(['verified', 'ref'])
        .default('verified'),
    )
    .option('--json', 'print one JSON document: {metrics, dimensions, floors, ...}')
    .action(async (options: ScoreOptions) => {
      if (options.mode === 'ref') await scorePublished(options, output);
      else await scoreVerified(options, output, signal);
    });
}

async function scoreVerified(options: ScoreOptions, output: CommandOutput, signal: AbortSignal): Promise<void> {
  if (options.measured !== undefined) {
    throw new BadInputError('--measured is for --mode ref: the verified score measures itself. Leave it out.');
  }
  const { scenario, solution, set, execute } = options;
  const score = await scoreSolution({ scenario, solution, set, execute, signal, log: (line) => output.log(line) });
  if (score.value === null) output.log(`What decides was not measured: ${score.notMeasured.join('; ')}`);
  output.answer(options.json === true, score, () => solutionScoreText(score));
}

async function scorePublished(options: ScoreOptions, output: CommandOutput): Promise<void> {
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
}

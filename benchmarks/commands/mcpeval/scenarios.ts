/** `whetstone mcpeval generate-scenarios`: dialogues made of the tasks of a set. */
import { Option, type Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { makeScenarios } from '../../mcpEval/dialogue/makeScenarios';
import { persona, type Persona } from '../../mcpEval/dialogue/personas';
import { scenarioFile } from '../../mcpEval/dialogue/scenarioFile';
import { scenarioTypes, type ScenarioRow, type ScenarioType } from '../../mcpEval/dialogue/scenarioRow';
import { wordOpenings } from '../../mcpEval/dialogue/wordOpenings';
import { BadInputError } from '../../core/badInputError';
import { readRows, writeRows } from '../../mcpEval/rows/jsonLines';
import { gatewayTaskModel } from '../../mcpEval/tasks/taskModel';
import { openTaskSet } from '../../mcpEval/tasks/taskSet';
import { openCommandGateway } from '../commandGateway';
import { integer } from '../optionValues';

interface ScenarioOptions {
  readonly scenarios: string;
  readonly out?: string;
  readonly type: readonly ScenarioType[];
  readonly personas?: string;
  readonly count?: number;
  readonly seed: number;
  readonly model?: string;
  readonly config?: string;
  readonly json?: true;
}

export function addScenarioCommand(group: Command, output: CommandOutput, signal: AbortSignal): void {
  group
    .command('generate-scenarios')
    .description(
      'make dialogues of the tasks of a set: who speaks, what is held back, which tool comes late; for simulate',
    )
    .requiredOption('--scenarios <folder>', 'a set of tasks')
    .addOption(
      new Option('--type <type>', `may be given again; default: all (${scenarioTypes.join(', ')})`)
        .argParser((value: string, before: readonly ScenarioType[]) => [...before, typeNamed(value)])
        .default([]),
    )
    .option(
      '--personas <file>',
      'JSON lines with name, description, communication_style, expertise_level; default: five',
    )
    .option('--count <n>', 'at most; default: one of each type that a task allows', integer(1, 100_000))
    .option('--seed <n>', 'the same seed makes the same dialogues', integer(0, 2 ** 31 - 1), 1)
    .option('--model <id>', 'a model words the openings; each is checked to say and to hold back what it should')
    .option('--config <file>', 'settings of the gateway (JSON)')
    .option('--out <file>', "default: scenarios.jsonl in the set's folder, where simulate looks for it")
    .option('--json', 'print one JSON document: {file, scenarios, types, worded, skipped: [{reason, count}]}')
    .action(async (options: ScenarioOptions) => {
      const { tasks } = await openTaskSet(options.scenarios);
      const { seed, count, type } = options;
      const personas = options.personas === undefined ? undefined : await personasIn(options.personas);
      const types = type.length === 0 ? undefined : type;
      const { scenarios, skipped } = makeScenarios(tasks, { seed, count, types, personas });
      if (scenarios.length === 0) {
        const why = skipped.map(({ reason }) => reason).join(' ');
        throw new FailedCheckError(`No dialogue could be made. ${why}`);
      }
      const { rows, worded } =
        options.model === undefined
          ? { rows: scenarios, worded: 0 }
          : await wordedBy(options.model, scenarios, options.config, output, signal);
      const file = options.out ?? scenarioFile(options.scenarios);
      await writeRows(file, rows);
      const counts = Object.fromEntries(
        scenarioTypes.map((each) => [each, rows.filter((row) => row.scenario_type === each).length]),
      );
      output.answer(
        options.json === true,
        { file, scenarios: rows.length, types: counts, worded, skipped },
        () =>
          `${rows.length} dialogues in ${file}: ${Object.entries(counts)
            .map(([name, number]) => `${number} ${name}`)
            .join(', ')}`,
      );
    });
}

function typeNamed(value: string): ScenarioType {
  const found = scenarioTypes.find((type) => type === value);
  if (found !== undefined) return found;
  throw new BadInputError(`There is no type "${value}" of dialogues. Types: ${scenarioTypes.join(', ')}.`);
}

async function personasIn(file: string): Promise<readonly Persona[]> {
  const rows = await readRows(file, persona);
  if (rows.length > 0) return rows;
  throw new BadInputError(`${file} is empty. Give a persona a line, with its name at least.`);
}

async function wordedBy(
  model: string,
  scenarios: readonly ScenarioRow[],
  config: string | undefined,
  output: CommandOutput,
  signal: AbortSignal,
): Promise<{ readonly rows: readonly ScenarioRow[]; readonly worded: number }> {
  const opened = await openCommandGateway(model, config, output);
  try {
    return await wordOpenings(scenarios, {
      ...{ model: gatewayTaskModel(opened.gateway, opened.model), name: opened.model, signal },
      onProgress: (done) => output.progress(`${done}/${scenarios.length} worded`, done === scenarios.length),
    });
  } finally {
    await opened.close();
  }
}

/** `whetstone tools faults`: whether verification would notice what goes wrong in merged code. */
import { randomInt } from 'node:crypto';
import type { Command } from 'commander';
import { RunnerStartError } from '../../../runtime/toolLibrary/execution';
import { extractTools } from '../../../runtime/toolLibrary/extraction';
import { seedFaults } from '../../../runtime/toolLibrary/verification';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { wilsonInterval } from '../../core/statistics';
import { integer } from '../optionValues';
import { withPython, workspacePython, type PythonOptions } from './pythonOption';
import { libraryPlace, openLibrary } from './verifiedLibrary';

interface FaultsOptions extends PythonOptions {
  readonly library: string;
  readonly faults: number;
  readonly seed?: number;
  readonly json?: true;
}

export function addFaultsCommand(tools: Command, output: CommandOutput, signal: AbortSignal): void {
  withPython(tools.command('faults'))
    .description(
      'put wrong constants and operators into merged functions, one at a time, and count how many are rejected',
    )
    .requiredOption('--library <dir>', 'folder that tools refactor wrote')
    .option('--faults <n>', 'faults, drawn by the seed', integer(1, 100_000), 200)
    .option('--seed <n>', 'default: drawn by chance', integer(0, 2 ** 31))
    .option('--json', 'print one JSON document: {faults, rejected, share, low, high, missed, seed}')
    .action(async ({ library: folder, faults, seed = randomInt(2 ** 31), python: named, json }: FaultsOptions) => {
      const library = await openLibrary(folder);
      const { before, after, coverage, description } = library;
      const { include, exclude } = description;
      const collection = await extractTools({ root: before, include, exclude, signal });
      const entries = coverage.entries.filter(({ outcome }) => outcome === 'merged');
      if (entries.length === 0) throw new BadInputError(`Nothing was merged in ${folder}: there is nothing to spoil.`);
      const python = await workspacePython({ python: named }, libraryPlace(library, folder), (text) =>
        output.log(text),
      );
      const candidate = { root: after, texts: new Map<string, string>() };
      const onProgress = (done: number, all: number) => output.progress(`${done} of ${all} faults`, done === all);
      const found = await seedFaults({
        collection,
        candidate,
        entries,
        seed,
        faults,
        python,
        signal,
        onProgress,
      }).catch((error: unknown) => {
        throw error instanceof RunnerStartError ? new FailedCheckError(error.message) : error;
      });
      const names = new Map(collection.tools.map(({ id, name }) => [id, name]));
      const { low, high } = wilsonInterval(found.rejected, found.faults);
      const answer = {
        ...{ faults: found.faults, rejected: found.rejected, share: found.rejected / found.faults, low, high, seed },
        missed: found.missed.map(({ tool, fault }) => ({ tool, name: names.get(tool) ?? tool, fault })),
      };
      output.answer(json === true, answer, () =>
        [
          ...answer.missed.map(({ name, fault }) => `? ${name}: ${fault}`),
          `${found.rejected} of ${found.faults} faults rejected: ${percent(answer.share)} (${percent(low)} to ${percent(high)}; seed ${seed})`,
        ].join('\n'),
      );
    });
}

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

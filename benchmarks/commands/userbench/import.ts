/** `whetstone userbench import`: the authors' own file of scenarios, which the user has downloaded, as a set. */
import type { Command } from 'commander';
import type { CommandOutput } from '../../core/commandOutput';
import { importTravelSet } from '../../userbench/travel/importTravelSet';

export function addImportCommand(group: Command, output: CommandOutput): void {
  group
    .command('import')
    .description('take over scenarios in the published form, e.g. travelgym_data_22.json; we ship none of them')
    .requiredOption('--file <file>', 'an object of scenarios by their ids')
    .requiredOption('--out <folder>', 'folder of the new set')
    .option('--json', 'print one JSON document: {set}')
    .action(async ({ file, out, json }: { readonly file: string; readonly out: string; readonly json?: true }) => {
      const set = await importTravelSet(file, out);
      output.answer(json === true, { set }, () => `${set.scenarios} scenarios of ${set.name} in ${out}`);
    });
}

import type { Command } from 'commander';
import { createInterface } from 'node:readline/promises';
import type { LicenceText, WeightPrecision } from '../../../runtime/models/protocol';
import { BadInputError } from '../../core/badInputError';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { addDownloadCommands } from './download';
import { openManager, quantiseOption, withFolder, type FolderOptions } from './managerOptions';
import { listText, showText } from './modelTexts';

/** `whetstone models list|show|licence|accept-licence|download|cancel|verify|remove|add`. */
export function addManageCommands(models: Command, output: CommandOutput, signal: AbortSignal): void {
  withFolder(models.command('list'))
    .description('models of the catalogue and of the models folder')
    .action(async (options: FolderOptions) => {
      const list = await (await openManager(options)).list();
      output.answer(options.json === true, { models: list }, () => listText(list));
    });

  withFolder(models.command('show'))
    .description('everything about one model')
    .argument('<id>', 'id of the model')
    .action(async (id: string, options: FolderOptions) => {
      const model = await (await openManager(options)).show(id);
      output.answer(options.json === true, model, () => showText(model));
    });

  addLicenceCommands(models, output);
  addDownloadCommands(models, output, signal);

  withFolder(models.command('verify'))
    .description('hash every file of an installed model anew')
    .argument('<id>', 'id of the model')
    .action(async (id: string, options: FolderOptions) => {
      const onProgress = (done: number, total: number) =>
        output.progress(`Reads ${share(done, total)} %`, done === total);
      const report = await (await openManager(options)).verify(id, { signal, onProgress });
      const lines = report.files.map(
        ({ name, problem }) =>
          `${problem === undefined ? 'ok ' : 'BAD'}  ${name}${problem === undefined ? '' : `: ${problem}`}`,
      );
      output.answer(options.json === true, report, () => lines.join('\n'));
      if (!report.ok) throw new FailedCheckError(`${id} is damaged. Remove it, and download or add it again.`);
    });

  withFolder(models.command('remove'))
    .description('remove an installed model, or what is here of a download')
    .argument('<id>', 'id of the model')
    .action(async (id: string, options: FolderOptions) => {
      await (await openManager(options)).remove(id);
      output.answer(options.json === true, { model: id, removed: true }, () => `Removed ${id}.`);
    });

  withFolder(models.command('add'))
    .description('add a model folder, a GGUF file with config.json and tokenizer, or a checkpoint that is converted')
    .argument('<folder>', 'model folder or checkpoint folder; it is not changed')
    .option('--id <id>', "id of the model; default: made from the folder's name")
    .option('--reference', 'remember where a model folder is instead of copying it')
    .addOption(quantiseOption())
    .action(
      async (
        folder: string,
        options: FolderOptions & {
          readonly id?: string;
          readonly reference?: true;
          readonly quantise: WeightPrecision;
        },
      ) => {
        const model = await (
          await openManager(options)
        ).add(folder, {
          id: options.id,
          how: options.reference === true ? 'reference' : 'copy',
          precision: options.quantise,
          signal,
          onProgress: (done, total) => output.progress(`Adds ${share(done, total)} %`, done === total),
        });
        output.answer(options.json === true, model, () => `Added ${model.id}: ${model.folder ?? ''}`);
      },
    );
}

function addLicenceCommands(models: Command, output: CommandOutput): void {
  withFolder(models.command('licence'))
    .description("print the text of a model's licence")
    .argument('<id>', 'id of the model')
    .action(async (id: string, options: FolderOptions) => {
      const licence = await (await openManager(options)).licence(id);
      output.answer(
        options.json === true,
        licence,
        () => `${licence.text}\nSHA-256 of this text: ${licence.textSha256}`,
      );
    });

  withFolder(models.command('accept-licence'))
    .description("show the text of a model's licence, ask, and keep the answer in the models folder")
    .argument('<id>', 'id of the model')
    .option('--text-sha256 <hash>', 'accept the text that `models licence` printed with this hash, without being asked')
    .option('--by <name>', "who accepts; default: the account's name")
    .action(async (id: string, options: FolderOptions & { readonly textSha256?: string; readonly by?: string }) => {
      const manager = await openManager(options);
      const licence = await manager.licence(id);
      const hash = options.textSha256 ?? (await askFor(licence, output));
      const acceptance = await manager.acceptLicence(id, hash, options.by);
      output.answer(options.json === true, acceptance, () => `${acceptance.by} accepted ${licence.name} for ${id}.`);
    });
}

/** @returns the hash of the text that was shown and accepted */
async function askFor(licence: LicenceText, output: CommandOutput): Promise<string> {
  if (!process.stdin.isTTY) {
    const how = `whetstone models accept-licence ${licence.model} --text-sha256 HASH`;
    throw new BadInputError(
      `There is nobody to ask here. Read \`whetstone models licence ${licence.model}\`, then call \`${how}\`.`,
    );
  }
  output.log(licence.text);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question(`Do you accept ${licence.name} for ${licence.model}? Type "accept": `);
    if (answer.trim().toLowerCase() === 'accept') return licence.textSha256;
  } finally {
    terminal.close();
  }
  throw new FailedCheckError('The licence was not accepted.');
}

function share(done: number, total: number): number {
  return total === 0 ? 100 : Math.floor((100 * done) / total);
}

/** `whetstone models convert` and `whetstone models inspect`. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import type { CommandOutput } from '../core/commandOutput';
import { userFolder } from '../core/userFile';

export function addModelsCommand(program: Command, output: CommandOutput): void {
  const models = program.command('models').description('make and check model folders');
  models
    .command('convert')
    .description('turn a checkpoint (safetensors, config.json, tokenizer.json) into a model folder')
    .argument('<folder>', 'folder of the checkpoint')
    .requiredOption('--out <folder>', 'model folder to make; must not exist, or hold a model folder that is replaced')
    .addOption(
      new Option('--quantise <type>', 'weights as 8-bit integers or as they are')
        .choices(['int8', 'fp32'])
        .makeOptionMandatory(),
    )
    .option('--id <id>', "id of the model; default: the out folder's name")
    .option('--json', 'print one JSON document')
    .action(
      async (
        folder: string,
        options: {
          readonly out: string;
          readonly quantise: 'int8' | 'fp32';
          readonly id?: string;
          readonly json?: true;
        },
      ) => {
        const source = await userFolder(folder);
        const out = path.resolve(options.out);
        const { convertCheckpoint } = await import('../../runtime/diffusion');
        const report = await convertCheckpoint(source, out, {
          quantise: options.quantise,
          id: options.id ?? path.basename(out),
        });
        output.answer(options.json === true, report, () => `Made ${out}.\n${JSON.stringify(report, null, 2)}`);
      },
    );
  models
    .command('inspect')
    .description('verify a model folder and print what it holds')
    .argument('<folder>', 'model folder')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, options: { readonly json?: true }) => {
      const { openModelFolder } = await import('../../runtime/models');
      // Throws unless all files are there and have the promised sizes and hashes.
      const model = await openModelFolder(await userFolder(folder));
      const report = { folder: model.folder, verified: true, ...model.manifest };
      output.answer(options.json === true, report, () => JSON.stringify(report, null, 2));
    });
}

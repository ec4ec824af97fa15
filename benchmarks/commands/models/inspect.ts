/** `whetstone models inspect`. */
import type { Command } from 'commander';
import { readdir } from 'node:fs/promises';
import type { CheckpointReport } from '../../../runtime/diffusion';
import { readableBytes } from '../../../runtime/files';
import { holdsModel, openModelFolder } from '../../../runtime/models';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import { userFolder } from '../../core/userFile';

export function addInspectCommand(models: Command, output: CommandOutput): void {
  models
    .command('inspect')
    .description('verify a model folder, or check whether a checkpoint can be converted or a GGUF file be added')
    .argument('<folder>', 'model folder, or folder of a checkpoint')
    .option('--json', 'print one JSON document')
    .action(async (given: string, options: { readonly json?: true }) => {
      const folder = await userFolder(given);
      if (holdsModel(folder)) {
        // Throws unless all files are there and have the promised sizes and hashes.
        const model = await openModelFolder(folder);
        const report = { kind: 'model', folder: model.folder, verified: true, ...model.manifest };
        output.answer(options.json === true, report, () => JSON.stringify(report, null, 2));
        return;
      }
      if ((await readdir(folder)).some((name) => name.toLowerCase().endsWith('.gguf'))) {
        const { openGgufSource } = await import('../../../runtime/diffusion');
        // Throws unless it can be added.
        const { name, architecture, config, parameters, quantisation } = await openGgufSource(folder);
        const report = {
          kind: 'gguf',
          folder,
          file: name,
          architecture,
          family: config.family,
          parameters,
          quantisation,
        };
        output.answer(options.json === true, report, () => JSON.stringify(report, null, 2));
        return;
      }
      const { inspectCheckpoint } = await import('../../../runtime/diffusion');
      const report = await inspectCheckpoint(folder);
      output.answer(options.json === true, report, () => textOf(report));
      if (!report.convertible)
        throw new FailedCheckError(`${folder} cannot be converted: ${report.problems.join(' ')}`);
    });
}

function textOf(report: CheckpointReport): string {
  const types = Object.entries(report.elementTypes).map(
    ([type, { tensors, bytes }]) => `${type}: ${tensors} tensors, ${readableBytes(bytes)}`,
  );
  const sizes = Object.entries(report.modelBytes ?? {}).map(([name, bytes]) => `${name} ${readableBytes(bytes)}`);
  const lines = [
    `${report.folder}: checkpoint of the family ${report.family ?? '(unknown)'}`,
    report.parameters === undefined ? '' : `${(report.parameters / 1e6).toFixed(1)} million parameters`,
    types.join('\n'),
    ...report.shards.map(({ name, bytes }) => `${name}: ${readableBytes(bytes)}`),
    report.unused.length === 0 ? '' : `not taken by the model: ${report.unused.join(', ')}`,
    sizes.length === 0 ? '' : `as a model folder: ${sizes.join(', ')}`,
    report.convertible ? 'It can be converted.' : 'It cannot be converted:',
    ...report.problems.map((problem) => `- ${problem}`),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

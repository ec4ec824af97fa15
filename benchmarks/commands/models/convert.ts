/** `whetstone models convert`. */
import { Option, type Command } from 'commander';
import path from 'node:path';
import type { ConvertReport, GraphOptions, ModelFormat } from '../../../runtime/diffusion';
import { readableBytes } from '../../../runtime/files';
import type { CommandOutput } from '../../core/commandOutput';
import { userFolder } from '../../core/userFile';

interface ConvertCommandOptions {
  readonly out: string;
  readonly quantise: ModelFormat;
  readonly block?: '32' | '128';
  readonly embedding?: GraphOptions['embedding'];
  readonly head?: GraphOptions['head'];
  readonly id?: string;
  readonly repository?: string;
  readonly revision?: string;
  readonly json?: true;
}

export function addConvertCommand(models: Command, output: CommandOutput, signal: AbortSignal): void {
  models
    .command('convert')
    .description('turn a checkpoint (safetensors, config.json, tokenizer) into a model folder')
    .argument('<folder>', 'folder of the checkpoint')
    .requiredOption('--out <folder>', 'model folder to make; must not exist, or hold a model folder that is replaced')
    .addOption(
      new Option(
        '--quantise <type>',
        'how weights are stored: 8 or 4 bits, or as they are; gguf-*: as one file that llama.cpp runs',
      )
        .choices(['int8', 'int8-blocks', 'int4', 'fp32', 'gguf-q8_0', 'gguf-f16'])
        .makeOptionMandatory(),
    )
    .addOption(new Option('--block <n>', 'values that share a scale, in int4 and int8-blocks').choices(['32', '128']))
    .addOption(new Option('--embedding <format>', 'the embedding apart').choices(['fp32', 'int8']))
    .addOption(
      new Option('--head <format>', 'the output matrix apart').choices(['fp32', 'int8', 'int8-blocks', 'int4-blocks']),
    )
    .option('--id <id>', "id of the model; default: the out folder's name")
    .option('--repository <id>', 'where the checkpoint was published, for the manifest')
    .option('--revision <commit>', 'its revision, for the manifest')
    .option('--json', 'print one JSON document')
    .action(async (folder: string, options: ConvertCommandOptions) => {
      const source = await userFolder(folder);
      const out = path.resolve(options.out);
      const { repository, revision } = options;
      const { convertCheckpoint } = await import('../../../runtime/diffusion');
      const report = await convertCheckpoint(source, out, {
        quantise: options.quantise,
        weights: weightsOf(options),
        id: options.id ?? path.basename(out),
        ...(repository !== undefined && { origin: { repository, ...(revision !== undefined && { revision }) } }),
        signal,
        onProgress: (done, total) => {
          output.progress(`converting: ${readableBytes(done)} of ${readableBytes(total)}`, done === total);
        },
      });
      output.answer(options.json === true, report, () => textOf(report));
    });
}

function weightsOf({ block, embedding, head }: ConvertCommandOptions): Partial<GraphOptions> {
  return {
    ...(block !== undefined && { blockSize: block === '32' ? 32 : 128 }),
    ...(embedding !== undefined && { embedding }),
    ...(head !== undefined && { head }),
  };
}

function textOf(report: ConvertReport): string {
  const { weights } = report;
  const size = report.files.reduce((sum, { bytes }) => sum + bytes, 0);
  const seconds = report.ms / 1000;
  const formats = weights
    ? `layers ${weights.blocks}, embedding ${weights.embedding}, head ${weights.head}`
    : report.quantisation;
  const resumed = report.resumedBytes > 0 ? `, ${readableBytes(report.resumedBytes)} of it from before` : '';
  return [
    `Made ${report.folder}: ${report.family}, ${(report.parameters / 1e6).toFixed(1)} million parameters.`,
    `${readableBytes(size)} (${formats})${resumed}.`,
    `${readableBytes(report.sourceBytes)} read in ${seconds.toFixed(1)} s.`,
  ].join('\n');
}

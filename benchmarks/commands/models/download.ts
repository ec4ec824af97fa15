import type { Command } from 'commander';
import type { WeightPrecision } from '../../../runtime/models/protocol';
import type { CommandOutput } from '../../core/commandOutput';
import { FailedCheckError } from '../../core/failedCheckError';
import {
  openManager,
  quantiseOption,
  tokenAdvice,
  tokenOf,
  withFolder,
  withHub,
  type FolderOptions,
  type HubOptions,
} from './managerOptions';
import { progressText } from './modelTexts';

type DownloadOptions = FolderOptions & HubOptions & { readonly quantise: WeightPrecision; readonly keepSource?: true };

export function addDownloadCommands(models: Command, output: CommandOutput, signal: AbortSignal): void {
  withHub(withFolder(models.command('download')))
    .description('download a model of the catalogue and convert it; called again, it goes on where it stopped')
    .argument('<id>', 'id of the model')
    .addOption(quantiseOption())
    .option('--keep-source', "keep the checkpoint's own files after the conversion")
    .action(async (id: string, options: DownloadOptions) => {
      const manager = await openManager(options);
      const { quantise: precision, keepSource } = options;
      const request = await manager.downloadRequest(id, { precision, keepSource, token: tokenOf(options) });
      const status = await manager.download(request, {
        signal,
        log: (message) => output.log(message),
        onStatus: (now) => output.progress(progressText(now), !now.active),
      });
      if (status.phase === 'done') {
        const model = await manager.show(id);
        output.answer(options.json === true, model, () => `Installed ${id}: ${model.folder ?? ''}`);
        return;
      }
      // What a call from another terminal stopped is no error of this machine, and yet not what was asked for.
      if (status.error === undefined)
        throw new FailedCheckError(`The download of ${id} was stopped; call again to go on.`);
      const { kind, message, action } = status.error;
      // The hub says that it wants one; where to put it only the command line knows.
      const advice = kind === 'denied' ? `\n${tokenAdvice(options, `models download ${id}`)}` : '';
      throw new FailedCheckError(`${message} ${action}${advice}`);
    });

  withFolder(models.command('cancel'))
    .description('stop a download, whichever window or terminal started it')
    .argument('<id>', 'id of the model')
    .option('--discard', 'also delete what is here of it')
    .action(async (id: string, options: FolderOptions & { readonly discard?: true }) => {
      await (await openManager(options)).cancel(id, options.discard === true);
      output.answer(options.json === true, { model: id, cancelled: true }, () => `Stopped the download of ${id}.`);
    });
}

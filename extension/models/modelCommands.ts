import * as vscode from 'vscode';
import type { WhetstoneCommands } from '../contributions/commandMap';
import type { ModelsFeature } from './modelsFeature';

type ModelCommands = Pick<WhetstoneCommands, Extract<keyof WhetstoneCommands, `whetstone.models.${string}`>>;

/** What the commands about models do. */
export function modelCommands(models: ModelsFeature): ModelCommands {
  const { l10n } = vscode;
  return {
    'whetstone.models.show': (target) => models.show(target),
    'whetstone.models.download': (target) => models.download(target),
    'whetstone.models.cancelDownload': (target) => models.act('cancel', l10n.t('Cancel a download'), target),
    'whetstone.models.discardDownload': (target) =>
      models.act('discard', l10n.t('Discard what was downloaded'), target),
    'whetstone.models.use': (target) => models.act('use', l10n.t('Use a model for suggestions'), target),
    'whetstone.models.measure': (target) => models.act('measure', l10n.t('Measure the speed of a model'), target),
    'whetstone.models.verify': (target) => models.act('verify', l10n.t('Verify the files of a model'), target),
    'whetstone.models.reveal': (target) => models.act('reveal', l10n.t('Reveal the folder of a model'), target),
    'whetstone.models.remove': (target) => models.act('remove', l10n.t('Remove a model'), target),
    'whetstone.models.showLicence': (target) => models.act('licence', l10n.t('Show the licence of a model'), target),
    'whetstone.models.addFolder': (folder) => models.addFolder(folder),
    'whetstone.models.useGguf': (file) => models.useGguf(file),
    'whetstone.models.refresh': () => models.refresh(),
    'whetstone.models.setHubToken': () => models.token.ask(),
    'whetstone.models.clearHubToken': () => models.token.clear(),
  };
}

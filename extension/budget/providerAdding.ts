import * as vscode from 'vscode';
import { runCommand } from '../contributions/commandRegistry';
import { readSetting, writeSetting } from '../contributions/configuration';
import type { ApiKeys } from './apiKeys';
import { freeId, providerPresets, wrongAddress, type ProviderPreset } from './providerPresets';

/** An entry of `whetstone.gateway.providers`, as far as it is needed to name it. */
export interface NamedProvider {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
}

/** What of the settings can be named; entries without an id are told of when they are parsed. */
export function namedProviders(): readonly NamedProvider[] {
  return readSetting('whetstone.gateway.providers').flatMap((entry) => {
    if (!('id' in entry) || typeof entry.id !== 'string') return [];
    const title = 'title' in entry && typeof entry.title === 'string' ? entry.title : entry.id;
    return [{ id: entry.id, title, kind: 'kind' in entry ? String(entry.kind) : '' }];
  });
}

/** *Add Provider*: asks which one, writes the setting, and asks for the key. */
export class ProviderAdding {
  constructor(private readonly keys: ApiKeys) {}

  async add(): Promise<void> {
    const { l10n } = vscode;
    const places = { cloud: l10n.t('cloud'), machine: l10n.t('this machine'), any: l10n.t('any machine') };
    type Item = vscode.QuickPickItem & { readonly act: ProviderPreset | 'file' | 'editor' };
    const presets: readonly Item[] = providerPresets.map((preset) => ({
      ...{ label: preset.title, description: places[preset.where], act: preset },
      ...(preset.baseUrl ? { detail: preset.baseUrl } : {}),
    }));
    const items: readonly Item[] = [
      ...presets,
      {
        ...{ label: l10n.t('Model file on this machine (GGUF)...'), description: places.machine, act: 'file' },
        detail: l10n.t('Runs in a process of its own. Nothing to pay, nothing leaves the machine.'),
      },
      {
        ...{ label: l10n.t('Models of VS Code...'), description: l10n.t('other extensions'), act: 'editor' },
        detail: l10n.t('Such as those of Copilot, counted by requests.'),
      },
    ];
    const chosen = await vscode.window.showQuickPick(items, {
      title: l10n.t('Add provider: where are models?'),
      matchOnDescription: true,
      matchOnDetail: true,
    });
    if (!chosen) return;
    if (chosen.act === 'file') return this.addFile();
    if (chosen.act === 'editor') return runCommand('whetstone.gateway.useEditorModels');
    return this.addPreset(chosen.act);
  }

  async remove(): Promise<void> {
    const provider = await pickProvider(vscode.l10n.t('Remove which provider?'));
    if (!provider) return;
    const remove = vscode.l10n.t('Remove');
    const chosen = await vscode.window.showWarningMessage(
      vscode.l10n.t('Remove {0}, and forget its key?', provider.title),
      { modal: true, detail: vscode.l10n.t('What was spent stays in the books.') },
      remove,
    );
    if (chosen !== remove) return;
    const left = readSetting('whetstone.gateway.providers').filter(
      (entry) => !('id' in entry) || entry.id !== provider.id,
    );
    await writeSetting('whetstone.gateway.providers', left);
    await this.keys.clear(provider.id);
  }

  private async addPreset(preset: ProviderPreset): Promise<void> {
    const baseUrl = preset.baseUrl === undefined ? undefined : await askForAddress(preset);
    if (preset.baseUrl !== undefined && baseUrl === undefined) return;
    const present = readSetting('whetstone.gateway.providers');
    const id = freeId(
      preset.id,
      namedProviders().map((provider) => provider.id),
    );
    const title = id === preset.id ? preset.title : `${preset.title} ${id.slice(preset.id.length + 1)}`;
    const entry = { id, kind: preset.kind, title, ...(baseUrl === undefined ? {} : { baseUrl }) };
    await writeSetting('whetstone.gateway.providers', [...present, entry]);
    const keyed = preset.key !== 'none' && (await this.keys.ask(id, title));
    if (preset.key === 'needed' && !keyed) {
      void vscode.window.showWarningMessage(
        vscode.l10n.t(
          '{0} is set up, and needs a key before it answers. The command "Set API Key" asks for it.',
          title,
        ),
      );
    } else {
      void vscode.window.setStatusBarMessage(vscode.l10n.t('{0} is set up.', title), 5000);
    }
  }

  private async addFile(): Promise<void> {
    const chosen = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Model file'),
      canSelectMany: true,
      filters: { GGUF: ['gguf'] },
      openLabel: vscode.l10n.t('Use'),
    });
    const files = (chosen ?? []).filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
    if (files.length === 0) return;
    const present = readSetting('whetstone.gateway.localModels');
    await writeSetting('whetstone.gateway.localModels', [...new Set([...present, ...files])]);
  }
}

/** Which of the providers is meant. Says so when there is none. */
export async function pickProvider(title: string): Promise<NamedProvider | undefined> {
  const providers = namedProviders();
  if (providers.length === 0) {
    const add = vscode.l10n.t('Add Provider');
    const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('No provider is set up.'), add);
    if (chosen === add) await runCommand('whetstone.gateway.addProvider');
    return undefined;
  }
  const items = providers.map((provider) => ({ label: provider.title, description: provider.id, provider }));
  return (await vscode.window.showQuickPick(items, { title }))?.provider;
}

async function askForAddress(preset: ProviderPreset): Promise<string | undefined> {
  const { l10n } = vscode;
  const wrong = {
    'no-url': l10n.t('Type an address such as http://127.0.0.1:8000/v1.'),
    'no-http': l10n.t('The address must begin with http:// or https://.'),
    'has-secret': l10n.t('The address holds a password. Leave it out; the key is asked for next.'),
  };
  const typed = await vscode.window.showInputBox({
    title: l10n.t('Address of {0}', preset.title),
    prompt: l10n.t('Base address of the API. A loopback address counts as this machine, any other one as the cloud.'),
    value: preset.baseUrl ?? '',
    ignoreFocusOut: true,
    validateInput: (value) => {
      const problem = wrongAddress(value);
      return problem === undefined ? undefined : wrong[problem];
    },
  });
  return typed?.trim();
}

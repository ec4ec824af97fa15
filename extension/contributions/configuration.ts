/** Reads settings by their types. A value of a wrong type or range counts as not set: settings.json can hold anything. */
import * as vscode from 'vscode';
import type { Setting } from './settingKinds';
import type { SettingKey, SettingValue } from './settings';
import { settings } from './settings';

const section = 'whetstone';

/** @param scope the document, or undefined for settings that do not depend on it */
export function readSetting<K extends SettingKey>(key: K, scope?: vscode.ConfigurationScope): SettingValue<K> {
  const setting = settings[key] as unknown as Setting<SettingValue<K>>;
  const value: unknown = vscode.workspace.getConfiguration(section, scope ?? null).get(nameInSection(key));
  return setting.accepts(value) ? value : setting.default;
}

/** Writes a setting for the user, or, where the workspace already sets it, for the workspace. */
export async function writeSetting<K extends SettingKey>(
  key: K,
  value: SettingValue<K>,
  languageId?: string,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration(section, languageId ? { languageId } : null);
  const set = configuration.inspect(nameInSection(key));
  const inWorkspace = languageId ? set?.workspaceLanguageValue : set?.workspaceValue;
  const target = inWorkspace === undefined ? vscode.ConfigurationTarget.Global : vscode.ConfigurationTarget.Workspace;
  await configuration.update(nameInSection(key), value, target, languageId !== undefined);
}

function nameInSection(key: SettingKey): string {
  return key.slice(section.length + 1);
}

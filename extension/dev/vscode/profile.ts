/** User settings of the VS Code that tests and demonstrations run in: quiet, offline, the same everywhere. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export const themes = {
  dark: 'Dark Modern',
  light: 'Light Modern',
  hc: 'Default High Contrast',
  'hc-light': 'Default High Contrast Light',
} as const;

export type Theme = keyof typeof themes;

export const isTheme = (value: string): value is Theme => Object.hasOwn(themes, value);

/**
 * Writes settings.json of a fresh user-data folder.
 *
 * @param userData the folder given to VS Code as `--user-data-dir`
 * @param more further settings, by key
 */
export async function writeProfile(
  userData: string,
  theme: Theme,
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const settings = {
    'workbench.colorTheme': themes[theme],
    'window.autoDetectColorScheme': false,
    'security.workspace.trust.enabled': false,
    'telemetry.telemetryLevel': 'off',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'extensions.autoCheckUpdates': false,
    'extensions.autoUpdate': false,
    'extensions.ignoreRecommendations': true,
    'update.mode': 'none',
    'editor.inlineSuggest.enabled': true,
    // Pictures begin with the first line.
    'editor.scrollBeyondLastLine': false,
    'chat.disableAIFeatures': true,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'git.openRepositoryInParentFolders': 'never',
    // Documents are on disk a moment after they change, so that a check can read them there.
    'files.autoSave': 'afterDelay',
    'files.autoSaveDelay': 100,
    ...more,
  };
  await mkdir(path.join(userData, 'User'), { recursive: true });
  await writeFile(path.join(userData, 'User', 'settings.json'), JSON.stringify(settings, null, 2));
}

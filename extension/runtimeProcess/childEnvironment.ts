/**
 * The only variables that a runtime child gets: what the operating system's loader, the temporary folder and the
 * locale need, and the Vulkan driver choice. Left out on purpose: NODE_OPTIONS (the parent's debugger and loaders), the
 * editor's own VSCODE_* and ELECTRON_* variables, and everything that may hold a secret.
 */
const KEPT: readonly string[] = [
  'PATH',
  'HOME',
  'USERPROFILE',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'SystemDrive',
  'windir',
  'LD_LIBRARY_PATH',
  'VK_ICD_FILENAMES',
  'VK_DRIVER_FILES',
];

/**
 * @param source The parent's environment.
 * @param electron Whether the parent is Electron, whose binary behaves as Node only when told so.
 */
export function childEnvironment(source: NodeJS.ProcessEnv, electron: boolean): NodeJS.ProcessEnv {
  const kept: NodeJS.ProcessEnv = electron ? { ELECTRON_RUN_AS_NODE: '1' } : {};
  for (const name of KEPT) {
    const value = source[name];
    if (value !== undefined) {
      kept[name] = value;
    }
  }
  return kept;
}

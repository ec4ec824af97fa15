import os from 'node:os';
import path from 'node:path';

/**
 * Folder of what belongs to the user and not to one window: ledger, router state, runs. The command line and every window
 * share it, since a budget is one budget wherever it is spent. Made with mode 700 by whoever writes first.
 *
 * @param environment `WHETSTONE_HOME` names another folder, which must be absolute
 * @throws Error when WHETSTONE_HOME is not absolute
 */
export function stateFolder(environment: NodeJS.ProcessEnv = process.env, platform = process.platform): string {
  const chosen = environment.WHETSTONE_HOME;
  if (chosen !== undefined && chosen !== '') {
    if (!path.isAbsolute(chosen)) throw new Error(`WHETSTONE_HOME must be an absolute path; it is "${chosen}".`);
    return chosen;
  }
  const home = os.homedir();
  switch (platform) {
    case 'win32':
      return path.join(environment.LOCALAPPDATA ?? path.join(home, 'AppData', 'Local'), 'Whetstone');
    case 'darwin':
      return path.join(home, 'Library', 'Application Support', 'Whetstone');
    default:
      return path.join(environment.XDG_DATA_HOME ?? path.join(home, '.local', 'share'), 'whetstone');
  }
}

/** Finds a desktop VS Code, or says that there is none and the served one is to be used. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { downloadAndUnzipVSCode } from '@vscode/test-electron';
import { inProject } from './projectPaths';
import { SetupError } from './systemPackages';

const home = process.env.HOME ?? '';
const localPrograms = process.env.LOCALAPPDATA ?? '';

/** Where VS Code's own program is, not the `code` script, which returns before the window closes. */
const wellKnownPaths: readonly string[] = [
  '/usr/share/code/code',
  '/usr/lib/code/code',
  '/Applications/Visual Studio Code.app/Contents/MacOS/Electron',
  path.join(home, 'Applications/Visual Studio Code.app/Contents/MacOS/Electron'),
  path.join(localPrograms, 'Programs', 'Microsoft VS Code', 'Code.exe'),
  'C:\\Program Files\\Microsoft VS Code\\Code.exe',
];

/** Whether a window can be shown at all: a Linux machine without a display server has only the served VS Code. */
const hasDisplay = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY);

async function reachable(url: string): Promise<boolean> {
  const answer = await fetch(url, { signal: AbortSignal.timeout(4000) }).catch(() => undefined);
  return answer?.ok === true;
}

/**
 * The executable of desktop VS Code: VSCODE_EXECUTABLE, an installed one, or a download; undefined where none can be
 * had or shown. `VSCODE_EXECUTABLE=served` asks for the served VS Code.
 */
export async function desktopExecutable(): Promise<string | undefined> {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named === 'served') return undefined;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new SetupError(`VSCODE_EXECUTABLE names a file that does not exist: ${named}`);
    return named;
  }
  if (!hasDisplay()) return undefined;
  const installed = wellKnownPaths.find((file) => existsSync(file));
  if (installed !== undefined) return installed;
  if (!(await reachable('https://update.code.visualstudio.com/api/releases/stable'))) return undefined;
  try {
    return await downloadAndUnzipVSCode({ cachePath: inProject('.cache', 'desktop'), timeout: 60_000 });
  } catch (error) {
    console.error(`VS Code could not be downloaded (${String(error)}); using the served one.`);
    return undefined;
  }
}

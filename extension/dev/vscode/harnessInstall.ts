/**
 * Node 24 and VS Code as a web server (code-server), both from npm, in .cache/harness.
 *
 * They are kept out of package.json: code-server's install script needs Node 24 and Kerberos headers, and the Node
 * package would put its own `node` before the developer's in every npm script.
 */
import { spawnSync } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { installNode24 } from '../node24.mjs';
import { completeFolder } from './completeFolder';
import { runOrThrow } from './run';
import { inProject } from './projectPaths';
import { SetupError } from './systemPackages';

const codeServerVersion = '4.139.1';

export interface Harness {
  /** The Node 24 executable. */
  readonly node: string;
  /** Folder of the code-server package. */
  readonly codeServer: string;
}

/** npm as a program of this or another Node; scripts stay off, since none of them is needed. */
async function npmInstall(cwd: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<void> {
  const flags = ['install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const windows = process.platform === 'win32';
  const command = windows ? 'cmd' : 'npm';
  const leading = windows ? ['/c', 'npm'] : [];
  const attempt = () => runOrThrow(command, [...leading, ...flags, ...args], { cwd, env });
  try {
    await attempt();
  } catch {
    await attempt();
  }
}

/** Installs Node 24 if it is not there and returns the path of its executable. */
export function installNode(): string {
  return installNode24(inProject(), (cwd, args) => {
    const windows = process.platform === 'win32';
    return spawnSync('npm', args, { cwd, stdio: 'inherit', shell: windows }).status ?? 1;
  });
}

/** Parts of code-server that are of no use here (its agent programs) and take a third of its space. */
const unused = ['@github', '@microsoft/mxc-sdk', '@devcontainers'];

/** Installs Node 24 and code-server if they are not there. Takes about a minute the first time, 0.8 GB of disk. */
export async function installHarness(): Promise<Harness> {
  if (process.platform === 'win32') {
    throw new SetupError(
      'Served VS Code does not run on Windows. Install VS Code, or set VSCODE_EXECUTABLE to its path.',
    );
  }
  const node = installNode();
  const folder = inProject('.cache', 'harness', `code-server-${codeServerVersion}`);
  // npm of this very Node, run by Node 24 in order to get packages that match it.
  const env = { ...process.env, PATH: `${path.dirname(node)}${path.delimiter}${process.env.PATH ?? ''}` };
  await completeFolder(folder, async (unfinished) => {
    await writeFile(path.join(unfinished, 'package.json'), '{"private":true}');
    console.log(`Installing VS Code as a server (npm package code-server ${codeServerVersion}) ...`);
    await npmInstall(unfinished, [`code-server@${codeServerVersion}`], env);
    const vscode = path.join(unfinished, 'node_modules', 'code-server', 'lib', 'vscode');
    // Its own package ships without its dependencies; `npm ci` refuses its lock file.
    await npmInstall(vscode, ['--omit=dev'], env);
    await npmInstall(path.join(vscode, 'extensions'), ['--omit=dev'], env);
    for (const name of unused) await rm(path.join(vscode, 'node_modules', name), { recursive: true, force: true });
  });
  return { node, codeServer: path.join(folder, 'node_modules', 'code-server') };
}

/** Starts VS Code as a web server and makes the addresses under which a browser opens it. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { installHarness } from './harnessInstall';
import { runOrThrow } from './run';

export interface ServedOptions {
  /** Folder for configuration and logs of this run; made if need be. */
  readonly runFolder: string;
  readonly userData: string;
  readonly extensions: string;
  /** Whether the page may be told to load an extension under development and to run a test suite. */
  readonly tests: boolean;
  /** False: folders are opened without trust until it is given; default: all are trusted. */
  readonly trusted?: boolean;
  /** Environment of the server, which its extension host inherits. */
  readonly env?: NodeJS.ProcessEnv;
  readonly port?: number;
}

export interface ServedVscode {
  readonly port: number;
  /** Ends the server and all its children. */
  close(): Promise<void>;
}

/** What the page is to do, besides opening a folder. All paths are absolute. */
export interface PageOptions {
  readonly folder?: string;
  readonly developmentPaths?: readonly string[];
  readonly testsPath?: string;
  readonly file?: string;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('The system gave no free port.'));
      });
    });
  });
}

async function codeServerArguments(options: ServedOptions): Promise<string[]> {
  await mkdir(options.extensions, { recursive: true });
  await mkdir(options.runFolder, { recursive: true });
  const config = path.join(options.runFolder, 'config.yaml');
  // Without a file of its own, code-server writes one into the home folder.
  await writeFile(config, 'auth: none\n');
  return ['--config', config, '--user-data-dir', options.userData, '--extensions-dir', options.extensions];
}

/** Starts the server and resolves when it answers. */
export async function startServedVscode(options: ServedOptions): Promise<ServedVscode> {
  const { node, codeServer } = await installHarness();
  const port = options.port ?? (await freePort());
  const args = [
    ...[codeServer, ...(await codeServerArguments(options)), '--bind-addr', `127.0.0.1:${port}`, '--auth', 'none'],
    ...['--disable-telemetry', '--disable-update-check'],
    ...(options.trusted === false ? [] : ['--disable-workspace-trust']),
    ...['--disable-getting-started-override', '-e'],
    // Without it the page ignores extensionDevelopmentPath and extensionTestsPath.
    ...(options.tests ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ];
  const env = {
    ...process.env,
    ...options.env,
    EXTENSIONS_GALLERY: '{}',
    XDG_CONFIG_HOME: path.join(options.runFolder, 'config'),
    XDG_DATA_HOME: path.join(options.runFolder, 'data'),
  };
  const child = spawn(node, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const collect = (chunk: Buffer): void => {
    log = (log + chunk.toString()).slice(-20_000);
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const ended = new Promise<void>((resolve) => {
    child.on('close', () => {
      resolve();
    });
  });
  // The server outlives neither a crash nor an interrupt of this process.
  const kill = (): void => void child.kill('SIGTERM');
  process.once('exit', kill);
  const close = async (): Promise<void> => {
    process.removeListener('exit', kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(hard);
  };
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`http://127.0.0.1:${port}/healthz`).catch(() => undefined);
    if (answer?.ok) return { port, close };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await close();
  throw new Error(`VS Code's server did not start within 60 s:\n${log}`);
}

/** The address of a page that opens what is asked for. */
export function pageUrl(port: number, page: PageOptions): string {
  const authority = `127.0.0.1:${port}`;
  const remote = (file: string): string => `vscode-remote://${authority}${pathToFileURL(file).pathname}`;
  const payload: [string, string][] = [];
  for (const folder of page.developmentPaths ?? []) payload.push(['extensionDevelopmentPath', remote(folder)]);
  if (page.testsPath !== undefined) payload.push(['extensionTestsPath', remote(page.testsPath)]);
  if (page.file !== undefined) payload.push(['openFile', remote(page.file)]);
  const url = new URL(`http://${authority}/`);
  if (page.folder === undefined) url.searchParams.set('ew', 'true');
  else url.searchParams.set('folder', page.folder);
  if (payload.length > 0) url.searchParams.set('payload', JSON.stringify(payload));
  return url.href;
}

/** Installs a packaged extension into a served VS Code's folders. */
export async function installVsix(vsix: string, options: ServedOptions): Promise<void> {
  const { node, codeServer } = await installHarness();
  const args = [...(await codeServerArguments(options)), '--install-extension', vsix, '--force'];
  await runOrThrow(node, [codeServer, ...args], { env: { ...process.env, EXTENSIONS_GALLERY: '{}' } });
}

/** Served VS Code with the extension installed and a copy of the sample workspace open in a headless browser. */
import { existsSync } from 'node:fs';
import { cp, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openBrowser } from '../vscode/browser';
import { writeProfile, type Theme } from '../vscode/profile';
import { inProject, readManifest, root } from '../vscode/projectPaths';
import { installVsix, pageUrl, startServedVscode } from '../vscode/servedVscode';
import { SetupError } from '../vscode/systemPackages';

export interface SessionOptions {
  /** Names the session's folder under .cache. */
  readonly name: string;
  readonly theme: Theme;
  /** A packaged extension to install; the project's own folder is linked otherwise. */
  readonly vsix?: string | undefined;
  /** False where VS Code is told about the extension in another way. */
  readonly link?: boolean;
  /** File of the workspace to open, relative to it. */
  readonly file?: string;
  readonly port?: number | undefined;
  /** False where the folder is opened without trust, as VS Code does with what it has not seen; default: true. */
  readonly trusted?: boolean;
  /** Writes another workspace in the place of the sample. */
  readonly write?: (folder: string) => Promise<void>;
  /** Environment of the server, which its extension host inherits. */
  readonly env?: NodeJS.ProcessEnv;
  /** User settings besides those of every profile. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of scope "machine": served VS Code counts as remote, and reads these from a file of their own. */
  readonly machineSettings?: Readonly<Record<string, unknown>>;
}

export interface ServedFolders {
  readonly runFolder: string;
  readonly userData: string;
  readonly extensions: string;
  /** The copy of the sample workspace. */
  readonly workspace: string;
}

/** Makes fresh folders for a session: a profile, the sample workspace, and the extension, linked or installed. */
export async function prepareSession(options: SessionOptions): Promise<ServedFolders> {
  const runFolder = inProject('.cache', options.name);
  for (const name of ['user-data', 'extensions', 'config', 'data', 'workspace']) {
    await rm(path.join(runFolder, name), { recursive: true, force: true });
  }
  const folders: ServedFolders = {
    runFolder,
    userData: path.join(runFolder, 'user-data'),
    extensions: path.join(runFolder, 'extensions'),
    workspace: path.join(runFolder, 'workspace'),
  };
  await mkdir(folders.extensions, { recursive: true });
  await cp(inProject('extension', 'dev', 'sampleWorkspace'), folders.workspace, { recursive: true });
  await options.write?.(folders.workspace);
  const untrusted = { 'security.workspace.trust.enabled': true, 'security.workspace.trust.startupPrompt': 'never' };
  await writeProfile(folders.userData, options.theme, {
    ...(options.trusted === false ? untrusted : {}),
    ...options.settings,
  });
  await mkdir(path.join(folders.userData, 'Machine'), { recursive: true });
  await writeFile(
    path.join(folders.userData, 'Machine', 'settings.json'),
    JSON.stringify(options.machineSettings ?? {}, null, 2),
  );
  if (options.vsix !== undefined) {
    if (!existsSync(options.vsix)) throw new SetupError(`There is no such file: ${options.vsix}`);
    await installVsix(options.vsix, { ...folders, tests: false });
  } else if (options.link !== false) {
    const { publisher, name, version } = readManifest();
    // A folder of this name is what VS Code itself makes when it installs an extension.
    await symlink(root, path.join(folders.extensions, `${publisher}.${name}-${version}`), 'dir');
  }
  return folders;
}

export interface ServedSession {
  readonly page: Page;
  readonly workspace: string;
  close(): Promise<void>;
}

/** Starts the server and opens the page; resolves when the workbench is there. */
export async function openSession(options: SessionOptions): Promise<ServedSession> {
  const folders = await prepareSession(options);
  const server = await startServedVscode({
    ...{ ...folders, tests: false, trusted: options.trusted ?? true },
    ...(options.env ? { env: options.env } : {}),
  });
  const browser = await openBrowser({ width: 1280, height: 720 }, 1.5);
  const close = async (): Promise<void> => {
    await browser.close();
    await server.close();
  };
  try {
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    await page.goto(
      pageUrl(server.port, {
        folder: folders.workspace,
        ...(options.file === undefined ? {} : { file: path.join(folders.workspace, options.file) }),
      }),
    );
    await page.locator('.monaco-workbench .statusbar-item').first().waitFor({ timeout: 60_000 });
    return { page, workspace: folders.workspace, close };
  } catch (error) {
    await close();
    throw error;
  }
}

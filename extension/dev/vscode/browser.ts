/** The browser that shows served VS Code and the pages under test. */
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from 'playwright-core';
import { hasProgram, installPackages, SetupError } from './systemPackages';

const windowsPrograms = ['ProgramFiles', 'ProgramFiles(x86)'].map((name) => process.env[name] ?? 'C:\\Program Files');

const wellKnownPaths: readonly string[] = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ...windowsPrograms.flatMap((folder) => [
    path.join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    path.join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ]),
];

async function findBrowser(): Promise<string | undefined> {
  const named = process.env.WHETSTONE_CHROMIUM;
  if (named !== undefined && named !== '') {
    if (!existsSync(named)) throw new SetupError(`WHETSTONE_CHROMIUM names a file that does not exist: ${named}`);
    return named;
  }
  const candidates = [...wellKnownPaths, chromium.executablePath()];
  for (const file of candidates) {
    if (!existsSync(file)) continue;
    // An interrupted installation leaves a launcher that does not start. Windows programs print no version.
    if (process.platform === 'win32' || (await hasProgram(file))) return file;
  }
  return undefined;
}

let found: string | undefined;

/** Path of a Chromium-like browser: WHETSTONE_CHROMIUM, an installed one, else installed from the system's packages. */
export async function browserExecutable(): Promise<string> {
  found ??= await findBrowser();
  if (found !== undefined) return found;
  await installPackages(['chromium'], 'a browser (Chromium, Chrome or Edge; or set WHETSTONE_CHROMIUM to one)');
  found = await findBrowser();
  if (found === undefined) throw new SetupError('Chromium was installed, but does not start. Set WHETSTONE_CHROMIUM.');
  return found;
}

export interface OpenBrowser {
  readonly context: BrowserContext;
  close(): Promise<void>;
}

/** Opens a headless browser with an empty profile. */
export async function openBrowser(viewport = { width: 1280, height: 800 }, scale = 1): Promise<OpenBrowser> {
  const executablePath = await browserExecutable();
  const profile = await mkdtemp(path.join(os.tmpdir(), 'whetstone-browser-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    deviceScaleFactor: scale,
    args: [
      // Chromium refuses to sandbox itself as root (containers).
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      ...['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
      ...['--disable-component-update', '--disable-sync', '--disable-dev-shm-usage'],
    ],
  });
  const close = async (): Promise<void> => {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return { context, close };
}

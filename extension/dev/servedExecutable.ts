#!/usr/bin/env node
/**
 * A stand-in for VS Code's executable: takes the desktop's command line, runs the suite in served VS Code inside a
 * headless browser, prints what the suite prints and ends with its exit code. So `runTests` of @vscode/test-electron
 * drives both in the same way.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { format } from 'node:util';
import { openBrowser } from './vscode/browser';
import { pageUrl, startServedVscode } from './vscode/servedVscode';

const suiteTimeoutMs = 15 * 60_000;

/** Every line that the suite's reporter prints begins with this; all else is the workbench's own log. */
const mark = '\u0001';

interface CommandLine {
  readonly developmentPaths: readonly string[];
  readonly testsPath: string;
  readonly userData: string;
  readonly extensions: string;
  readonly folder: string | undefined;
}

function parse(args: readonly string[]): CommandLine {
  const values = (name: string): string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => arg.slice(name.length + 3));
  const need = (name: string): string => {
    const value = values(name)[0];
    if (value === undefined) throw new Error(`--${name}=... is missing`);
    return value;
  };
  return {
    developmentPaths: values('extensionDevelopmentPath'),
    testsPath: need('extensionTestsPath'),
    userData: need('user-data-dir'),
    extensions: need('extensions-dir'),
    folder: args.find((arg) => !arg.startsWith('-')),
  };
}

function printMarked(text: string): void {
  for (const line of text.split('\n')) if (line.startsWith(mark)) console.log(line.slice(1));
}

async function main(): Promise<number> {
  const line = parse(process.argv.slice(2));
  const runFolder = await mkdtemp(path.join(os.tmpdir(), 'whetstone-served-'));
  const server = await startServedVscode({ ...line, runFolder, tests: true });
  const browser = await openBrowser();
  try {
    const page = browser.context.pages()[0] ?? (await browser.context.newPage());
    const verbose = process.env.WHETSTONE_VERBOSE !== undefined;
    await page.exposeFunction('codeAutomationLog', (_type: string, args: unknown[]) => {
      const text = format(...args);
      if (verbose) console.log(text);
      else printMarked(text);
    });
    let finish: (code: number) => void = () => undefined;
    const exit = new Promise<number>((resolve) => {
      finish = resolve;
    });
    await page.exposeFunction('codeAutomationExit', (code: number) => {
      finish(code);
    });
    await page.goto(
      pageUrl(server.port, {
        developmentPaths: line.developmentPaths,
        testsPath: line.testsPath,
        ...(line.folder === undefined ? {} : { folder: line.folder }),
      }),
    );
    const timeout = new Promise<number>((resolve) => {
      setTimeout(() => {
        console.error(`The suite did not end within ${suiteTimeoutMs / 60_000} minutes.`);
        resolve(124);
      }, suiteTimeoutMs).unref();
    });
    return await Promise.race([exit, timeout]);
  } finally {
    await browser.close();
    await server.close();
    await rm(runFolder, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

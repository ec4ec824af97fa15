/**
 * Entry point of the suites that run inside VS Code's extension host (`extensionTestsPath`): runs every bundled
 * *.suite.ts of this folder, or of the folder named by WHETSTONE_SUITES.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { format } from 'node:util';
import Mocha from 'mocha';

/**
 * The lines of the report go through the workbench's log when VS Code is served; the mark tells them from all else
 * there. A desktop VS Code prints them as they are.
 */
function markOutput(): void {
  const mark = process.env.WHETSTONE_OUTPUT_MARK ?? '';
  Mocha.reporters.Base.consoleLog = (...parts: unknown[]) => {
    console.log(mark + format(...parts).replaceAll('\n', `\n${mark}`));
  };
}

/** Resolves when all tests passed; VS Code ends with exit code 1 when it rejects. */
export function run(): Promise<void> {
  markOutput();
  process.setSourceMapsEnabled(true);
  const mocha = new Mocha({
    ui: 'bdd',
    color: false,
    timeout: 60_000,
    slow: 5_000,
    reporter: path.join(__dirname, '..', 'dev', 'testReporter.cjs'),
    ...(process.env.WHETSTONE_GREP === undefined ? {} : { grep: process.env.WHETSTONE_GREP }),
  });
  const folder = process.env.WHETSTONE_SUITES ?? __dirname;
  const suites = readdirSync(folder).filter((name) => name.endsWith('.suite.cjs'));
  // The host's own suite comes first: without the right extension the others mean nothing.
  suites.sort((a, b) => Number(b.startsWith('host.')) - Number(a.startsWith('host.')) || a.localeCompare(b));
  for (const name of suites) mocha.addFile(path.join(folder, name));
  return new Promise((resolve, reject) => {
    const runner = mocha.run((failures) => {
      if (failures > 0) reject(new Error(`${failures} tests failed.`));
      else if (runner.total === 0) reject(new Error(`No test was found in ${folder}.`));
      else resolve();
    });
  });
}

/** `npm start`: opens VS Code with the extension and a sample workspace. `npm start -- --check` tries it headlessly. */
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCheck, type CheckOptions } from './check/check';
import { runAgentCheck } from './check/checkAgent';
import { runBudgetCheck } from './check/checkBudget';
import { runDuplicatesCheck } from './check/checkDuplicates';
import { runEvaluationCheck } from './check/checkEvaluation';
import { runModelsCheck } from './check/checkModels';
import { runToolLibraryCheck } from './check/checkToolLibrary';
import { prepareSession } from './check/servedSession';
import type { TestOutcomes } from './parts/outcomes';
import { failureLine } from './parts/part';
import { desktopExecutable } from './vscode/desktopVscode';
import { isTheme, themes } from './vscode/profile';
import { root } from './vscode/projectPaths';
import { pageUrl, startServedVscode } from './vscode/servedVscode';
import { SetupError } from './vscode/systemPackages';

const help = `npm start [-- OPTIONS]

  --check              try the extension headlessly: type, wait for ghost text, accept it; exit code 0 or 1
  --screenshots DIR    where --check saves its pictures (default .cache/check)
  --theme THEME        ${Object.keys(themes).join(', ')} (default dark)
  --vsix FILE          use this packaged extension instead of the project's folder (served VS Code only)
  --served             use VS Code in the browser even if there is a desktop one
  --port N             port of the served VS Code (default: a free one)
`;

/** What `--check` tries, one after the other. */
const checks: readonly { readonly name: string; run(options: CheckOptions): Promise<string> }[] = [
  { name: 'ghost text appears and Tab accepts it', run: runCheck },
  { name: 'a budget holds, and its page says what was spent', run: runBudgetCheck },
  { name: 'the agent edits what was allowed', run: runAgentCheck },
  { name: 'a set is run with consent, in the Test Explorer and with secrets', run: runEvaluationCheck },
  { name: 'a tool library is refactored and its servers are asked', run: runToolLibraryCheck },
  { name: 'duplicates are merged by a quick fix', run: runDuplicatesCheck },
  { name: 'a model is downloaded, used, removed and added', run: runModelsCheck },
];

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    screenshots: { type: 'string', default: path.join('.cache', 'check') },
    theme: { type: 'string', default: 'dark' },
    vsix: { type: 'string' },
    served: { type: 'boolean', default: false },
    port: { type: 'string' },
    // For `npm test`, which counts each.
    outcomes: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', () => {
      resolve();
    });
    process.once('SIGTERM', () => {
      resolve();
    });
  });
}

/** Opens a desktop VS Code and resolves when its window is closed. */
async function startDesktop(executable: string, theme: keyof typeof themes): Promise<number> {
  const folders = await prepareSession({ name: 'start', theme, link: false });
  console.log(`Opening ${executable}. The sample workspace is ${folders.workspace}`);
  const args = [
    ...[folders.workspace, `--extensionDevelopmentPath=${root}`],
    ...[`--user-data-dir=${folders.userData}`, `--extensions-dir=${folders.extensions}`],
    ...['--disable-workspace-trust', '--skip-welcome', '--wait'],
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  ];
  const child = spawn(executable, args, { stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve(code ?? 1);
    });
  });
}

async function startServed(theme: keyof typeof themes): Promise<number> {
  const folders = await prepareSession({ name: 'start', theme, vsix: values.vsix });
  const port = values.port === undefined ? undefined : Number(values.port);
  const server = await startServedVscode({ ...folders, tests: false, ...(port === undefined ? {} : { port }) });
  console.log(`\nVS Code with Whetstone:\n\n    ${pageUrl(server.port, { folder: folders.workspace })}\n`);
  console.log(
    'It shows a copy of the sample workspace; type in reports/summary.py, for example. Ctrl+C ends the server.',
  );
  await interrupted();
  await server.close();
  return 0;
}

// Errors of the set-up and of the check say all there is to say; of others the origin matters.
const saysItAll = (error: unknown): error is Error =>
  error instanceof SetupError || (error instanceof Error && error.name === 'CheckFailed');

/** One that fails does not keep the others from being tried. */
async function checkAll(theme: keyof typeof themes, screenshots: string): Promise<number> {
  const outcomes: TestOutcomes = { passed: [], failed: [], skipped: [] };
  for (const check of checks) {
    try {
      console.log(await check.run({ theme, screenshots, vsix: values.vsix }));
      outcomes.passed.push(check.name);
    } catch (error) {
      console.error(`Check failed: ${check.name}.`, saysItAll(error) ? error.message : error);
      outcomes.failed.push(failureLine(check.name, error));
    }
  }
  if (values.outcomes !== undefined) await writeFile(values.outcomes, JSON.stringify(outcomes));
  const failed = outcomes.failed.length;
  console.log(failed === 0 ? 'Check passed.' : `Check failed: ${failed} of ${checks.length}.`);
  console.log(`Pictures: ${screenshots}`);
  return failed === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!isTheme(values.theme)) throw new SetupError(`--theme is one of ${Object.keys(themes).join(', ')}`);
  if (values.check) return checkAll(values.theme, path.resolve(values.screenshots));
  const served = values.served || values.vsix !== undefined;
  const desktop = served ? undefined : await desktopExecutable();
  return desktop === undefined ? startServed(values.theme) : startDesktop(desktop, values.theme);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(saysItAll(error) ? error.message : error);
    process.exit(1);
  },
);

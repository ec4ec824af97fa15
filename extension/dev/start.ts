/** `npm start`: opens VS Code with the extension and a sample workspace. `npm start -- --check` tries it headlessly. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { runCheck } from './check/check';
import { runAgentCheck } from './check/checkAgent';
import { runBudgetCheck } from './check/checkBudget';
import { runDuplicatesCheck } from './check/checkDuplicates';
import { runEvaluationCheck } from './check/checkEvaluation';
import { runModelsCheck } from './check/checkModels';
import { runToolLibraryCheck } from './check/checkToolLibrary';
import { prepareSession } from './check/servedSession';
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

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    screenshots: { type: 'string', default: path.join('.cache', 'check') },
    theme: { type: 'string', default: 'dark' },
    vsix: { type: 'string' },
    served: { type: 'boolean', default: false },
    port: { type: 'string' },
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

async function main(): Promise<number> {
  if (values.help) {
    console.log(help);
    return 0;
  }
  if (!isTheme(values.theme)) throw new SetupError(`--theme is one of ${Object.keys(themes).join(', ')}`);
  if (values.check) {
    const screenshots = path.resolve(values.screenshots);
    const options = { theme: values.theme, screenshots, vsix: values.vsix };
    console.log(await runCheck(options));
    console.log(await runBudgetCheck(options));
    console.log(await runAgentCheck(options));
    console.log(await runEvaluationCheck(options));
    console.log(await runToolLibraryCheck(options));
    console.log(await runDuplicatesCheck(options));
    console.log(`Check passed. ${await runModelsCheck(options)}`);
    console.log(`Pictures: ${screenshots}`);
    return 0;
  }
  const served = values.served || values.vsix !== undefined;
  const desktop = served ? undefined : await desktopExecutable();
  return desktop === undefined ? startServed(values.theme) : startDesktop(desktop, values.theme);
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    // Errors of the set-up and of the check say all there is to say; of others the origin matters.
    const known = error instanceof SetupError || (error instanceof Error && error.name === 'CheckFailed');
    console.error(known ? `${values.check ? 'Check failed. ' : ''}${(error as Error).message}` : error);
    if (values.check) console.error(`A picture of the last state may be in ${path.resolve(root, values.screenshots)}`);
    process.exit(1);
  },
);

/** The parts of `npm test` that run inside VS Code. */
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';
import { isTarget, type Target } from '../packaging/targets';
import { checkPackagedPrograms } from '../packaging/testing/packagedPrograms';
import { buildVsix, inspectInstalled, vsixPath } from '../packaging/vsix';
import { desktopExecutable } from '../vscode/desktopVscode';
import { extensionId, inProject, readManifest, root } from '../vscode/projectPaths';
import { run, runOrThrow } from '../vscode/run';
import { runSuites, type SuiteResult } from '../vscode/runSuites';
import { installVsix } from '../vscode/servedVscode';
import { readOutcomes } from './outcomes';
import { check, combine, nothing, type Part, type PartResult } from './part';

const vsixMegabytes = 120;

function partResult({ succeeded, outcomes, error }: SuiteResult): PartResult {
  if (outcomes === undefined) {
    return { passed: 0, failed: [`VS Code ended before the suites' report: ${error ?? 'no error'}`], skipped: [] };
  }
  const failed = [...outcomes.failed];
  if (!succeeded && failed.length === 0) failed.push(`VS Code ended badly: ${error ?? 'unknown'}`);
  if (outcomes.passed.length + failed.length === 0) failed.push('No test ran inside VS Code');
  return { passed: outcomes.passed.length, failed, skipped: outcomes.skipped };
}

/** The suites against the project's folder as the extension under development. */
export const vscodeSuites: Part = {
  name: 'vscode',
  title: 'Suites inside VS Code',
  precedence: true,
  work: {
    steps: [
      {
        name: 'extension/test',
        run: async () => partResult(await runSuites({ name: 'development', developmentPath: root, expected: root })),
      },
    ],
  },
};

async function runsThatMustFail(): Promise<PartResult> {
  const folder = inProject('.cache', 'suites', 'self-test-input');
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, 'empty'), { recursive: true });
  const failing = "describe('suite', () => { it('fails', () => { throw new Error('as it should'); }); });";
  await writeFile(path.join(folder, 'failing.suite.cjs'), failing);
  const common = {
    name: 'self-test',
    developmentPath: root,
    expected: root,
    quiet: true,
    grep: 'extension under test',
  };
  const mustFail = (name: string, options: Parameters<typeof runSuites>[0], failure: RegExp) =>
    check(name, async () => {
      const { succeeded, outcomes } = await runSuites(options);
      if (succeeded) throw new Error('VS Code ended with exit code 0');
      const titles = outcomes?.failed.join('\n') ?? 'no report';
      if (!failure.test(titles)) throw new Error(`Another failure than the expected one: ${titles}`);
    });
  return combine(
    await mustFail(
      'a wrong extensionDevelopmentPath fails',
      { ...common, developmentPath: path.join(folder, 'empty') },
      /extension under test is there/,
    ),
    await mustFail('a failing suite fails', { ...common, suites: folder, grep: '.' }, /suite fails/),
    await mustFail('a folder without suites fails', { ...common, suites: path.join(folder, 'empty') }, /^$/),
    await mustFail(
      'a wrong extensionTestsPath fails',
      { ...common, testsPath: path.join(folder, 'nothing.cjs') },
      /no report/,
    ),
  );
}

/** Whether the harness notices what it must notice; each of these is a run that has to fail. */
export const selfTest: Part = {
  name: 'self-test',
  title: 'The harness itself',
  precedence: true,
  work: { steps: [{ name: 'runs that have to fail', run: runsThatMustFail }] },
};

/** Installs the VSIX into a folder of extensions and returns the folder of the installed extension. */
async function install(vsix: string, folder: string): Promise<{ extensions: string; installed: string }> {
  const extensions = path.join(folder, 'extensions');
  const userData = path.join(folder, 'user-data');
  const desktop = await desktopExecutable();
  if (desktop === undefined) {
    await installVsix(vsix, { runFolder: folder, userData, extensions, tests: false });
  } else {
    const [cli, ...args] = resolveCliArgsFromVSCodeExecutablePath(desktop, { reuseMachineInstall: true });
    const folders = [`--extensions-dir=${extensions}`, `--user-data-dir=${userData}`];
    await runOrThrow(cli ?? desktop, [...args, ...folders, '--install-extension', vsix, '--force']);
  }
  const name = (await readdir(extensions)).find((entry) => entry.startsWith(`${extensionId()}-`));
  if (name === undefined) throw new Error(`${extensionId()} is not in ${extensions}`);
  return { extensions, installed: path.join(extensions, name) };
}

/** An extension that does nothing but depend on the installed one, so that a test run can be started at all. */
async function writeDependent(folder: string): Promise<string> {
  const dependent = path.join(folder, 'dependent');
  await mkdir(dependent, { recursive: true });
  const manifest = {
    name: 'whetstone-suites',
    publisher: 'whetstone',
    version: '0.0.1',
    engines: { vscode: '*' },
    extensionDependencies: [extensionId()],
  };
  await writeFile(path.join(dependent, 'package.json'), JSON.stringify(manifest));
  return dependent;
}

async function inspectVsix(vsix: string, installed: string, target: Target): Promise<PartResult> {
  return combine(
    await check(`it is at most ${vsixMegabytes} MB`, async () => {
      const megabytes = (await stat(vsix)).size / 1e6;
      console.log(`          ${megabytes.toFixed(1)} MB`);
      if (megabytes > vsixMegabytes) throw new Error(`${megabytes.toFixed(1)} MB`);
    }),
    await check('it holds what it must, and nothing else', async () => {
      const { unexpected, missing } = await inspectInstalled(installed, target);
      if (unexpected.length > 0) throw new Error(`Unexpected files:\n${unexpected.join('\n')}`);
      if (missing.length > 0) throw new Error(`Missing files:\n${missing.join('\n')}`);
    }),
    await checkPackagedPrograms(installed, target),
  );
}

async function packageAndRun(): Promise<PartResult> {
  const target = `${process.platform}-${process.arch}`;
  if (!isTarget(target)) return { passed: 0, failed: [], skipped: [`there is no package for ${target}`] };
  const file = vsixPath(target);
  const folder = inProject('.cache', 'vsix', 'installed');
  await rm(folder, { recursive: true, force: true });
  const places: { extensions: string; installed: string }[] = [];
  const packed = await check(`${readManifest().name} ${target} is packaged and installed`, async () => {
    await buildVsix(target, file);
    places.push(await install(file, folder));
  });
  const [place] = places;
  if (place === undefined) return packed;
  const inspected = await inspectVsix(file, place.installed, target);
  const suites = await runSuites({
    name: 'vsix',
    developmentPath: await writeDependent(folder),
    expected: place.extensions,
    extensions: place.extensions,
  });
  return combine(packed, inspected, partResult(suites));
}

/** Packs the extension, installs it, looks into it, and runs the suites against what is installed. */
export const vsix: Part = {
  name: 'vsix',
  title: 'Packaged and installed extension',
  precedence: true,
  after: ['vscode', 'self-test', 'bundle'],
  work: { steps: [{ name: 'packaged', run: packageAndRun }] },
};

async function startAndCheck(): Promise<PartResult> {
  const file = inProject('.cache', 'check-outcomes.json');
  await rm(file, { force: true });
  const args = [inProject('extension', 'dev', 'start.mjs'), '--check', '--outcomes', file];
  const { code } = await run(process.execPath, args, { show: true, timeoutMs: 20 * 60_000 });
  const outcomes = readOutcomes(file);
  const ended = `npm start -- --check ended with exit code ${code}`;
  if (outcomes === undefined) return { ...nothing, failed: [ended] };
  const failed = code !== 0 && outcomes.failed.length === 0 ? [ended] : outcomes.failed;
  return { passed: outcomes.passed.length, failed, skipped: outcomes.skipped };
}

/** What a developer does first, by the command that a developer uses. */
export const startCheck: Part = {
  name: 'check',
  title: 'npm start -- --check',
  precedence: true,
  // It bundles for development again.
  after: ['vscode', 'self-test', 'bundle', 'vsix'],
  work: {
    steps: [
      {
        name: 'in a browser',
        run: startAndCheck,
      },
    ],
  },
};

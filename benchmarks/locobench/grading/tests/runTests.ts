import { randomBytes, randomInt } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import type { CommandLimits, CommandOutcome, CommandSandbox } from '../../../../runtime/tools/sandbox';
import type { FileChange, ToolCommand } from '../../scenarios';
import type { Checkout } from '../checkout/checkouts';
import { inCheckout } from '../checkout/inCheckout';
import { installedProgram } from '../checkout/installedProgram';
import { KEY_FILE, REPORT_FILE } from './reporters';
import { reportedRunner } from './reportedRunners';
import type { NamedResult, Probe, ReportedRunner, TestRun } from './types';

export interface TestRequest {
  readonly sandbox: CommandSandbox;
  readonly checkout: Checkout;
  /** All that differs from the snapshot. */
  readonly changes: readonly FileChange[];
  readonly tool: ToolCommand;
  /** Relative to the repository's root. */
  readonly files: readonly string[];
  /** The text of a test file as it will be run. */
  readonly text: (file: string) => string | undefined;
  readonly limits?: Partial<CommandLimits> | undefined;
  readonly signal: AbortSignal;
}

const MEBIBYTE = 1024 * 1024;

export const TEST_LIMITS: Partial<CommandLimits> = {
  wallMs: 120_000,
  cpuSeconds: 240,
  memoryBytes: 4096 * MEBIBYTE,
  processes: 256,
  outputBytes: 8 * MEBIBYTE,
};

const LOG_CHARACTERS = 20_000;

/** @returns why its tests cannot be told apart; undefined: they can */
export function notReportable(tool: ToolCommand | undefined): string | undefined {
  if (tool === undefined) return 'no test runner was found for this repository';
  return reportedRunner(tool.title) === undefined
    ? `results of ${tool.title} stand only in what it prints, which tested code can print too`
    : undefined;
}

/**
 * Runs test files in the sandbox, each with a probe at its end that has to fail (`probes.ts`). Files that are not there are no error of
 * this function: their tests are just not among the results.
 */
export async function runTests(request: TestRequest): Promise<TestRun> {
  const { tool, files } = request;
  const runner = reportedRunner(tool.title);
  if (runner === undefined) throw new Error(`There is no reporter for ${tool.title}; ask notReportable() first.`);
  const present = files.filter((file) => request.text(file) !== undefined);
  if (present.length === 0) return empty('no-report', 'None of the test files is there.');
  // One process has one report.
  const groups = groupsOf(present, (file) => runner.apart?.(file, request.text(file) ?? '') ?? '');
  const runs: TestRun[] = [];
  for (const group of groups) {
    const run = await runOnce(request, runner, group);
    if (run.ended !== 'ran' && groups.length === 1) return run;
    runs.push(run);
  }
  const worst = runs.find(({ ended }) => ended !== 'ran');
  return {
    ended: runs.some(({ ended }) => ended === 'ran') ? 'ran' : (worst?.ended ?? 'no-report'),
    results: runs.flatMap(({ results }) => results),
    problem: worst?.problem,
    log: runs.map(({ log }) => log).join('\n'),
    milliseconds: runs.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
    processorSeconds: runs.reduce((sum, { processorSeconds }) => sum + processorSeconds, 0),
  };
}

function groupsOf(files: readonly string[], key: (file: string) => string): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>();
  for (const file of files) groups.set(key(file), [...(groups.get(key(file)) ?? []), file]);
  return [...groups.values()];
}

async function runOnce(request: TestRequest, runner: ReportedRunner, files: readonly string[]): Promise<TestRun> {
  const { checkout, tool } = request;
  const ours = `.${letters(12)}`;
  const key = randomBytes(24).toString('hex');
  const probes = new Map<string, Probe>();
  const probed = files.map((file): FileChange => {
    const probe = { title: letters(14), word: letters(16) };
    probes.set(file, probe);
    const text = request.text(file) ?? '';
    return { path: file, content: text + runner.probe(file, text, probe) };
  });
  const inFolder = (file: string) => `./${path.posix.relative(tool.folder, file)}`.replace(/^\.\/\.\./, '..');
  const names = new Set(files);
  const absolute = path.join(checkout.folder, ours);
  const beside =
    runner.beside?.({
      tests: files.map((file) => ({ file: inFolder(file), text: request.text(file) ?? '', probe: probes.get(file)! })),
      ...{ ours: absolute, key, report: path.join(absolute, REPORT_FILE) },
    }) ?? [];
  const outcome = await inCheckout(
    {
      sandbox: request.sandbox,
      checkout,
      changes: [...request.changes.filter(({ path: changed }) => !names.has(changed)), ...probed],
      files: runner.beside
        ? beside.map((each) => ({ ...each, path: path.posix.join(tool.folder, each.path) }))
        : [...runner.files(ours), { path: `${ours}/${KEY_FILE}`, content: key }],
      words: runner.command({
        files: files.map(inFolder),
        ours: absolute,
        words: tool.words,
        program: (name) => installedProgram(name, checkout.folder, tool.folder),
      }),
      subfolder: tool.folder,
      env: runner.env(absolute),
      limits: { ...TEST_LIMITS, ...request.limits },
    },
    request.signal,
  );
  request.signal.throwIfAborted();
  const log = logOf(outcome);
  const used = { milliseconds: outcome.usage.wallMs, processorSeconds: outcome.usage.cpuSeconds };
  if (outcome.ended === 'set-up') return { ...empty('set-up', 'The sandbox could not be set up.'), log };
  if (outcome.ended !== 'exit') {
    return {
      ...empty('limit', `Its tests were ended: they reached the limit of ${LIMITS[outcome.ended]}.`),
      log,
      ...used,
    };
  }
  const read = believed(outcome, `${ours}/${REPORT_FILE}`, key, probes, checkout.folder, tool.folder);
  const only = files.length === 1 ? files[0] : undefined;
  const results = read.results.map((each) => ({ ...each, file: each.file ?? only }));
  return { ...read, results, log, ...used };
}

const LIMITS: Readonly<Record<Exclude<CommandOutcome['ended'], 'exit' | 'set-up'>, string>> = {
  wall: 'time',
  cpu: 'processor time',
  memory: 'memory',
  output: 'output',
  scratch: 'written bytes',
  cancelled: 'patience',
};

const reportForm = z.array(
  z.tuple([z.string(), z.array(z.string()), z.enum(['passed', 'failed', 'skipped']), z.string()]),
);

function believed(
  outcome: CommandOutcome,
  reportPath: string,
  key: string,
  probes: ReadonlyMap<string, Probe>,
  folder: string,
  subfolder: string,
): Pick<TestRun, 'ended' | 'results' | 'problem'> {
  const change = outcome.changes.find((each) => each.path === reportPath)?.change;
  if (change?.kind !== 'written') {
    const problem = 'The test runner wrote no report: files do not load, or the code ended the process.';
    return { ended: 'no-report', results: [], problem };
  }
  const text = change.content.toString('utf8');
  if (!text.startsWith(key)) return forged('the report was not written by the reporter');
  const rows = reportForm.safeParse(parsed(text.slice(key.length))).data;
  if (rows === undefined) return forged('the report cannot be read');
  const results: NamedResult[] = [];
  const proved = new Map<Probe, boolean>();
  for (const [file, titles, result, message] of rows) {
    const probe = [...probes.values()].find(({ title }) => titles.at(-1)?.endsWith(title) === true);
    if (probe === undefined)
      results.push({ file: fileOf(file, folder, subfolder), name: titles.join(' '), result, message });
    else proved.set(probe, result === 'failed' && message.includes(`${probe.word} 0`));
  }
  const doubtful: string[] = [];
  const trusted = new Set<string>();
  for (const [file, probe] of probes) {
    const failed = proved.get(probe);
    if (failed === true) trusted.add(file);
    else if (failed === false)
      return forged(`a test of ${file} that has to fail passed, or its assertions let wrong values pass`);
    else doubtful.push(file);
  }
  if (trusted.size === 0) {
    const problem = `The tests of ${doubtful.join(', ')} did not load or did not run to the end.`;
    return { ended: 'no-report', results: results.filter(({ result }) => result === 'failed'), problem };
  }
  // What a file says whose probe is missing is not believed, unless it is a failure.
  const kept = results.filter(({ file, result }) => result === 'failed' || file === undefined || trusted.has(file));
  const problem = doubtful.length === 0 ? undefined : `The tests of ${doubtful.join(', ')} did not run to the end.`;
  return { ended: 'ran', results: kept, problem };
}

function forged(why: string): Pick<TestRun, 'ended' | 'results' | 'problem'> {
  return { ended: 'forged', results: [], problem: `Nothing of this run is believed: ${why}.` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function fileOf(file: string, folder: string, subfolder: string): string | undefined {
  if (file === '') return undefined;
  const plain = file.startsWith('file://') ? decodeURIComponent(new URL(file).pathname) : file;
  if (plain.startsWith(`${folder}/`)) return plain.slice(folder.length + 1);
  return path.isAbsolute(plain) ? plain : path.posix.join(subfolder, plain);
}

function empty(ended: TestRun['ended'], problem: string): TestRun {
  return { ended, results: [], problem, log: '', milliseconds: 0, processorSeconds: 0 };
}

function logOf({ stdout, stderr, ended, code }: CommandOutcome): string {
  const text = [stdout, stderr].filter((each) => each.trim() !== '').join('\n');
  const cut =
    text.length <= LOG_CHARACTERS
      ? text
      : `${text.slice(0, LOG_CHARACTERS / 2)}\n[… ${text.length - LOG_CHARACTERS} characters left out …]\n${text.slice(-LOG_CHARACTERS / 2)}`;
  return `${cut}\n[${ended}${code === undefined ? '' : ` ${code}`}]`;
}

function letters(length: number): string {
  return Array.from({ length }, () => String.fromCharCode(97 + randomInt(26))).join('');
}

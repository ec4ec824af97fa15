/** `npm test [-- PART ...]`: runs the parts, several at a time, and counts. The last line is `N passed, N failed`. */
import { rmSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Job } from './jobs/job';
import { runInTurns, type EndedTurns } from './jobs/runInTurns';
import { stepJob } from './jobs/stepJob';
import { testFileJobs } from './jobs/testFileJobs';
import { findTestFiles } from './parts/findTestFiles';
import { combine, type Part } from './parts/part';
import { parts } from './parts/parts';
import { inProject, root } from './vscode/projectPaths';

const minutes = 60_000;
/** Jobs whose time the summary tells. */
const longest = 10;
/** Much more than any of them needs: what has not ended by then does not end. */
const limits = { file: 20 * minutes, step: 25 * minutes };
const processors = os.availableParallelism();
/** Some parts need so much memory. */
const room = Math.floor(os.totalmem() / 5e9);
/**
 * A lane keeps about one processor busy, with peaks of two. Suites of VS Code come too late where more is run than there are processors, so
 * two of these have one lane, in which only what does not mind has something beside it.
 */
const lanes = Math.max(1, Math.min(4, Math.floor(processors / 2), room));
const besideEachOther = Math.max(1, Math.min(2, processors, room));

/** @param folder of this run: programs are copied there, because one of the parts bundles them anew */
async function jobsOf(part: Part, folder: string, givesWay: boolean): Promise<readonly Job[]> {
  const copy = async (name: string): Promise<string> => {
    const program = path.join(folder, name);
    await copyFile(inProject('dist', 'dev', name), program);
    return program;
  };
  const { work } = part;
  if ('steps' in work) {
    const programs = { program: await copy('testStep.cjs'), folder, limitMs: limits.step, givesWay };
    return work.steps.map(({ name }, index) => stepJob(part, name, index, programs));
  }
  const args = ['--import', 'tsx', await copy('testWorker.cjs')];
  // The tests start hundreds of programs: the code of one that ran before is not compiled again.
  const env = { ...process.env, NODE_COMPILE_CACHE: path.join(folder, 'compiled') };
  const files = await findTestFiles(work.testFiles, root);
  return testFileJobs(part, work.testFiles, files, { args, env, limitMs: limits.file, givesWay });
}

function printSummary(chosen: readonly Part[], { ended, again }: EndedTurns, seconds: number): void {
  console.log('\n=== Summary ===\n');
  for (const part of chosen) {
    const own = ended.filter(({ job }) => job.part === part.name);
    const result = combine(...own.map((each) => each.result));
    const skipped = result.skipped.length > 0 ? `, ${result.skipped.length} skipped` : '';
    const counts = `${result.passed} passed, ${result.failed.length} failed${skipped}`;
    const repeated = again.filter(({ job }) => job.part === part.name);
    const time = [...own, ...repeated].reduce((sum, each) => sum + each.seconds, 0);
    console.log(`${part.title.padEnd(34)} ${counts.padEnd(40)} ${time.toFixed(0).padStart(4)} s`);
    for (const name of result.failed) console.log(`    failed:  ${name}`);
    for (const { result: beside } of repeated)
      for (const name of beside.failed) console.log(`    run again, by itself, as it failed beside others: ${name}`);
    for (const name of result.skipped) console.log(`    skipped: ${name}`);
  }
  const how =
    lanes === 1
      ? `VS Code by itself, ${besideEachOther} of what else there is at a time`
      : `parts run at the same time (${lanes} lanes, and one for VS Code)`;
  const slowest = ended.toSorted((a, b) => b.seconds - a.seconds).slice(0, longest);
  console.log('\nLongest:');
  for (const { job, seconds: own } of slowest) console.log(`    ${own.toFixed(0).padStart(4)} s  ${job.title}`);
  console.log(`\n${seconds.toFixed(0)} s in all: ${how}`);
}

async function main(): Promise<number> {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !parts.some((part) => part.name === name));
  if (unknown.length > 0) {
    console.error(`No such part: ${unknown.join(', ')}. Parts: ${parts.map((part) => part.name).join(', ')}`);
    return 2;
  }
  const chosen = names.length === 0 ? parts : parts.filter((part) => names.includes(part.name));
  // What is measured while other parts run is not written down.
  if (chosen.length > 1 && lanes > 1) process.env.WHETSTONE_BUSY = '1';
  const begin = performance.now();
  await mkdir(inProject('.cache'), { recursive: true });
  const folder = await mkdtemp(inProject('.cache', 'test-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const givesWay = lanes > 1 && chosen.some(({ precedence }) => precedence === true);
  const jobs: Job[] = [];
  for (const part of chosen) jobs.push(...(await jobsOf(part, folder, givesWay)));
  const turns = await runInTurns(jobs, { lanes, besideEachOther }, (text) => process.stdout.write(text));
  printSummary(chosen, turns, (performance.now() - begin) / 1000);
  const { passed, failed } = combine(...turns.ended.map(({ result }) => result));
  // A run without any test has not shown anything.
  console.log(`\n${passed} passed, ${failed.length} failed`);
  return failed.length === 0 && passed > 0 ? 0 : 1;
}

for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)
  process.once(signal, () => process.exit(code));
main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);

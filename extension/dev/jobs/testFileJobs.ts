import path from 'node:path';
import { combine, nothing, type Part, type PartResult, type TestFiles } from '../parts/part';
import type { Job } from './job';
import { TestWorker } from './testWorker';

export interface WorkerPrograms {
  /** Of Node: options, and the bundle of testWorker.ts. */
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Milliseconds after which a file is ended. */
  readonly limitMs: number;
  /** Whether there are jobs with precedence beside it. */
  readonly givesWay: boolean;
}

const problem = (name: string, error: unknown): PartResult => ({
  ...nothing,
  failed: [`${name}: ${error instanceof Error ? error.message : String(error)}`],
});

/**
 * The files of tests of a part. As many processes run them as lanes work at the part, and load what files have in common
 * once; one that is over is replaced.
 * @param files absolute
 */
export function testFileJobs(
  part: Part,
  tests: TestFiles,
  files: readonly string[],
  programs: WorkerPrograms,
): readonly Job[] {
  const idle: TestWorker[] = [];
  let left = files.length;
  const ended = new Set<string>();
  let environment: Promise<NodeJS.ProcessEnv> | undefined;
  const name = (file: string): string => path.relative(process.cwd(), file);

  const start = async (): Promise<TestWorker> => {
    environment ??= tests.environment?.() ?? Promise.resolve({});
    // Mocha marks what passed in colour wherever `CI` is set, whatever `color` says.
    const args = [...programs.args, '--no-color'];
    return new TestWorker({ ...programs, args, env: { ...programs.env, ...(await environment) } }, name);
  };

  return files.map((file) => ({
    part: part.name,
    title: `${part.title}: ${name(file)}`,
    after: part.after ?? [],
    precedence: false,
    beside: part.beside ?? false,
    again: true,
    async run(print) {
      // For the second time: then it is the last once more.
      if (ended.has(file)) left += 1;
      const results: PartResult[] = [];
      const give = (result: PartResult): void => void results.push(result);
      try {
        let worker = idle.pop();
        while (worker && !worker.alive) {
          give(await worker.end());
          worker = idle.pop();
        }
        worker ??= await start();
        give(await worker.runFile(file, programs.limitMs, print));
        if (worker.alive) idle.push(worker);
      } catch (error) {
        give(problem(name(file), error));
      }
      left -= 1;
      ended.add(file);
      // Nobody else comes: a process that is busy belongs to a file that has not ended.
      if (left === 0) for (const worker of idle.splice(0)) give(await worker.end());
      const result = combine(...results);
      const some = result.passed + result.failed.length + result.skipped.length > 0;
      return some ? result : problem(name(file), 'it has no tests');
    },
  }));
}

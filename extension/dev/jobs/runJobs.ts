import type { EndedJob, Job } from './job';

/**
 * Runs jobs side by side. Each lane takes the first in the list that may begin, so the list says what is urgent. Those with
 * precedence have one lane, the others some.
 * @param lanes how many of the others run at the same time
 * @param print takes what was printed; in one lane as it comes, else each job's as a whole when it has ended
 * @throws Error when jobs wait for each other
 */
export async function runJobs(
  jobs: readonly Job[],
  lanes: number,
  print: (text: string) => void,
): Promise<readonly EndedJob[]> {
  const waiting = [...jobs];
  const running = new Set<Job>();
  const ended: EndedJob[] = [];
  let wake: (() => void)[] = [];
  const others = jobs.filter(({ precedence }) => !precedence).length;
  const used = Math.min(lanes, others) + (others < jobs.length ? 1 : 0);
  const live = used === 1;

  const mayBegin = ({ after }: Job): boolean =>
    after.every((part) => ![...waiting, ...running].some((other) => other.part === part));

  const runOne = async (job: Job): Promise<void> => {
    const heading = (): void => print(`\n=== ${job.title} ===\n\n`);
    let output = '';
    if (live) heading();
    const begin = performance.now();
    const result = await job.run(live ? print : (text) => (output += text));
    if (!live) {
      heading();
      print(output);
    }
    ended.push({ job, result, seconds: (performance.now() - begin) / 1000 });
  };

  const lane = async (precedence: boolean): Promise<void> => {
    while (waiting.some((job) => job.precedence === precedence)) {
      const index = waiting.findIndex((job) => job.precedence === precedence && mayBegin(job));
      const [job] = index === -1 ? [] : waiting.splice(index, 1);
      if (job === undefined) {
        if (running.size === 0 && !waiting.some(mayBegin))
          throw new Error(`These wait for each other: ${waiting.map(({ title }) => title).join(', ')}`);
        await new Promise<void>((resolve) => wake.push(resolve));
        continue;
      }
      running.add(job);
      await runOne(job);
      running.delete(job);
      for (const resolve of wake) resolve();
      wake = [];
    }
  };

  await Promise.all([lane(true), ...Array.from({ length: lanes }, () => lane(false))]);
  return ended;
}

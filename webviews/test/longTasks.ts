import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

export interface TaskTimes {
  /** Tasks of the page's main thread. */
  readonly tasks: number;
  /** Milliseconds of the longest, as a clock sees it: on a busy machine also while others had the processor. */
  readonly longestMs: number;
  /** Milliseconds of the processor that the dearest took. */
  readonly dearestMs: number;
  /** Milliseconds of those that the browser itself calls long: more than 50. */
  readonly long: readonly number[];
  /** From a key or click to the frame that shows what it did: longest of those above 16 ms. */
  readonly slowestEventMs: number;
}

const trace = z.object({
  traceEvents: z.array(
    z.looseObject({
      ...{
        name: z.string(),
        pid: z.number(),
        tid: z.number(),
        dur: z.number().optional(),
        tdur: z.number().optional(),
      },
      args: z.looseObject({ name: z.string().optional() }).optional(),
    }),
  ),
});

/** Follows the tasks of a page, by the browser's own trace and by its observers. @returns what ends it and gives the times */
export async function watchTasks(browser: Browser, page: Page): Promise<() => Promise<TaskTimes>> {
  await page.evaluate(() => {
    const seen = { long: [] as number[], events: [] as number[] };
    Object.assign(window, { seenTasks: seen });
    const follow = (type: string, into: number[]) =>
      new PerformanceObserver((list) => into.push(...list.getEntries().map(({ duration }) => duration))).observe({
        ...{ type, durationThreshold: 16 },
      });
    follow('longtask', seen.long);
    follow('event', seen.events);
  });
  await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] });
  return async () => {
    const { traceEvents } = trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
    const { long, events } = await page.evaluate<{ readonly long: number[]; readonly events: number[] }>('seenTasks');
    const mains = traceEvents.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain');
    const tasks = traceEvents.filter(
      ({ name, pid, tid }) => name === 'RunTask' && mains.some((main) => main.pid === pid && main.tid === tid),
    );
    const longest = (times: readonly (number | undefined)[]) =>
      times.reduce<number>((most, each) => Math.max(most, each ?? 0), 0);
    return {
      tasks: tasks.length,
      longestMs: longest(tasks.map(({ dur }) => dur)) / 1000,
      dearestMs: longest(tasks.map(({ tdur }) => tdur)) / 1000,
      long,
      slowestEventMs: longest(events),
    };
  };
}

import assert from 'node:assert/strict';
import { firstState } from '../locobench/pageState';
import type { LocoPageState } from '../locobench/protocol';
import { episodeDetail } from '../locobench/testing/episodeFixture';
import { locoData } from '../locobench/testing/locoFixture';
import { growingReport, growingView, longEpisode, newsOf, type Scheduled } from '../locobench/testing/streamFixture';
import { locobenchUnderTest } from './locobenchPage';
import { watchTasks, type TaskTimes } from './longTasks';
import { themes } from './themes';

const samples = 1200;
const sample = { run: 'run-live', index: 600 } as const;
/** As many as the evaluation's process keeps of one sample. */
const events = longEpisode(999);
const turnMs = 20;
const progressMs = 250;
const seconds = (events.length * turnMs) / 1000;
const doneAt = (ms: number) => 600 + Math.floor(ms / 100);

describe('UserBench page during a run', function () {
  const tested = locobenchUnderTest(this);
  this.timeout(120_000);

  const show = async () => {
    const begun = Date.now();
    const done = () => Math.min(samples, doneAt(Date.now() - begun));
    const running = episodeDetail(sample.run, sample.index, samples);
    const record = { ...running.record, state: 'running', ended: undefined } as const;
    const state: LocoPageState = {
      ...firstState,
      ...{ tab: 'samples', run: sample.run, sample: sample.index, samplePart: 'conversation', tables: true },
      allColumns: true,
    };
    const page = await tested.show({
      theme: themes[0]!,
      ...{ state, samples },
      data: locoData(samples, {
        ...{ benchmark: 'userbench', sets: [] },
        runs: [growingView(sample.run, samples, doneAt(0)).run, ...locoData(samples).runs],
      }),
      answers: {
        readSample: () => ({ ...running, record, solution: undefined, score: undefined }),
        readRun: () => growingView(sample.run, samples, done()),
        readReport: () => growingReport(sample.run, samples, done()),
      },
    });
    await page.getByRole('tab', { name: 'Conversation', selected: true }).waitFor();
    return page;
  };

  /** The page posts them to itself at their times, so that nothing of the browser's remote control is measured. */
  const play = (news: readonly Scheduled[]) =>
    tested.page.evaluate((text) => {
      const all = JSON.parse(text) as readonly { readonly at: number; readonly message: unknown }[];
      const begun = performance.now();
      let next = 0;
      const timer = setInterval(() => {
        while (next < all.length && all[next]!.at <= performance.now() - begun)
          window.postMessage(all[next++]!.message, '*');
        if (next === all.length) clearInterval(timer);
      }, 5);
    }, JSON.stringify(news));

  const tell = (what: string, { tasks, longestMs, dearestMs, long, slowestEventMs }: TaskTimes) =>
    console.log(
      `      ${what}: longest task ${longestMs.toFixed(1)} ms (of the processor at most ${dearestMs.toFixed(1)} ms), n = ${tasks} tasks; ` +
        `${long.length} of more than 50 ms${long.length > 0 ? ` (${long.map((each) => each.toFixed(0)).join(', ')} ms)` : ''}; ` +
        `slowest key or click ${slowestEventMs.toFixed(0)} ms`,
    );

  it('sees a task that blocks', async () => {
    const page = await show();
    const end = await watchTasks(tested.harness.browser, page);
    await page.evaluate(() => {
      setTimeout(() => {
        for (const until = performance.now() + 80; performance.now() < until;);
      });
    });
    await page.waitForTimeout(300);
    const { long, longestMs, dearestMs } = await end();
    assert.ok(
      long.some((each) => each >= 79),
      `long tasks: ${long.join(', ')}`,
    );
    assert.ok(longestMs >= 79 && dearestMs > 20, `${longestMs} ms, ${dearestMs} ms`);
  });

  it('1,200 episodes, 50 turns a second: draws them all, and tells its longest task', async () => {
    const page = await show();
    const progress = Array.from({ length: (seconds * 1000) / progressMs }, (_, at): Scheduled => {
      const view = growingView(sample.run, samples, doneAt(at * progressMs));
      return { at: at * progressMs, message: { type: 'progress', view } };
    });
    const news = [...newsOf(sample, events, turnMs), ...progress].sort((a, b) => a.at - b.at);
    const phases = [
      ['an episode is followed', 'Conversation', 0.4],
      ['the run under way', 'Run', 0.15],
      ['results that grow', 'Results', 0.3],
      ['the episode again', 'Samples', 0.15],
    ] as const;
    await play(news);
    for (const [what, name, share] of phases) {
      const end = await watchTasks(tested.harness.browser, page);
      if (name !== 'Conversation') await page.getByRole('tab', { name }).click();
      await page.waitForTimeout(share * seconds * 1000);
      tell(what, await end());
    }
    await page
      .locator('.turns > li')
      .nth(events.length - 2)
      .waitFor();
    const end = await watchTasks(tested.harness.browser, page);
    await page.locator('.sample-acts button').first().click();
    await page.locator('.grid-body .grid-row:not([aria-busy])').first().waitFor();
    await play(progress.slice(0, 12));
    await page.waitForTimeout(3000);
    tell('the list of samples', await end());
  });
});

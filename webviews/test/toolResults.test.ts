import assert from 'node:assert/strict';
import { firstState } from '../locobench/pageState';
import type { Estimate, RunReport } from '../locobench/protocol';
import { locoData, runModels, runRecord } from '../locobench/testing/locoFixture';
import { runReport } from '../locobench/testing/reportFixture';
import { lowContrastTexts } from './lowContrast';
import { locobenchUnderTest } from './locobenchPage';
import { themes } from './themes';

const first = runRecord('run-1', 160);
const run = runRecord('run-1', 160, {
  name: 'memory, filesystem, 29 Nov 14:05',
  configuration: { ...first.configuration, benchmark: 'mcpeval', set: { ...first.configuration.set, name: 'memory' } },
});
const share = (mean: number, half: number): Estimate => ({
  ...{ mean, low: Math.max(0, mean - half), high: Math.min(1, mean + half), n: 40, clusters: 40 },
});
const means = {
  goal: [0.48, 0.41, 0.63, 0.77],
  tools: [0.71, 0.66, 0.82, 0.9],
  arguments: [0.62, 0.6, 0.74, 0.83],
  order: [0.86, 0.9, 0.93, 0.96],
  judged: [0.55, 0.49, 0.68, 0.8],
  alignedF1: [0.58, 0.52, 0.7, 0.81],
  referenceStrict: [0.44, 0.4, 0.57, 0.69],
  calls: [3.4, 2.9, 3.6, 3.7],
} as const;

function report(without: readonly string[] = []): RunReport {
  const made = runReport('run-1', 160);
  return {
    ...{ ...made, run, byLength: [], byLanguage: [], notes: [] },
    overall: made.overall.map((each, index) => ({
      ...each,
      ...{ verified: undefined, reference: undefined, value: share(means.goal[index]!, 0.13) },
      dimensions: { SE: undefined, FC: undefined, CQ: undefined, LCU: undefined },
      further: Object.entries(means)
        .filter(([name]) => !without.includes(name))
        .map(([name, values]) => ({
          name,
          value:
            name === 'calls'
              ? { ...share(0, 0), mean: values[index]!, low: 2, high: 4.4 }
              : share(values[index]!, 0.11),
        })),
    })),
    byCategory: runModels.flatMap((model, index) =>
      ['memory', 'filesystem'].map((slice, at) => ({
        ...{ slice, model, value: { ...share(means.goal[index]! + 0.06 - 0.12 * at, 0.17), n: 20, clusters: 20 } },
      })),
    ),
    floors: [
      { name: 'No call', value: 0.05, n: 40 },
      { name: 'Repeats the task', value: 0.12, n: 40 },
      { name: 'Random calls', value: 0.07, n: 40, interval: { low: 0.03, high: 0.12 } },
    ],
  };
}

describe('results of evaluations of tools', function () {
  const tested = locobenchUnderTest(this);

  const show = async (made = report(), theme = themes[0]!) => {
    const page = await tested.show({
      theme,
      state: { ...firstState, tab: 'results', run: 'run-1' },
      data: locoData(160, { benchmark: 'mcpeval', runs: [run], sets: [] }),
      answers: { readReport: () => made },
    });
    await page.locator('.headline').waitFor();
    return page;
  };

  it('draw five dimensions beside what doing nothing is worth, and as a table', async () => {
    const page = await show();
    const chart = page.getByRole('img', { name: /Five dimensions/ });
    await chart.waitFor();
    assert.equal(await chart.locator('.panel-title').count(), 5);
    assert.equal(await chart.locator('.chance-line').count(), 1);
    await page.locator('[data-focus="dimensions-title-toggle"]').press('Enter');
    const table = page.getByRole('table', { name: 'Five dimensions' });
    assert.match(
      await table.getByRole('row', { name: /What is left behind/ }).innerText(),
      /0\.77 \[0\.66–0\.88\].*0\.12/s,
    );
  });

  it('leave out the judge where there was none', async () => {
    const page = await show(report(['judged']));
    const chart = page.getByRole('img', { name: /Five dimensions/ });
    assert.equal(await chart.locator('.panel-title').count(), 4);
    assert.equal(await page.getByText('Verified (0–5)').count(), 0);
  });

  it('show how far a floor that is drawn by chance is known', async () => {
    const page = await show(report());
    await page.getByRole('row', { name: /^Random calls 7\.0 \(3\.0–12\.0\) 40$/ }).waitFor();
  });

  for (const theme of themes) {
    it(`have enough contrast in ${theme.name}`, async () => {
      const page = await show(report(), theme);
      await tested.screenshot(`mcpeval-results-${theme.name}`, { fullPage: true });
      assert.deepEqual(await page.evaluate(lowContrastTexts), []);
    });
  }
});

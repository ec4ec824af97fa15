import assert from 'node:assert/strict';
import { firstState } from '../locobench/pageState';
import type { AskingReport, LocoPageState, RunReport } from '../locobench/protocol';
import { askingReport } from '../locobench/testing/askingFixture';
import { locoData, runRecord } from '../locobench/testing/locoFixture';
import { runReport } from '../locobench/testing/reportFixture';
import { lowContrastTexts } from './lowContrast';
import { locobenchUnderTest, type ShowOptions } from './locobenchPage';
import { themes } from './themes';

const run = runRecord('run-1', 288, {
  name: 'ws22, 29 Nov 14:05',
  configuration: { ...runRecord('run-1', 288).configuration, benchmark: 'userbench' },
});

describe('results of UserBench: how models ask', function () {
  const tested = locobenchUnderTest(this);

  const report = (asking: AskingReport | undefined): RunReport => ({
    ...{ ...runReport('run-1', 288), run, byLength: [], byLanguage: [], asking },
    overall: runReport('run-1', 288).overall.map((each) => ({
      ...each,
      ...{ verified: undefined, reference: undefined },
      dimensions: { SE: undefined, FC: undefined, CQ: undefined, LCU: undefined },
    })),
    byCategory: askingReport().models.flatMap(({ model, settings }) =>
      settings.map(({ setting, score }) => ({
        ...{ slice: `choice/${setting}`, model },
        value: { ...score, low: score.low ?? 0, high: score.high ?? 1 },
      })),
    ),
    floors: [
      { name: 'Guesses (chance)', value: 0.144, n: 24 },
      { name: 'Knows everything', value: 1, n: 24 },
    ],
    notes: [],
  });
  const show = async (
    asking: AskingReport | undefined = askingReport(),
    more: {
      readonly state?: Partial<LocoPageState>;
      readonly options?: ShowOptions;
      readonly theme?: (typeof themes)[number];
    } = {},
  ) => {
    const page = await tested.show({
      theme: more.theme ?? themes[0]!,
      state: { ...firstState, tab: 'results', run: 'run-1', ...more.state },
      data: locoData(288, { benchmark: 'userbench', runs: [run], sets: [] }),
      answers: { readReport: () => report(asking) },
      ...more.options,
    });
    await page.locator('.headline').waitFor();
    return page;
  };

  it('say in words what each chart shows, and are tables for whoever wants them', async () => {
    const page = await show();
    const chart = page.getByRole('img', { name: /When preferences come out\. By the last turn/ });
    await chart.waitFor();
    assert.equal(await chart.locator('polyline').count(), 4);
    await page.getByText('Of what knowing everything is worth, asking brings').first().waitFor();
    await page.locator('[data-focus="timing-title-toggle"]').press('Enter');
    const table = page.getByRole('table', { name: 'When preferences come out' });
    assert.equal(await table.locator('tbody tr').count(), 12);
    assert.match(await table.locator('tbody tr').last().innerText(), /\d+\.\d \[\d+\.\d–\d+\.\d\]/);
  });

  it('let reveals be told apart by keys alone, and keep the choice', async () => {
    const page = await show();
    const how = page.getByLabel('Show');
    await how.focus();
    await how.selectOption('passive');
    await page.getByRole('img', { name: /alpha\/large 14\.0 %/ }).waitFor();
    assert.equal(await page.evaluate('document.activeElement.dataset.focus'), 'timing-how');
    assert.equal(((await tested.keptState()) as LocoPageState).timing, 'passive');
  });

  it('draw chance, and arrows where an interval leaves the scale', async () => {
    const asking = askingReport();
    const [first, ...others] = asking.models;
    const wide = first!.rates.map((rate) =>
      rate.name === 'interactionGain' && rate.value ? { ...rate, value: { ...rate.value, low: -4, high: 6 } } : rate,
    );
    const page = await show({ ...asking, models: [{ ...first!, rates: wide }, ...others] });
    const panels = page.getByRole('img', { name: /Gain, use and needless questions/ });
    await panels.waitFor();
    assert.equal(await panels.locator('.chance-line').count(), 2);
    assert.equal(await panels.locator('path.series-0').count(), 2);
    await page.getByText('Chance 14.4').waitFor();
  });

  it('compare the two models that are chosen, whichever comes first', async () => {
    const page = await show();
    const table = page.getByRole('table', { name: 'Two models side by side' });
    const gain = table.getByRole('row', { name: /Interaction gain/ });
    assert.match(await gain.innerText(), /−0\.14.*too close to call.*0\.200/s);
    await page.locator('[data-focus="pair-0"]').selectOption('alpha/large');
    await page.locator('[data-focus="pair-1"]').selectOption('local/coder-30b');
    assert.match(await gain.innerText(), /0\.42.*▲ first is better.*0\.022/s);
    assert.match(
      await table.getByRole('row', { name: /Needless questions/ }).innerText(),
      /−27\.0.*▲ first is better/s,
    );
    await page.locator('[data-focus="pair-1"]').selectOption('alpha/large');
    await page.getByText('Choose two different models.').waitFor();
  });

  it('say why there is no gain, and what nothing happened of', async () => {
    const asking = askingReport();
    const without = asking.models.map((model) => ({
      ...model,
      settings: model.settings.slice(1, 2),
      rates: model.rates.map((rate) =>
        rate.name === 'interactionGain'
          ? { ...rate, value: undefined, reason: 'The tasks were not run in all three settings.' }
          : rate.name === 'corrections'
            ? { ...rate, value: undefined }
            : rate,
      ),
    }));
    const page = await show({ ...asking, models: without.slice(0, 1), pairs: [], unread: 3 });
    await page.getByText('3 scored samples hold no episode').waitFor();
    await page.getByRole('cell', { name: 'The tasks were not run in all three settings.' }).waitFor();
    assert.equal(await page.getByText('What asking is worth').count(), 0);
    assert.equal(await page.getByText('Two models side by side').count(), 0);
    assert.equal(await page.locator('.rate-table').getByText('Corrections an episode').count(), 0);
  });

  it('show how far a judge agrees with the rules', async () => {
    const page = await show(askingReport(true));
    await page.getByRole('cell', { name: '0.71 [0.58–0.82]' }).first().waitFor();
    await page.locator('.confusion > summary').first().press('Enter');
    assert.equal(await page.locator('.confusion').first().getByRole('row').count(), 5);
  });

  it('say nothing of asking where a run has no episodes', async () => {
    const page = await show(undefined, { options: { answers: { readReport: () => report(undefined) } } });
    assert.equal(await page.getByText('How They Ask').count(), 0);
  });

  it('draw a run of thousands of episodes and many models without blocking', async () => {
    const asking = askingReport(true);
    const many = Array.from({ length: 12 }, (_, at) => ({
      ...asking.models[at % 4]!,
      model: `made/model-with-a-rather-long-name-${at}`,
      timing: Array.from({ length: 40 }, (_, turn) => ({ ...asking.models[0]!.timing[0]!, turn: turn + 1 })),
    }));
    const page = await show({ ...asking, models: many });
    await page.getByRole('img', { name: /When preferences come out/ }).waitFor();
    assert.equal(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'), 0);
  });

  for (const theme of themes) {
    it(`have enough contrast in ${theme.name}`, async () => {
      const page = await show(askingReport(true), { theme });
      await tested.screenshot(`userbench-results-${theme.name}`, { fullPage: true });
      assert.deepEqual(await page.evaluate(lowContrastTexts), []);
    });
  }

  for (const width of [1280, 640]) {
    it(`scroll sideways in tables alone at 200 % zoom on ${width / 2} pixels`, async () => {
      const page = await show(askingReport(true), { options: { width, zoom: 2 } });
      await tested.screenshot(`userbench-results-zoom200-${width}`, { fullPage: true });
      const outside = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        controls: [...document.querySelectorAll('h2, p, button, select, label, .legend li, summary')]
          .filter((each) => each.closest('.plain-table, .table-region, .visually-hidden') === null)
          .filter(
            (each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right > window.innerWidth + 0.5,
          )
          .map((each) => each.textContent),
      }));
      assert.deepEqual(outside, { page: 0, controls: [] });
    });
  }
});

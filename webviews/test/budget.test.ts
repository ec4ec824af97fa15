import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import type { DecisionRecord } from '../../runtime/gateway/protocol';
import { budgetStrings } from '../../extension/budget/budgetStrings';
import type { BudgetContent, BudgetData, BudgetMessageToExtension, BudgetMessageToPage } from '../budget/protocol';
import { budgetData, decisionRecords, emptyData } from './budgetFixture';
import { lowContrastTexts } from './lowContrast';
import { pageUnderTest, type Opening } from './pageUnderTest';
import { themes } from './themes';

const strings = budgetStrings({ t: (text) => text });

describe('Budget & Routing page', function () {
  const tested = pageUnderTest<BudgetMessageToPage, BudgetMessageToExtension>(this, 'budget');

  const state = (content: BudgetContent): BudgetMessageToPage => ({ type: 'state', content, strings, locale: 'en' });
  const ready = (data: BudgetData): BudgetMessageToPage => state({ kind: 'ready', data });

  const show = async (
    data: BudgetData = budgetData,
    records: readonly DecisionRecord[] = decisionRecords(30),
    options: Opening = {},
  ) => {
    await tested.open(options);
    await tested.post(ready(data));
    await tested.post({ type: 'decisions', records, older: records.length >= 30 });
    await tested.page.getByRole('heading', { level: 1 }).waitFor();
    if (records.length > 0) await rows().first().waitFor();
  };
  const rows = (): Locator => tested.page.locator('.decisions tbody tr:not(.space)');
  const section = (name: string): Locator => tested.page.getByRole('region', { name, exact: true }).last();

  it('says that it is ready, and shows what was spent, what is left, and how much stayed on the machine', async () => {
    await show();
    assert.deepEqual(await tested.sent(), [{ type: 'ready' }]);
    const figures = await tested.page.locator('.head .figure-card').allInnerTexts();
    assert.deepEqual(
      figures.map((text) => text.split('\n').filter(Boolean)),
      [
        ['Spent', '$6.23', 'in 330 calls'],
        ['Left of the tightest budget', '$0.00', 'Purpose: evaluation, a day'],
        ['Answered on this machine', '73%', '240 of 330 calls'],
        ['Refused', '4', 'before anything was sent'],
      ],
    );
  });

  it('shows how full each budget is, in words and as a bar; a card is changed and removed', async () => {
    await show();
    const cards = tested.page.locator('.card');
    assert.equal(await cards.count(), 3);
    const text = await cards.first().innerText();
    for (const part of [
      'All calls, a month',
      '$6.23 of $10.00',
      '! more than 50% used',
      '$3.75 left',
      '$0.012 set aside',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    assert.match(await cards.nth(1).innerText(), /✕ used up: calls are refused/);
    assert.match(await cards.nth(2).innerText(), /Project: shop, a month\s+42 requests of 300 requests/);
    const value = await cards
      .first()
      .getByRole('progressbar')
      .evaluate((bar: HTMLProgressElement) => bar.value);
    assert.ok(Math.abs(value - 0.62461) < 1e-4);
    await tested.button('Change...: All calls, a month').click();
    assert.deepEqual(await tested.lastSent(), { type: 'editBudget', id: 'month' });
    await tested.button('Remove...: All calls, a month').click();
    assert.deepEqual(await tested.lastSent(), { type: 'removeBudget', id: 'month' });
  });

  it('draws spend against pace, says it in words, and gives the same as a table', async () => {
    await show();
    const picture = tested.page.getByRole('img', { name: /Spend against pace/ });
    const label = (await picture.getAttribute('aria-label')) ?? '';
    assert.match(
      label,
      /\$\d\.\d\d spent in 20 days\. That is \$\d\.\d+ below the pace of the budget, which had \$6\.67/,
    );
    assert.equal(await picture.locator('polyline.pace').count(), 1);
    const days = budgetData.report.days.filter(({ cost }) => cost > 0).length;
    assert.equal(await picture.locator('rect.day').count(), days);
    await tested.button('Show as Table').click();
    const table = tested.page.locator('.plain-table').filter({ hasText: 'Spent until then' });
    assert.equal(await table.locator('tbody tr').count(), 20);
    assert.deepEqual(await table.locator('tbody tr').first().locator('td').allTextContents(), [
      '$0.20',
      '$0.20',
      '$0.3333',
    ]);
    assert.equal(await picture.count(), 0);
    const kept = (await tested.keptState()) as { chartAsTable: boolean };
    assert.equal(kept.chartAsTable, true);
  });

  it('the what-if slider changes cost and success live, says the difference, and can be made the setting', async () => {
    await show();
    const slider = tested.page.getByRole('slider', { name: 'Quality' });
    const figures = section('What if').locator('.figure-card');
    assert.match(await figures.first().innerText(), /\$4\.15\s+as it is now/);
    await slider.focus();
    await tested.page.keyboard.press('End');
    assert.match(await figures.first().innerText(), /\$15\.40\s+\+\$11\.25 against now/);
    assert.match(await figures.nth(1).innerText(), /90%\s+\+15% against now/);
    assert.match(await figures.nth(2).innerText(), /10%/);
    assert.match(await figures.nth(3).innerText(), /85/);
    assert.equal(await slider.getAttribute('aria-valuetext'), '10, best');
    await tested.page.keyboard.press('Home');
    assert.match(await figures.first().innerText(), /\$0\.40\s+−\$3\.75 against now/);
    await tested.button('Use This Value').click();
    assert.deepEqual(await tested.lastSent(), { type: 'quality', quality: 0 });
  });

  it('figures that come in leave the slider where the user has put it', async () => {
    await show();
    const slider = tested.page.getByRole('slider', { name: 'Quality' });
    await slider.focus();
    await tested.page.keyboard.press('End');
    await tested.post(ready({ ...budgetData, quality: 5 }));
    await tested.post({ type: 'decisions', records: decisionRecords(31), older: false });
    await tested.page.locator('.count', { hasText: '31 of 31 decisions' }).waitFor();
    assert.equal(await slider.inputValue(), '10');
    assert.ok(await slider.evaluate((element) => element === document.activeElement));
  });

  it('shows where money went, what was refused and why, and which models cannot be called', async () => {
    await show();
    const slices = await tested.page.locator('.slices').innerText();
    assert.match(slices, /openai\/gpt-5-mini\s+\$6\.23\s+90\s+1,234,567\s+345,678/);
    assert.match(slices, /shop \(this one\)/);
    assert.match(slices, /Without a project/);
    assert.match(
      await tested.page.locator('section').filter({ hasText: 'Refused calls' }).last().innerText(),
      /a budget would have been exceeded\s+3/,
    );
    const table = await section('Models').innerText();
    assert.match(table, /ollama\/qwen3:8b\s+this machine\s+free\s+✓ ready/);
    assert.match(table, /desk\/priced\s+this machine\s+\$0\.25 in, \$2\.00 out/);
    assert.match(table, /fleet\/llama-70b\s+cloud\s+unknown\s+✕ Its price is unknown/);
    assert.match(table, /openai\/gpt-5-mini\s+cloud\s+\$0\.25 in, \$2\.00 out/);
    assert.match(table, /vscode\/copilot-gpt\s+cloud\s+\$0\.04 a request/);
    await tested.button('Set Key...: Anthropic').click();
    assert.deepEqual(await tested.lastSent(), { type: 'setKey', provider: 'anthropic' });
  });

  it('shows an endpoint that is down although it has no model, and one without a key only once', async () => {
    const providerProblems = [
      { provider: 'lab', title: 'The lab', problem: 'It cannot be reached. Start it.' },
      { provider: 'anthropic', title: 'Anthropic', problem: 'There is no key.' },
    ];
    await show({ ...budgetData, providerProblems });
    assert.deepEqual(await tested.page.locator('.provider-problem').allTextContents(), [
      '! The lab: It cannot be reached. Start it.',
    ]);
  });

  it('each decision has its why behind it: candidates, reasons, calls and what happened', async () => {
    await show();
    await rows().nth(0).getByRole('button').click();
    const dialog = tested.page.getByRole('dialog');
    await dialog.waitFor();
    const text = await dialog.innerText();
    for (const part of [
      'The local model is likely enough to succeed.',
      '71% ± 4%',
      'Its price is unknown.',
      '1,229 tokens in (400 cached), 310 out',
      'the answer passed its checks',
      'The first model answers; openai/gpt-5-mini only if its answer fails a check.',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    const title = dialog.getByRole('heading', { level: 2 });
    const first = await title.textContent();
    assert.ok(await tested.button('Previous').isDisabled());
    await tested.page.keyboard.press('Alt+ArrowRight');
    assert.notEqual(await title.textContent(), first);
    await tested.page.keyboard.press('Alt+ArrowLeft');
    assert.equal(await title.textContent(), first);
    await tested.page.keyboard.press('Escape');
    assert.equal(await dialog.count(), 0);
    assert.ok(
      await rows()
        .nth(0)
        .getByRole('button')
        .evaluate((element) => element === document.activeElement),
    );
  });

  it('local only is a switch that follows the setting, not the click', async () => {
    await show();
    const control = tested.page.getByRole('switch', { name: 'Local only' });
    await control.click();
    assert.deepEqual(await tested.lastSent(), { type: 'localOnly', on: true });
    assert.equal(await control.isChecked(), false);
    await tested.post(ready({ ...budgetData, localOnly: true }));
    await tested.page.getByText('No call leaves this machine.').waitFor();
    assert.equal(await control.isChecked(), true);
  });

  it('asks for another time, and for older decisions while there are any', async () => {
    await show();
    await tested.page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Last 90 days' });
    assert.deepEqual(await tested.lastSent(), { type: 'range', range: 'days90' });
    await tested.button('Load Older').click();
    assert.deepEqual(await tested.lastSent(), { type: 'older', before: decisionRecords(1)[0]!.at });
    await tested.post({ type: 'decisions', records: decisionRecords(10, -10), older: false });
    await tested.page.locator('.count', { hasText: '40 of 40 decisions' }).waitFor();
    assert.equal(await tested.button('Load Older').count(), 0);
    await tested.post({ type: 'decisions', records: decisionRecords(10, 30), older: true });
    await tested.page.locator('.count', { hasText: '50 of 50 decisions' }).waitFor();
    assert.equal(await tested.button('Load Older').count(), 0, 'news say nothing about what is older');
  });

  it('sorts decisions by cost as a number and filters by every word', async () => {
    await show();
    await tested.page.locator('.decisions').getByRole('columnheader', { name: 'Cost' }).getByRole('button').click();
    assert.equal(await rows().first().locator('td').nth(5).textContent(), '$0.00');
    await tested.page.getByRole('searchbox').fill('gpt-5-mini explain failed');
    await tested.page.locator('.count', { hasText: '1 of 30 decisions' }).waitFor();
    assert.match(await rows().first().innerText(), /✕ failed/);
    await tested.page.getByRole('searchbox').fill('nonsense');
    await tested.page.getByRole('heading', { name: 'No decision matches' }).waitFor();
  });

  it('without a call says what to do, and with thousands puts few rows on the page', async () => {
    await show(emptyData, []);
    assert.match(await tested.page.locator('.overview .notice').innerText(), /No model was called in this time/);
    await tested.page.locator('.overview .notice').getByRole('button', { name: 'Add Provider...' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'addProvider' });
    assert.equal(await tested.page.getByRole('img').count(), 0);
    await tested.page.context().close();
    await show(budgetData, decisionRecords(5000));
    await tested.page.locator('.count', { hasText: '5,000 of 5,000 decisions' }).waitFor();
    assert.ok((await rows().count()) < 300);
    const meter = await tested.harness.cpuMeter(tested.page);
    const used = await meter(() => tested.post({ type: 'decisions', records: decisionRecords(1, 5000), older: true }));
    console.log(`      one more decision among 5,000, CPU time of the page: ${used.toFixed(0)} ms`);
    assert.ok(used < 1000, `${used} ms`);
  });

  it('when the books cannot be read says why, and recovers', async () => {
    await tested.open();
    const problem = { message: 'The ledger is damaged.', action: 'It was set aside as ledger.broken.' };
    await tested.post(state({ kind: 'failed', problem }));
    const alert = tested.page.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /The ledger is damaged\. It was set aside/);
    await tested.screenshot('budget-failed');
    await alert.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'refresh' });
    await tested.post(ready(budgetData));
    await tested.page.locator('.card').first().waitFor();
  });

  it('is used by keyboard alone', async () => {
    await show({ ...budgetData, budgets: budgetData.budgets.slice(0, 1), providers: [] }, decisionRecords(1));
    const { keyboard } = tested.page;
    const focused = (): Promise<string> =>
      tested.page.evaluate(() => {
        const element = document.activeElement;
        const label = element?.getAttribute('aria-label') ?? element?.textContent ?? '';
        return element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? element.type : label;
      });
    const seen: string[] = [];
    for (let step = 0; step < 26; step += 1) {
      await keyboard.press('Tab');
      seen.push(await focused());
    }
    for (const wanted of [
      'select-one',
      'checkbox',
      'Export Calls...',
      'Set Budget...',
      'Change...: All calls, a month',
      'Remove...: All calls, a month',
      'Show as Table',
      'range',
      'By model',
      'Refused calls',
      'Add Provider...',
      'Start Local Server',
      'Reset Router...',
      'search',
      'Decisions',
    ])
      assert.ok(seen.includes(wanted), `${wanted} among ${seen.join(' | ')}`);
    assert.match(seen.join(' | '), /Why: /);
  });

  it('a button keeps the focus when figures come in', async () => {
    await show();
    await tested.button('Change...: All calls, a month').focus();
    await tested.post(ready({ ...budgetData, report: { ...budgetData.report, cost: 7_000_000 } }));
    await tested.page.getByText('$7.00').first().waitFor();
    assert.ok(
      await tested.button('Change...: All calls, a month').evaluate((element) => element === document.activeElement),
    );
  });

  it('keeps filter, order and table over a reload, and starts afresh from a state that it does not know', async () => {
    await show();
    await tested.page.getByRole('searchbox').fill('edit');
    await tested.button('Show as Table').click();
    const kept = await tested.keptState();
    await tested.page.context().close();
    await show(budgetData, decisionRecords(30), { state: kept });
    assert.equal(await tested.page.getByRole('searchbox').inputValue(), 'edit');
    assert.equal(await tested.button('Show as Chart').count(), 1);
    await tested.page.context().close();
    await show(budgetData, decisionRecords(30), { state: { filter: 'x', decisions: 1, chartAsTable: true } });
    assert.equal(await rows().count(), 30);
  });

  it('shows names that look like markup as they are', async () => {
    const name = '<img src=x onerror=alert(1)>';
    const record = decisionRecords(1)[0]!;
    const marked = { ...record, decision: { ...record.decision, model: name, reasons: [name] }, calls: [] };
    await show(
      { ...budgetData, report: { ...budgetData.report, byModel: [{ ...budgetData.report.byModel[0]!, name }] } },
      [marked],
    );
    await rows().first().getByRole('button').click();
    assert.match(await tested.page.getByRole('dialog').innerText(), /<img src=x/);
    assert.equal(await tested.page.locator('img').count(), 0);
  });

  it('at 200 % zoom and on a narrow page nothing but the tables scrolls sideways', async () => {
    for (const width of [1280, 800]) {
      await show(budgetData, decisionRecords(30), { width, zoom: 2, theme: themes[0]! });
      const outside = await tested.page.evaluate(() => ({
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        controls: [
          ...document.querySelectorAll(
            'h1, h2, h3, main > .toolbar *, .card, .figure-card, .section-head button, .slider input',
          ),
        ]
          .filter((each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right > window.innerWidth)
          .map((each) => each.textContent),
      }));
      assert.deepEqual(outside, { page: 0, controls: [] }, `${width / 2} pixels`);
      await tested.screenshot(`budget-zoom200-${width}`, { fullPage: true });
      await rows().first().getByRole('button').click();
      const place = await tested.page.getByRole('dialog').getByRole('button', { name: 'Close' }).boundingBox();
      assert.ok(place && place.y + place.height <= 400, 'the dialog can be closed without scrolling the page');
      if (width === 1280) await tested.page.context().close();
    }
  });

  for (const theme of themes) {
    it(`has enough contrast in ${theme.name}`, async () => {
      await show(budgetData, decisionRecords(30), { theme });
      await tested.screenshot(`budget-${theme.name}`, { fullPage: true });
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
      await rows().first().getByRole('button').click();
      await tested.page.getByRole('dialog').waitFor();
      await tested.screenshot(`budget-decision-${theme.name}`);
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
      if (theme.name.startsWith('highContrast')) {
        const edges = await tested.page
          .locator(
            '.card, .figure-card, .plain-table, .table-region, button:visible:not(.link, th button), dialog, progress, select',
          )
          .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderTopColor));
        assert.ok(edges.length >= 10);
        assert.deepEqual(
          edges.filter((colour) => colour === 'rgba(0, 0, 0, 0)'),
          [],
        );
      }
      await tested.page.context().close();

      await show(emptyData, [], { theme });
      await tested.screenshot(`budget-empty-${theme.name}`, { fullPage: true });
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
    });
  }

  it('with forced colours the chart and every card still have an edge', async () => {
    await show();
    await tested.page.emulateMedia({ forcedColors: 'active' });
    const widths = await tested.page
      .locator('.card, .figure-card, .plain-table, progress')
      .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderBottomWidth));
    assert.ok(widths.length > 8 && widths.every((width) => width !== '0px'));
    await tested.screenshot('budget-forcedColors', { fullPage: true });
  });
});

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { traceStrings } from '../../extension/traces/traceStrings';
import type { TraceStep } from '../../runtime/agent/protocol';
import type { TracesContent, TracesData, TracesMessageToExtension, TracesMessageToPage } from '../traces/protocol';
import { lowContrastTexts } from './lowContrast';
import { pageUnderTest, type Opening } from './pageUnderTest';
import { themes } from './themes';
import { emptyTraces, traceRun, tracesData, traceSteps } from './tracesFixture';

const strings = traceStrings({ t: (text) => text });

describe('Traces page', function () {
  const tested = pageUnderTest<TracesMessageToPage, TracesMessageToExtension>(this, 'traces');

  const state = (content: TracesContent): TracesMessageToPage => ({ type: 'state', content, strings, locale: 'en' });
  const ready = (data: TracesData): TracesMessageToPage => state({ kind: 'ready', data });
  const show = async (data: TracesData = tracesData, options: Opening = {}) => {
    await tested.open(options);
    await tested.post(ready(data));
    await tested.page.getByRole('heading', { level: 1 }).waitFor();
    if (data.runs.length > 0) await rows().first().waitFor({ state: 'attached' });
  };
  const rows = (): Locator => tested.page.locator('.runs tbody tr:not(.space)');
  const steps = (): Locator => tested.page.locator('.step:not([hidden])');
  const openRun = async (index = 0, list: readonly TraceStep[] = traceSteps(12)): Promise<void> => {
    await rows().nth(index).getByRole('button').click();
    await tested.post({ type: 'steps', run: traceRun(index), from: 0, steps: list });
    await steps().first().waitFor();
  };

  it('says that it is ready, and shows runs with their totals', async () => {
    await show();
    assert.deepEqual(await tested.sent(), [{ type: 'ready' }]);
    const figures = await tested.page.locator('.figure-card').allInnerTexts();
    assert.deepEqual(
      figures.map((text) => text.split('\n').filter(Boolean)),
      [
        ['Runs', '30', '13 answered, 17 not'],
        ['Model calls', '120', '150 tool calls, 30 with an error'],
        ['Tokens', '265,200'],
        ['Cost', '$0.0618'],
        ['Time', figures[4]?.split('\n').filter(Boolean)[1]],
      ],
    );
    const cells = await rows().first().locator('td').allTextContents();
    assert.deepEqual(cells.slice(1), [
      ...['Why does the cart round the total twice?', '✓ answered', 'local/qwen2.5-coder-7b', '9', '8,840', '$0.00'],
      '12.4 sec',
    ]);
  });

  it('opens a run: asks for its steps, and shows turns, calls, arguments, results, tokens, cost and time', async () => {
    await show();
    await openRun();
    assert.deepEqual((await tested.sent()).at(-1), { type: 'open', run: 'run-0', have: 0 });
    assert.equal(
      await tested.page.getByRole('heading', { level: 2 }).innerText(),
      'Why does the cart round the total twice?',
    );
    assert.equal(await steps().count(), 12);
    const model = steps().nth(1);
    assert.match(
      await model.innerText(),
      /Model\s+I look for where .* calls search_workspace\s+1,801 in \(1,500 cached\), 48 out · \$0\.00/,
    );
    await model.locator('summary').click();
    const body = model.locator('.step-body');
    await body.waitFor();
    const text = await body.innerText();
    for (const part of [
      'first token after 210 ms',
      'ended: tool-calls',
      'Rounding can be',
      '"query": "round 1"',
      'edit_file',
    ])
      assert.ok(text.includes(part), `${part} in ${text}`);
    const tool = steps().nth(2);
    await tool.locator('summary').click();
    assert.match(
      await tool.locator('.step-body').innerText(),
      /ran · needs no approval · Workspace · reads[\s\S]*Math\.round/,
    );
  });

  it('draws where the time went, and says it in words', async () => {
    await show();
    await openRun();
    const picture = tested.page.getByRole('img');
    assert.match(
      (await picture.getAttribute('aria-label')) ?? '',
      /10 calls: models [\d.]+ sec \(upper row\), tools [\d.]+ sec/,
    );
    assert.equal(await picture.locator('rect.model').count(), 6);
    assert.equal(await picture.locator('rect.tool').count(), 4);
    assert.equal(await picture.locator('rect.wrong').count(), 2);
  });

  it('follows a run that goes on, and says what was added', async () => {
    await show({
      ...tracesData,
      runs: [traceRun(0, { status: 'running', ended: undefined }), ...tracesData.runs.slice(1)],
    });
    await rows().first().getByRole('button').click();
    const running = traceRun(0, { status: 'running', ended: undefined });
    await tested.post({ type: 'steps', run: running, from: 0, steps: traceSteps(3) });
    await steps().first().waitFor();
    assert.ok(await tested.button('Delete...').isDisabled(), 'a run under way is not deleted');
    await tested.post({ type: 'steps', run: traceRun(0), from: 3, steps: traceSteps(2, 3) });
    await tested.page.locator('.count', { hasText: '5 of 5 steps' }).waitFor();
    assert.match(
      (await tested.page.locator('.run [role=status]').last().textContent()) ?? '',
      /New step: Note: Repaired/,
    );
    assert.match(await tested.page.locator('.run-facts').innerText(), /✓ answered/);
  });

  it('asks for all steps again when some got lost on the way', async () => {
    await show();
    await openRun(0, traceSteps(3));
    await tested.post({ type: 'steps', run: traceRun(0), from: 9, steps: traceSteps(2, 9) });
    await tested.page.waitForFunction('window.whetstoneTest.sent.length === 3');
    assert.deepEqual(await tested.lastSent(), { type: 'open', run: 'run-0', have: 0 });
    assert.equal(await steps().count(), 3);
  });

  it('resumes an interrupted run, exports in the chosen form, and deletes', async () => {
    await show();
    await tested.page.getByRole('combobox', { name: 'Export as' }).selectOption('xlam');
    await openRun(1);
    await tested.button('Resume').click();
    assert.deepEqual(await tested.lastSent(), { type: 'resume', run: 'run-1' });
    await tested.button('Export').click();
    assert.deepEqual(await tested.lastSent(), { type: 'export', runs: ['run-1'], format: 'xlam' });
    await tested.button('Delete...').click();
    assert.deepEqual(await tested.lastSent(), { type: 'delete', runs: ['run-1'] });
    await tested.button('Next Run').click();
    assert.equal(await tested.button('Resume').count(), 0, 'an answered run is not resumed');
    await tested.button('Back to Runs').click();
    await tested.page.getByRole('searchbox').fill('rename');
    await tested.page.locator('.count', { hasText: /of 30 runs/ }).waitFor();
    await tested.button('Export Shown Runs').click();
    const sent = await tested.lastSent();
    assert.ok(sent?.type === 'export' && sent.runs.length === 8 && sent.format === 'xlam');
  });

  it('says why a run failed', async () => {
    await show();
    await openRun(5);
    assert.match(await tested.page.locator('.problem').innerText(), /did not answer within 60 s\. Try again/);
  });

  it('finds steps by text and kind', async () => {
    await show();
    await openRun();
    await tested.page.getByRole('combobox', { name: 'Show' }).selectOption('errors');
    assert.equal(await steps().count(), 3);
    await tested.page.getByRole('combobox', { name: 'Show' }).selectOption('tool');
    await tested.page.getByRole('searchbox', { name: 'Find' }).fill('did you mean');
    await tested.page.locator('.count', { hasText: '1 of 12 steps' }).waitFor();
  });

  it('goes back to the row that was opened, and leaves a run that was deleted', async () => {
    await show();
    await openRun(2);
    await tested.page.keyboard.press('Escape');
    assert.equal(await tested.page.evaluate(() => (document.activeElement as HTMLElement).dataset.run), 'run-2');
    await openRun(2);
    await tested.post(ready({ ...tracesData, older: false, runs: tracesData.runs.filter(({ id }) => id !== 'run-2') }));
    await rows().nth(29).waitFor({ state: 'detached' });
    assert.equal(await rows().count(), 29);
  });

  it('is used by keyboard alone: one tab stop for all steps, arrows between them', async () => {
    await show();
    await rows().first().getByRole('button').focus();
    await tested.page.keyboard.press('Enter');
    await tested.post({ type: 'steps', run: traceRun(0), from: 0, steps: traceSteps(12) });
    await steps().first().waitFor();
    const seen: string[] = [];
    const focused = (): Promise<string> =>
      tested.page.evaluate(() => {
        const element = document.activeElement;
        return element instanceof HTMLInputElement || element instanceof HTMLSelectElement
          ? element.type
          : (element?.textContent ?? '');
      });
    for (let step = 0; step < 8; step += 1) {
      await tested.page.keyboard.press('Tab');
      seen.push(await focused());
    }
    for (const wanted of ['Export', 'Delete...', 'select-one', 'search'])
      assert.ok(seen.includes(wanted), seen.join(' | '));
    await tested.page.locator('.step summary[tabindex="0"]').focus();
    await tested.page.keyboard.press('End');
    assert.match(await focused(), /^12/);
    await tested.page.keyboard.press('ArrowUp');
    await tested.page.keyboard.press('Enter');
    await steps().nth(10).locator('.step-body').waitFor();
    await tested.page.keyboard.press('Home');
    assert.match(await focused(), /^1›/);
    assert.equal(await tested.page.locator('.step summary[tabindex="0"]').count(), 1);
    await tested.page.keyboard.press('Alt+ArrowRight');
    assert.deepEqual(await tested.lastSent(), { type: 'open', run: 'run-1', have: 0 });
  });

  it('a run of 2,000 steps opens and scrolls smoothly', async () => {
    await show();
    const many = traceSteps(2000);
    const meter = await tested.harness.cpuMeter(tested.page);
    const opened = await meter(() => openRun(0, many));
    const summary = tested.page.locator('.step summary[tabindex="0"]');
    await summary.focus();
    const scrolled: number[] = [];
    for (let part = 1; part <= 20; part += 1) {
      const to = part / 20;
      scrolled.push(
        await meter(() =>
          tested.page.evaluate((share) => window.scrollTo(0, share * document.documentElement.scrollHeight), to),
        ),
      );
    }
    const added = await meter(() =>
      tested.post({ type: 'steps', run: traceRun(0), from: 2000, steps: traceSteps(1, 2000) }),
    );
    const worst = Math.max(...scrolled);
    console.log(
      `      2,000 steps, CPU time of the page: opened in ${opened.toFixed(0)} ms, a jump of a twentieth ${worst.toFixed(0)} ms at worst (n = 20), one more step ${added.toFixed(0)} ms`,
    );
    assert.ok(opened < 4000 && worst < 250 && added < 500, `${opened}, ${worst}, ${added}`);
    await summary.press('End');
    await tested.page.locator('.step').last().waitFor();
  });

  it('cuts a huge result, and shows all of it when wanted', async () => {
    await show();
    const huge = traceSteps(3).map((step) =>
      step.kind === 'tool' ? { ...step, output: 'line\n'.repeat(100_000) } : step,
    );
    await openRun(0, huge);
    await steps().nth(2).locator('summary').click();
    await tested.page.getByText('20,000 of 500,000 characters.').waitFor();
    await tested.button('Show All').click();
    const shown = steps().nth(2).locator('pre').last();
    assert.equal((await shown.textContent())?.length, 500_000);
    assert.ok(await shown.evaluate((element) => element === document.activeElement));
  });

  it('without a run says what to do', async () => {
    await show(emptyTraces);
    assert.match(await tested.page.locator('.notice').innerText(), /No run yet/);
    await tested.button('Ask @whetstone').click();
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'ask' });
  });

  it('when the traces cannot be read says why, and recovers with the run that was shown', async () => {
    await show();
    await openRun(1);
    const problem = { message: 'The traces are damaged.', action: 'They were set aside as traces.broken.' };
    await tested.post(state({ kind: 'failed', problem }));
    const alert = tested.page.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /The traces are damaged\. They were set aside/);
    await tested.screenshot('traces-failed');
    await alert.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'refresh' });
    await tested.post(ready(tracesData));
    await tested.page.getByRole('heading', { level: 2, name: 'Rename orderTotal to cartTotal everywhere' }).waitFor();
    assert.deepEqual(await tested.lastSent(), { type: 'open', run: 'run-1', have: 0 });
  });

  it('shows a run that is asked for before the page has its data', async () => {
    await tested.open();
    await tested.post({ type: 'show', run: 'run-3' });
    await tested.post(ready(tracesData));
    await tested.page.getByRole('heading', { level: 2 }).waitFor();
    assert.deepEqual(await tested.lastSent(), { type: 'open', run: 'run-3', have: 0 });
  });

  it('asks for older runs', async () => {
    await show();
    await tested.button('Older Runs').click();
    const sent = await tested.lastSent();
    assert.ok(sent?.type === 'older' && sent.before === traceRun(29).started);
  });

  it('keeps filter, run and form over a reload, and starts afresh from a state that it does not know', async () => {
    await show();
    await tested.page.getByRole('searchbox').fill('cart');
    await openRun(0);
    const kept = await tested.keptState();
    await tested.close();
    await show(tracesData, { state: kept });
    assert.equal(
      await tested.page.getByRole('heading', { level: 2 }).innerText(),
      'Why does the cart round the total twice?',
    );
    await tested.close();
    await show(tracesData, { state: { runs: 1 } });
    assert.equal(await rows().count(), 30);
  });

  it('shows texts that look like markup as they are', async () => {
    const name = '<img src=x onerror=alert(1)>';
    await show({ ...tracesData, runs: [traceRun(0, { title: name, model: name, problem: name })] });
    const marked = traceSteps(3).map((step) =>
      step.kind === 'tool' ? { ...step, name, output: name, input: name } : step,
    );
    await openRun(0, marked);
    await steps().nth(2).locator('summary').click();
    assert.match(await steps().nth(2).innerText(), /<img src=x/);
    assert.equal(await tested.page.locator('img').count(), 0);
  });

  it('at 200 % zoom and on a narrow page nothing but tables and texts scrolls sideways', async () => {
    for (const width of [1280, 800]) {
      await show(tracesData, { width, zoom: 2, theme: themes[0]! });
      const outside = (): Promise<object> =>
        tested.page.evaluate(() => ({
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          controls: [
            ...document.querySelectorAll('h1, h2, h3, .toolbar *, .figure-card, .acts button, summary, select'),
          ]
            .filter(
              (each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right > window.innerWidth,
            )
            .map((each) => each.textContent),
        }));
      assert.deepEqual(await outside(), { page: 0, controls: [] }, `list, ${width / 2} pixels`);
      await tested.screenshot(`traces-zoom200-${width}`, { fullPage: true });
      await openRun();
      await steps().nth(1).locator('summary').click();
      assert.deepEqual(await outside(), { page: 0, controls: [] }, `run, ${width / 2} pixels`);
      await tested.screenshot(`traces-run-zoom200-${width}`, { fullPage: true });
      if (width === 1280) await tested.close();
    }
  });

  for (const theme of themes) {
    it(`has enough contrast in ${theme.name}`, async () => {
      await show(tracesData, { theme });
      await tested.screenshot(`traces-${theme.name}`);
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
      await openRun(1);
      await steps().nth(1).locator('summary').click();
      await tested.screenshot(`traces-run-${theme.name}`, { fullPage: true });
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
      if (theme.name.startsWith('highContrast')) {
        const edges = await tested.page
          .locator('.figure-card, .steps, pre:visible, button:visible:not(.link, th button), select')
          .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderTopColor));
        assert.ok(edges.length >= 8);
        assert.deepEqual(
          edges.filter((colour) => colour === 'rgba(0, 0, 0, 0)'),
          [],
        );
      }
      await tested.close();
      await show(emptyTraces, { theme });
      await tested.screenshot(`traces-empty-${theme.name}`);
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
    });
  }
});

import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { traceStrings } from '../../extension/traces/traceStrings';
import type { TraceStep } from '../../runtime/agent/protocol';
import type { TracesContent, TracesData, TracesMessageToExtension, TracesMessageToPage } from '../traces/protocol';
import { lowContrastTexts } from './lowContrast';
import { PageHarness, type OpenPage } from './pageHarness';
import { themes } from './themes';
import { emptyTraces, traceRun, tracesData, traceSteps } from './tracesFixture';

type TracesPage = OpenPage<TracesMessageToPage, TracesMessageToExtension>;

const strings = traceStrings({ t: (text) => text });
const dark = themes[1]!;

describe('Traces page', function () {
  this.timeout(60_000);
  let harness: PageHarness;
  let open: TracesPage;

  before(async () => {
    harness = await PageHarness.start('traces');
  });
  after(() => harness.dispose());
  afterEach(async () => {
    assert.deepEqual(await open.problems(), [], 'the page broke its policy or threw');
    await open.page.context().close();
  });

  const state = (content: TracesContent): TracesMessageToPage => ({ type: 'state', content, strings, locale: 'en' });
  const ready = (data: TracesData): TracesMessageToPage => state({ kind: 'ready', data });
  const show = async (
    data: TracesData = tracesData,
    options: Partial<Parameters<PageHarness['open']>[0]> = {},
  ): Promise<TracesPage> => {
    open = await harness.open({ theme: dark, ...options });
    await open.post(ready(data));
    await open.page.getByRole('heading', { level: 1 }).waitFor();
    if (data.runs.length > 0) await rows().first().waitFor({ state: 'attached' });
    return open;
  };
  const rows = (): Locator => open.page.locator('.runs tbody tr:not(.space)');
  const steps = (): Locator => open.page.locator('.step:not([hidden])');
  const button = (name: string): Locator => open.page.getByRole('button', { name, exact: true });
  const lastSent = async (): Promise<TracesMessageToExtension | undefined> => (await open.sent()).at(-1);
  const openRun = async (index = 0, list: readonly TraceStep[] = traceSteps(12)): Promise<void> => {
    await rows().nth(index).getByRole('button').click();
    await open.post({ type: 'steps', run: traceRun(index), from: 0, steps: list });
    await steps().first().waitFor();
  };

  it('says that it is ready, and shows runs with their totals', async () => {
    await show();
    assert.deepEqual(await open.sent(), [{ type: 'ready' }]);
    const figures = await open.page.locator('.figure-card').allInnerTexts();
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
    assert.deepEqual((await open.sent()).at(-1), { type: 'open', run: 'run-0', have: 0 });
    assert.equal(
      await open.page.getByRole('heading', { level: 2 }).innerText(),
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
    const picture = open.page.getByRole('img');
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
    await open.post({ type: 'steps', run: running, from: 0, steps: traceSteps(3) });
    await steps().first().waitFor();
    assert.ok(await button('Delete...').isDisabled(), 'a run under way is not deleted');
    await open.post({ type: 'steps', run: traceRun(0), from: 3, steps: traceSteps(2, 3) });
    await open.page.locator('.count', { hasText: '5 of 5 steps' }).waitFor();
    assert.match(
      (await open.page.locator('.run [role=status]').last().textContent()) ?? '',
      /New step: Note: Repaired/,
    );
    assert.match(await open.page.locator('.run-facts').innerText(), /✓ answered/);
  });

  it('asks for all steps again when some got lost on the way', async () => {
    await show();
    await openRun(0, traceSteps(3));
    await open.post({ type: 'steps', run: traceRun(0), from: 9, steps: traceSteps(2, 9) });
    await open.page.waitForFunction('window.whetstoneTest.sent.length === 3');
    assert.deepEqual(await lastSent(), { type: 'open', run: 'run-0', have: 0 });
    assert.equal(await steps().count(), 3);
  });

  it('resumes an interrupted run, exports in the chosen form, and deletes', async () => {
    await show();
    await open.page.getByRole('combobox', { name: 'Export as' }).selectOption('xlam');
    await openRun(1);
    await button('Resume').click();
    assert.deepEqual(await lastSent(), { type: 'resume', run: 'run-1' });
    await button('Export').click();
    assert.deepEqual(await lastSent(), { type: 'export', runs: ['run-1'], format: 'xlam' });
    await button('Delete...').click();
    assert.deepEqual(await lastSent(), { type: 'delete', runs: ['run-1'] });
    await button('Next Run').click();
    assert.equal(await button('Resume').count(), 0, 'an answered run is not resumed');
    await button('Back to Runs').click();
    await open.page.getByRole('searchbox').fill('rename');
    await open.page.locator('.count', { hasText: /of 30 runs/ }).waitFor();
    await button('Export Shown Runs').click();
    const sent = await lastSent();
    assert.ok(sent?.type === 'export' && sent.runs.length === 8 && sent.format === 'xlam');
  });

  it('says why a run failed', async () => {
    await show();
    await openRun(5);
    assert.match(await open.page.locator('.problem').innerText(), /did not answer within 60 s\. Try again/);
  });

  it('finds steps by text and kind', async () => {
    await show();
    await openRun();
    await open.page.getByRole('combobox', { name: 'Show' }).selectOption('errors');
    assert.equal(await steps().count(), 3);
    await open.page.getByRole('combobox', { name: 'Show' }).selectOption('tool');
    await open.page.getByRole('searchbox', { name: 'Find' }).fill('did you mean');
    await open.page.locator('.count', { hasText: '1 of 12 steps' }).waitFor();
  });

  it('goes back to the row that was opened, and leaves a run that was deleted', async () => {
    await show();
    await openRun(2);
    await open.page.keyboard.press('Escape');
    assert.equal(await open.page.evaluate(() => (document.activeElement as HTMLElement).dataset.run), 'run-2');
    await openRun(2);
    await open.post(ready({ ...tracesData, older: false, runs: tracesData.runs.filter(({ id }) => id !== 'run-2') }));
    await rows().first().waitFor();
    assert.equal(await rows().count(), 29);
  });

  it('is used by keyboard alone: one tab stop for all steps, arrows between them', async () => {
    await show();
    await rows().first().getByRole('button').focus();
    await open.page.keyboard.press('Enter');
    await open.post({ type: 'steps', run: traceRun(0), from: 0, steps: traceSteps(12) });
    await steps().first().waitFor();
    const seen: string[] = [];
    const focused = (): Promise<string> =>
      open.page.evaluate(() => {
        const element = document.activeElement;
        return element instanceof HTMLInputElement || element instanceof HTMLSelectElement
          ? element.type
          : (element?.textContent ?? '');
      });
    for (let step = 0; step < 8; step += 1) {
      await open.page.keyboard.press('Tab');
      seen.push(await focused());
    }
    for (const wanted of ['Export', 'Delete...', 'select-one', 'search'])
      assert.ok(seen.includes(wanted), seen.join(' | '));
    await open.page.locator('.step summary[tabindex="0"]').focus();
    await open.page.keyboard.press('End');
    assert.match(await focused(), /^12/);
    await open.page.keyboard.press('ArrowUp');
    await open.page.keyboard.press('Enter');
    await steps().nth(10).locator('.step-body').waitFor();
    await open.page.keyboard.press('Home');
    assert.match(await focused(), /^1›/);
    assert.equal(await open.page.locator('.step summary[tabindex="0"]').count(), 1);
    await open.page.keyboard.press('Alt+ArrowRight');
    assert.deepEqual(await lastSent(), { type: 'open', run: 'run-1', have: 0 });
  });

  it('a run of 2,000 steps opens and scrolls smoothly', async () => {
    await show();
    const many = traceSteps(2000);
    const meter = await harness.cpuMeter(open.page);
    const opened = await meter(() => openRun(0, many));
    const summary = open.page.locator('.step summary[tabindex="0"]');
    await summary.focus();
    const scrolled: number[] = [];
    for (let part = 1; part <= 20; part += 1) {
      const to = part / 20;
      scrolled.push(
        await meter(() =>
          open.page.evaluate((share) => window.scrollTo(0, share * document.documentElement.scrollHeight), to),
        ),
      );
    }
    const added = await meter(() =>
      open.post({ type: 'steps', run: traceRun(0), from: 2000, steps: traceSteps(1, 2000) }),
    );
    const worst = Math.max(...scrolled);
    console.log(
      `      2,000 steps, CPU time of the page: opened in ${opened.toFixed(0)} ms, a jump of a twentieth ${worst.toFixed(0)} ms at worst (n = 20), one more step ${added.toFixed(0)} ms`,
    );
    assert.ok(opened < 4000 && worst < 250 && added < 500, `${opened}, ${worst}, ${added}`);
    await summary.press('End');
    await open.page.locator('.step').last().waitFor();
  });

  it('cuts a huge result, and shows all of it when wanted', async () => {
    await show();
    const huge = traceSteps(3).map((step) =>
      step.kind === 'tool' ? { ...step, output: 'line\n'.repeat(100_000) } : step,
    );
    await openRun(0, huge);
    await steps().nth(2).locator('summary').click();
    await open.page.getByText('20,000 of 500,000 characters.').waitFor();
    await button('Show All').click();
    const shown = steps().nth(2).locator('pre').last();
    assert.equal((await shown.textContent())?.length, 500_000);
    assert.ok(await shown.evaluate((element) => element === document.activeElement));
  });

  it('without a run says what to do', async () => {
    await show(emptyTraces);
    assert.match(await open.page.locator('.notice').innerText(), /No run yet/);
    await button('Ask @whetstone').click();
    assert.deepEqual(await lastSent(), { type: 'act', act: 'ask' });
  });

  it('when the traces cannot be read says why, and recovers with the run that was shown', async () => {
    await show();
    await openRun(1);
    const problem = { message: 'The traces are damaged.', action: 'They were set aside as traces.broken.' };
    await open.post(state({ kind: 'failed', problem }));
    const alert = open.page.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /The traces are damaged\. They were set aside/);
    await open.page.screenshot({ path: await harness.screenshotFile('traces-failed') });
    await alert.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await lastSent(), { type: 'act', act: 'refresh' });
    await open.post(ready(tracesData));
    await open.page.getByRole('heading', { level: 2, name: 'Rename orderTotal to cartTotal everywhere' }).waitFor();
    assert.deepEqual(await lastSent(), { type: 'open', run: 'run-1', have: 0 });
  });

  it('shows a run that is asked for before the page has its data', async () => {
    open = await harness.open({ theme: dark });
    await open.post({ type: 'show', run: 'run-3' });
    await open.post(ready(tracesData));
    await open.page.getByRole('heading', { level: 2 }).waitFor();
    assert.deepEqual(await lastSent(), { type: 'open', run: 'run-3', have: 0 });
  });

  it('asks for older runs', async () => {
    await show();
    await button('Older Runs').click();
    const sent = await lastSent();
    assert.ok(sent?.type === 'older' && sent.before === traceRun(29).started);
  });

  it('keeps filter, run and form over a reload, and starts afresh from a state that it does not know', async () => {
    await show();
    await open.page.getByRole('searchbox').fill('cart');
    await openRun(0);
    const kept = await open.keptState();
    await open.page.context().close();
    await show(tracesData, { state: kept });
    assert.equal(
      await open.page.getByRole('heading', { level: 2 }).innerText(),
      'Why does the cart round the total twice?',
    );
    await open.page.context().close();
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
    assert.equal(await open.page.locator('img').count(), 0);
  });

  it('at 200 % zoom and on a narrow page nothing but tables and texts scrolls sideways', async () => {
    for (const width of [1280, 800]) {
      await show(tracesData, { width, zoom: 2, theme: themes[0]! });
      const outside = (): Promise<object> =>
        open.page.evaluate(() => ({
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
      await open.page.screenshot({ path: await harness.screenshotFile(`traces-zoom200-${width}`), fullPage: true });
      await openRun();
      await steps().nth(1).locator('summary').click();
      assert.deepEqual(await outside(), { page: 0, controls: [] }, `run, ${width / 2} pixels`);
      await open.page.screenshot({ path: await harness.screenshotFile(`traces-run-zoom200-${width}`), fullPage: true });
      if (width === 1280) await open.page.context().close();
    }
  });

  for (const theme of themes) {
    it(`has enough contrast in ${theme.name}`, async () => {
      await show(tracesData, { theme });
      await open.page.screenshot({ path: await harness.screenshotFile(`traces-${theme.name}`) });
      assert.deepEqual(await open.page.evaluate(lowContrastTexts), []);
      await openRun(1);
      await steps().nth(1).locator('summary').click();
      await open.page.screenshot({ path: await harness.screenshotFile(`traces-run-${theme.name}`), fullPage: true });
      assert.deepEqual(await open.page.evaluate(lowContrastTexts), []);
      if (theme.name.startsWith('highContrast')) {
        const edges = await open.page
          .locator('.figure-card, .steps, pre:visible, button:visible:not(.link, th button), select')
          .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderTopColor));
        assert.ok(edges.length >= 8);
        assert.deepEqual(
          edges.filter((colour) => colour === 'rgba(0, 0, 0, 0)'),
          [],
        );
      }
      await open.page.context().close();
      await show(emptyTraces, { theme });
      await open.page.screenshot({ path: await harness.screenshotFile(`traces-empty-${theme.name}`) });
      assert.deepEqual(await open.page.evaluate(lowContrastTexts), []);
    });
  }
});

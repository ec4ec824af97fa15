import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { modelsStrings } from '../../extension/models/modelsStrings';
import type { ModelRow, ModelsContent, ModelsMessageToExtension, ModelsMessageToPage } from '../models/protocol';
import { lowContrastTexts } from './lowContrast';
import { codaRow, downloadAt, dreamRow, embeddedRow, modelRows, shownLicence } from './modelsFixture';
import { pageUnderTest, type Opening } from './pageUnderTest';
import { themes } from './themes';

const strings = modelsStrings({ t: (text) => text });

describe('Models page', function () {
  const tested = pageUnderTest<ModelsMessageToPage, ModelsMessageToExtension>(this, 'models');

  const state = (content: ModelsContent): ModelsMessageToPage => ({ type: 'state', content, strings, locale: 'en' });
  const ready = (models: readonly ModelRow[], localOnly = false): ModelsMessageToPage =>
    state({ kind: 'ready', models, localOnly });

  /** Opens the page and gives it models; ready when the first rows, or what stands for them, are there. */
  const show = async (models: readonly ModelRow[] = modelRows(), options: Opening = {}) => {
    await tested.open(options);
    await tested.post(ready(models));
    await tested.page.locator('.place > *').first().waitFor();
  };

  const rows = (): Locator => tested.page.locator('tbody tr:not(.space)');
  const row = (title: string): Locator =>
    rows().filter({ has: tested.page.locator('.name', { hasText: new RegExp(`^${title.replaceAll('.', '\\.')}$`) }) });
  const titles = (): Promise<readonly string[]> => tested.page.locator('.name').allTextContents();
  const act = (title: string, name: string): Locator =>
    row(title).getByRole('button', { name: `${name}: ${title}`, exact: true });
  const header = (name: string): Locator => tested.page.getByRole('columnheader', { name }).getByRole('button');

  it('says that it is ready, and shows what is known of each model, the one in use first', async () => {
    await show();
    assert.deepEqual(await tested.sent(), [{ type: 'ready' }]);
    assert.equal((await titles())[0], 'Embedded model');
    const cells = await row('Embedded model').locator('td').allInnerTexts();
    assert.deepEqual(
      cells.map((text) => text.split('\n').filter(Boolean)),
      [
        ['Embedded model', 'whetstone_infill · 6.5M parameters · int8', embeddedRow.goodFor],
        ['✓ Used for suggestions'],
        ['–'],
        ['–'],
        ['7.1 MB'],
        ['✓ fits', '507 MB as int8, of 24 GB here'],
        ['17 ms a suggestion', '3.3 ms a pass, 44 ms for the first in a file', 'Measured Nov 20, 2026, threads: 1'],
        ['Measure', 'Verify', 'Reveal Folder'],
      ],
    );
    assert.match(await row('CoDA 1.7B Instruct').innerText(), /CC BY-NC 4\.0\s+to be accepted first\s+about 8\.1 GB/);
    assert.match(await row('CoDA 1.7B Base').innerText(), /accepted by ada, Nov 20, 2026/);
    assert.match(
      await row('DreamOn 7B').innerText(),
      /! tight\s+14\.1 GB as int8, of 24 GB here\s+Some GPU with 16 GB/,
    );
    assert.match(await row('Huge 70B').innerText(), /✕ does not fit\s+70\.5 GB as int8, of 24 GB here/);
    assert.match(await row('my-model').innerText(), /Not measured yet/);
  });

  it('has one main button for each model, and it sends what it says', async () => {
    await show();
    for (const [title, name, sent] of [
      ['CoDA 1.7B Instruct', 'Download', 'download'],
      ['Open-dCoder 0.5B', 'Cancel', 'cancel'],
      ['CoDA 1.7B Base', 'Resume', 'resume'],
      ['my-model', 'Use for Suggestions', 'use'],
      ['Huge 70B', 'Remove...', 'remove'],
    ] as const) {
      assert.equal(await row(title).locator('.acts .main').count(), 1, title);
      assert.equal(await row(title).locator('.acts .main').textContent(), name);
      await act(title, name).click();
      const message = await tested.lastSent();
      assert.ok(message?.type === 'act');
      assert.equal(message.act, sent);
    }
    await row('my-model').getByRole('button', { name: 'Measure: my-model' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'measure', model: 'my-model' });
  });

  it('shows progress in place; the button that has the focus keeps it', async () => {
    await show();
    const cancel = act('Open-dCoder 0.5B', 'Cancel');
    await cancel.focus();
    const going = modelRows().find(({ id }) => id === 'open-dcoder-0.5b')!;
    await tested.post({ type: 'changed', models: [{ ...going, download: downloadAt(0.731) }] });
    await tested.page.getByText('73% · 722 MB of 988 MB, 12 MB a second').waitFor();
    const value = await row('Open-dCoder 0.5B')
      .getByRole('progressbar')
      .evaluate((bar: HTMLProgressElement) => bar.value);
    assert.ok(Math.abs(value - 0.731) < 0.001);
    assert.ok(await cancel.evaluate((element) => element === document.activeElement));
    const paused = 'The hub asked to wait for 30 s.';
    await tested.post({ type: 'changed', models: [{ ...going, download: { ...downloadAt(0.731), waiting: paused } }] });
    await tested.page.getByText(paused).waitFor();
    await tested.post({
      type: 'changed',
      models: [{ ...going, state: 'installed', download: undefined, main: 'use', more: ['remove'] }],
    });
    const use = act('Open-dCoder 0.5B', 'Use for Suggestions');
    await use.waitFor();
    assert.equal(await row('Open-dCoder 0.5B').getByRole('progressbar').count(), 0);
    assert.ok(
      await use.evaluate((element) => element === document.activeElement),
      'the focus goes to what took its place',
    );
  });

  it('a row stays where it is when its state changes, until it is sorted anew', async () => {
    await show([embeddedRow, codaRow, dreamRow]);
    const before = await titles();
    assert.equal(before.at(-1), 'DreamOn 7B');
    const changed: ModelRow = { ...dreamRow, state: 'downloading', download: downloadAt(0.1), main: 'cancel' };
    await tested.post({ type: 'changed', models: [changed] });
    await act('DreamOn 7B', 'Cancel').waitFor();
    await tested.post(ready([embeddedRow, codaRow, changed]));
    await tested.page.waitForTimeout(200);
    assert.deepEqual(await titles(), before);
    await header('Model').click();
    await header('State').click();
    assert.deepEqual(await titles(), ['Embedded model', 'DreamOn 7B', 'CoDA 1.7B Instruct']);
  });

  it('shows what went wrong in place, with what to do', async () => {
    await show([embeddedRow, codaRow]);
    await tested.page.getByText('Only the embedded model').waitFor();
    const problem = { message: 'The hub refused the token.', action: 'Set another one.' };
    await tested.post({ type: 'changed', models: [{ ...codaRow, problem }] });
    await row('CoDA 1.7B Instruct').getByText('✕ The hub refused the token.').waitFor();
    assert.match(await row('CoDA 1.7B Instruct').innerText(), /Set another one\./);
    await tested.page.waitForFunction(
      () => document.querySelector('[role=status]')?.textContent.includes('The hub refused the token.'),
      undefined,
      { timeout: 12_000 },
    );
    await tested.post({ type: 'changed', models: [codaRow] });
    await tested.page.locator('.problem').waitFor({ state: 'detached' });
  });

  it('tells screen readers of progress, but not of each step', async () => {
    await show([embeddedRow, codaRow]);
    const live = tested.page.getByRole('status');
    assert.equal(await live.getAttribute('aria-live'), 'polite');
    await tested.page.evaluate(() => {
      const spoken: string[] = [];
      Object.assign(window, { spoken });
      const region = document.querySelector('[role=status]');
      if (region) new MutationObserver(() => spoken.push(region.textContent)).observe(region, { childList: true });
    });
    for (let step = 1; step <= 40; step += 1) {
      const download = downloadAt(step / 50);
      await tested.post({ type: 'changed', models: [{ ...codaRow, state: 'downloading', download, main: 'cancel' }] });
    }
    await tested.page.waitForFunction(
      () => document.querySelector('[role=status]')?.textContent === 'CoDA 1.7B Instruct: Downloading, 80%',
      undefined,
      { timeout: 12_000 },
    );
    const spoken = await tested.page.evaluate<string[]>('window.spoken');
    assert.ok(spoken.length <= 3, spoken.join('; '));
  });

  it('puts the whole licence before the user; nothing is accepted but by its button', async () => {
    await show();
    await tested.post({ type: 'licence', licence: shownLicence });
    const dialog = tested.page.getByRole('dialog', { name: 'Licence of CoDA 1.7B Instruct' });
    await dialog.waitFor();
    assert.equal(await dialog.locator('pre').textContent(), shownLicence.text);
    assert.equal(await dialog.locator('b').count(), 0, 'the text is no markup');
    assert.equal(await dialog.getByRole('link').getAttribute('href'), shownLicence.url);
    assert.equal(await tested.page.evaluate(() => document.activeElement?.tagName), 'PRE');
    await tested.page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await tested.sent(), [{ type: 'ready' }], 'Escape declines');

    await tested.post({ type: 'licence', licence: shownLicence });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(await tested.sent(), [{ type: 'ready' }]);

    await tested.post({ type: 'licence', licence: shownLicence });
    await tested.page.keyboard.press('Tab');
    assert.equal(await tested.page.evaluate(() => document.activeElement?.textContent), 'Accept and Download');
    await tested.page.keyboard.press('Enter');
    assert.deepEqual(await tested.lastSent(), {
      type: 'acceptLicence',
      model: shownLicence.model,
      textSha256: shownLicence.textSha256,
    });
    assert.equal(await dialog.count(), 0);
  });

  it('shows a licence on demand, with nothing to accept', async () => {
    await show();
    await row('DreamOn 7B').getByRole('button', { name: 'Apache License 2.0, Licence of DreamOn 7B' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'licence', model: dreamRow.id });
    await tested.post({ type: 'licence', licence: { ...shownLicence, forDownload: false } });
    const dialog = tested.page.getByRole('dialog');
    await dialog.waitFor();
    assert.deepEqual(await dialog.getByRole('button').allTextContents(), ['Close']);
    await dialog.getByRole('button').click();
    await dialog.waitFor({ state: 'detached' });
  });

  it('before anything is known says so', async () => {
    await tested.open();
    await tested.post(state({ kind: 'loading' }));
    await tested.page.getByRole('heading', { name: 'Reading the models' }).waitFor();
    await tested.page.getByRole('button', { name: 'Show Log' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'showLog' });
    // A licence that is asked for meanwhile is shown when there is a page to show it on.
    await tested.post({ type: 'licence', licence: shownLicence });
    await tested.post(ready(modelRows()));
    await tested.page.getByRole('dialog').waitFor();
  });

  it('says that only the embedded model is installed, and shows what fits', async () => {
    const huge: ModelRow = { ...dreamRow, id: 'x', title: 'X', fit: { ...dreamRow.fit, verdict: 'too-large' } };
    await show([embeddedRow, codaRow, huge]);
    await tested.page.getByRole('heading', { name: 'Only the embedded model is installed' }).waitFor();
    await tested.page.getByRole('button', { name: 'Show What Fits' }).click();
    assert.deepEqual(await titles(), ['Embedded model', 'CoDA 1.7B Instruct']);
    await tested.post(ready([embeddedRow, { ...codaRow, state: 'installed', main: 'use' }, huge]));
    await tested.page.getByRole('heading', { name: 'Only the embedded model' }).waitFor({ state: 'detached' });
  });

  it('when nothing matches says so, with one way out', async () => {
    await show();
    await tested.page.getByRole('searchbox').fill('<b>nothing</b>');
    assert.equal(await tested.page.getByRole('heading', { level: 2 }).textContent(), 'No model matches');
    await tested.page.locator('.notice').getByRole('button').click();
    assert.equal(await rows().count(), 7);
    assert.ok(await tested.page.getByRole('searchbox').evaluate((element) => element === document.activeElement));
  });

  it('when the models cannot be listed says why, and recovers', async () => {
    await tested.open();
    const problem = { message: 'The process was lost.', action: 'Try again.' };
    await tested.post(state({ kind: 'failed', problem }));
    const alert = tested.page.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /The process was lost\. Try again\./);
    await alert.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual(await tested.lastSent(), { type: 'refresh' });
    await tested.post(ready(modelRows()));
    await rows().first().waitFor();
    assert.equal(await rows().count(), 7);
  });

  it('says that nothing is downloaded while the setting forbids it', async () => {
    await show();
    assert.equal(await tested.page.getByText('whetstone.privacy.localOnly').count(), 0);
    await tested.post(ready(modelRows(), true));
    await tested.page.getByText('whetstone.privacy.localOnly').waitFor();
  });

  it('filters by every word: name, family, licence, state, fit', async () => {
    await show();
    const filter = tested.page.getByRole('searchbox', { name: 'Filter' });
    for (const [words, found] of [
      ['coda BASE', ['CoDA 1.7B Base']],
      ['apache tight', ['DreamOn 7B']],
      ['downloading', ['Open-dCoder 0.5B']],
      ['does not fit', ['Huge 70B']],
    ] as const) {
      await filter.fill(words);
      assert.deepEqual(await titles(), found, words);
    }
    assert.equal(await tested.page.locator('.count').textContent(), '1 of 7 models');
    await tested.page.getByRole('button', { name: 'Clear Filter' }).click();
    assert.equal(await rows().count(), 7);
  });

  it('sorts by size, memory and speed by number; what is not known comes last', async () => {
    await show();
    await header('On disk').click();
    const sizes = await tested.page.locator('tbody tr:not(.space) td:nth-child(5)').allTextContents();
    assert.deepEqual(sizes, ['7.1 MB', '7.1 MB', '3 GB', '71 GB', '–', '–', '–']);
    await header('Memory').click();
    await header('Memory').click();
    assert.equal((await titles())[0], 'Huge 70B');
    await header('Speed here').click();
    assert.equal((await titles())[0], 'Embedded model');
  });

  it('brings a model into view with the focus on its button, even when it was filtered away', async () => {
    await show();
    await tested.page.getByRole('searchbox').fill('embedded');
    await tested.post({ type: 'reveal', model: 'dreamon-v0-7b' });
    await act('DreamOn 7B', 'Download').waitFor();
    assert.ok(await act('DreamOn 7B', 'Download').evaluate((element) => element === document.activeElement));
    assert.equal(await tested.page.getByRole('searchbox').inputValue(), '');
  });

  it('is used by keyboard alone', async () => {
    await show([embeddedRow, codaRow]);
    const { keyboard } = tested.page;
    const focused = (): Promise<string> =>
      tested.page.evaluate(
        () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
      );
    await tested.page.getByRole('searchbox').focus();
    const seen: string[] = [];
    for (let step = 0; step < 9; step += 1) {
      await keyboard.press('Tab');
      seen.push(await focused());
    }
    assert.deepEqual(seen, [
      'Add From Folder...',
      'Refresh',
      'Models',
      'Model',
      'Measure: Embedded model',
      'Verify: Embedded model',
      'Reveal Folder: Embedded model',
      'CC BY-NC 4.0, Licence of CoDA 1.7B Instruct',
      'Download: CoDA 1.7B Instruct',
    ]);
    await keyboard.press('Enter');
    assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'download', model: codaRow.id });
  });

  it('keeps filter and order over a reload, and starts afresh from a state that it does not know', async () => {
    await show();
    await tested.page.getByRole('searchbox').fill('coda');
    await header('Memory').click();
    const kept = await tested.keptState();
    assert.deepEqual(kept, { filter: 'coda', sort: { column: 'memory', direction: 'ascending' } });
    await tested.page.context().close();
    await show(modelRows(), { state: kept });
    assert.equal(await tested.page.getByRole('searchbox').inputValue(), 'coda');
    assert.equal(
      await tested.page.getByRole('columnheader', { name: 'Memory' }).getAttribute('aria-sort'),
      'ascending',
    );
    await tested.page.context().close();
    await show(modelRows(), { state: { version: 0 } });
    assert.equal(await rows().count(), 7);
  });

  it('shows names that look like markup as they are', async () => {
    await show([embeddedRow, { ...codaRow, title: '<img src=x onerror=alert(1)>' }]);
    assert.ok((await titles()).includes('<img src=x onerror=alert(1)>'));
    assert.equal(await tested.page.locator('img').count(), 0);
  });

  it('a long run of small changes costs the page little', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...codaRow, id: `m${index}`, title: `Model ${index}` }));
    await show([embeddedRow, ...many]);
    const meter = await tested.harness.cpuMeter(tested.page);
    const changes = Array.from({ length: 200 }, (_, step): ModelsMessageToPage => {
      const download = downloadAt(step / 200);
      return { type: 'changed', models: [{ ...many[3]!, state: 'downloading', download, main: 'cancel' }] };
    });
    const used = await meter(async () => {
      for (const change of changes) await tested.post(change);
    });
    console.log(`      200 steps of progress among 61 models, CPU time of the page: ${used.toFixed(0)} ms`);
    assert.ok(used < 2500, `${used} ms`);
  });

  it('at 200 % zoom and on a narrow page rows are cards, and nothing scrolls sideways or is cut off', async () => {
    for (const width of [1280, 720]) {
      await show(modelRows(), { width, zoom: 2, theme: themes[0]! });
      const outside = await tested.page.evaluate(() => ({
        page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        region: [...document.querySelectorAll('.table-region')].map((each) => each.scrollWidth - each.clientWidth),
        controls: [...document.querySelectorAll('h1, button, input, td')]
          .filter((each) => each.getClientRects().length > 0 && each.getBoundingClientRect().right > window.innerWidth)
          .map((each) => each.textContent),
      }));
      assert.deepEqual(outside, { page: 0, region: [0], controls: [] }, `${width / 2} pixels`);
      assert.ok(await header('Memory').isVisible(), 'sorting is still possible');
      await tested.screenshot(`models-zoom200-${width}`, { fullPage: true });
      await tested.post({ type: 'licence', licence: shownLicence });
      const accept = tested.page.getByRole('button', { name: 'Accept and Download' });
      await accept.waitFor();
      const place = await accept.boundingBox();
      assert.ok(place && place.y + place.height <= 400, 'the decision can be reached without scrolling the page');
      if (width === 1280) await tested.page.context().close();
    }
  });

  it('keeps its table for assistive technology where rows are cards', async () => {
    await show(modelRows(), { width: 1000, zoom: 2 });
    const session = await tested.page.context().newCDPSession(tested.page);
    const { nodes } = (await session.send('Accessibility.getFullAXTree')) as {
      nodes: readonly { role?: { value?: string }; ignored: boolean }[];
    };
    const count = (role: string): number => nodes.filter((node) => !node.ignored && node.role?.value === role).length;
    assert.deepEqual([count('table'), count('columnheader'), count('row')], [1, 8, 8]);
    assert.equal(count('cell'), 56);
  });

  for (const theme of themes) {
    it(`has enough contrast in ${theme.name}`, async () => {
      await show(modelRows(), { theme });
      await tested.page.getByRole('searchbox').focus();
      await tested.screenshot(`models-${theme.name}`, { fullPage: true });
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
      await tested.post({ type: 'licence', licence: shownLicence });
      await tested.page.getByRole('dialog').waitFor();
      await tested.screenshot(`models-licence-${theme.name}`);
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
      if (theme.name.startsWith('highContrast')) {
        const edges = await tested.page
          .locator('.table-region, .toolbar button:visible, .toolbar input, .acts button, dialog, progress')
          .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderTopColor));
        assert.ok(edges.length >= 10);
        assert.deepEqual(
          edges.filter((colour) => colour === 'rgba(0, 0, 0, 0)'),
          [],
        );
      }
      await tested.page.context().close();

      await show([embeddedRow, codaRow], { theme });
      await tested.post(ready([embeddedRow, codaRow], true));
      await tested.page.getByText('localOnly').waitFor();
      await tested.screenshot(`models-empty-${theme.name}`, { fullPage: true });
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
    });
  }

  it('with forced colours everything still has an edge', async () => {
    await show();
    await tested.page.emulateMedia({ forcedColors: 'active' });
    const widths = await tested.page
      .locator('progress, .acts button, .table-region tr:not(.space) > td')
      .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderBottomWidth));
    assert.ok(widths.length > 60 && widths.every((width) => width !== '0px'));
    await tested.screenshot('models-forcedColors', { fullPage: true });
  });
});

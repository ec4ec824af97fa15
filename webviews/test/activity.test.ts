import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { activityStrings } from '../../extension/infill/activityStrings';
import type { ActivityEntry, ActivityMessageToExtension, ActivityMessageToPage } from '../activity/protocol';
import { activityEntries, activitySummary } from './activityFixture';
import { lowContrastTexts } from './lowContrast';
import { pageUnderTest, type Opening } from './pageUnderTest';
import { themes } from './themes';

const strings = activityStrings({ t: (text) => text });

describe('Infill activity page', function () {
  const tested = pageUnderTest<ActivityMessageToPage, ActivityMessageToExtension>(this, 'activity');

  const state = (entries: readonly ActivityEntry[]): ActivityMessageToPage => ({
    type: 'state',
    entries,
    summary: activitySummary,
    strings,
    locale: 'en',
  });

  /** Opens the page and gives it entries; ready when the first rows, or what stands for them, are there. */
  const show = async (entries: readonly ActivityEntry[], options: Opening = {}) => {
    await tested.open(options);
    await tested.post(state(entries));
    await tested.page.locator('.place > *').first().waitFor();
  };

  const rows = (): Locator => tested.page.locator('tbody tr:not(.space)');
  const header = (name: string): Locator => tested.page.getByRole('columnheader', { name }).getByRole('button');
  const column = async (number: number): Promise<readonly string[]> =>
    await tested.page.locator(`tbody tr:not(.space) td:nth-child(${number})`).allTextContents();
  const sortOf = async (name: string): Promise<string | null> =>
    await tested.page.getByRole('columnheader', { name }).getAttribute('aria-sort');

  it('says that it is ready, and shows figures and rows, newest first', async () => {
    await show(activityEntries(120));
    assert.deepEqual(await tested.sent(), [{ type: 'ready' }]);
    assert.deepEqual(await tested.page.locator('.figure-value').allTextContents(), ['120', '61 %', '142 ms', '268 ms']);
    assert.equal(await tested.page.locator('.figure-detail').textContent(), '95 % interval 52 to 69 %, of 118 decided');
    await tested.page.waitForFunction(() => document.querySelectorAll('tbody tr:not(.space)').length === 120);
    assert.deepEqual(await rows().first().locator('td').allTextContents(), [
      '11/20/26, 9:13:53 AM',
      'crates/parser/src/lib.rs',
      'rust',
      'Line',
      '183',
      '22',
      '205',
      '3',
      '29',
      '90',
      '✓ Accepted',
    ]);
    assert.equal(await sortOf('Time'), 'descending');
  });

  it('shows what is not known as a dash, and sorts it last both ways', async () => {
    await show(activityEntries(60));
    await header('Context reused').click();
    assert.deepEqual((await column(10)).slice(-2), ['–', '–']);
    await header('Context reused').click();
    const reused = await column(10);
    assert.deepEqual(reused.slice(-2), ['–', '–']);
    assert.equal(reused[0], '100');
  });

  it('sorts by number, not by text: upwards, downwards, then back to newest first', async () => {
    await show(activityEntries(120));
    await header('Total').click();
    const upwards = (await column(7)).map(Number);
    assert.deepEqual(
      upwards,
      [...upwards].sort((left, right) => left - right),
    );
    assert.equal(await sortOf('Total'), 'ascending');
    assert.equal(await sortOf('Time'), 'none');
    await header('Total').click();
    const downwards = (await column(7)).map(Number);
    assert.deepEqual(
      downwards,
      [...downwards].sort((left, right) => right - left),
    );
    await header('Total').click();
    assert.equal(await sortOf('Total'), 'none');
    assert.equal(await sortOf('Time'), 'descending');
  });

  it('filters by every word, says how many are left, and clears the filter', async () => {
    await show(activityEntries(120));
    const filter = tested.page.getByRole('searchbox', { name: 'Filter' });
    await filter.fill('PYTHON accepted');
    assert.ok((await column(3)).every((language) => language === 'python'));
    const left = await rows().count();
    assert.ok(left > 0 && left < 120);
    assert.equal(await tested.page.locator('.count').textContent(), `${left} of 120 suggestions`);
    await filter.fill('coda');
    assert.equal(await tested.page.locator('.count').textContent(), '12 of 120 suggestions', 'finds the model too');
    await tested.page.getByRole('button', { name: 'Clear Filter' }).click();
    assert.equal(await tested.page.locator('.count').textContent(), '120 of 120 suggestions');
    assert.ok(await filter.evaluate((element) => element === document.activeElement));
  });

  it('says so when nothing matches, with one way out', async () => {
    await show(activityEntries(5));
    await tested.page.getByRole('searchbox').fill('<b>nothing</b>');
    assert.equal(await tested.page.getByRole('heading', { level: 2 }).textContent(), 'No suggestion matches');
    assert.match((await tested.page.locator('.notice p').textContent()) ?? '', /"<b>nothing<\/b>"/);
    await tested.page.locator('.notice').getByRole('button').click();
    assert.equal(await rows().count(), 5);
  });

  it('is used by keyboard alone', async () => {
    await show(activityEntries(30));
    const { keyboard } = tested.page;
    const focused = (): Promise<string> =>
      tested.page.evaluate(() => document.activeElement?.textContent ?? document.activeElement?.tagName ?? '');
    await tested.page.getByRole('searchbox').focus();
    await keyboard.press('Tab');
    assert.equal(await focused(), 'Export JSON');
    await keyboard.press('Tab');
    assert.equal(await focused(), 'Export CSV');
    await keyboard.press('Tab');
    assert.equal(
      await tested.page.evaluate(() => document.activeElement?.getAttribute('role')),
      'region',
      'the table scrolls by keyboard',
    );
    await keyboard.press('Tab');
    assert.equal(await focused(), 'Time');
    await keyboard.press('End');
    assert.equal(await focused(), 'Outcome');
    await keyboard.press('ArrowLeft');
    await keyboard.press('ArrowLeft');
    assert.equal(await focused(), 'Tokens');
    await keyboard.press('Enter');
    assert.equal(await sortOf('Tokens'), 'ascending');
    assert.equal(await focused(), 'Tokens', 'sorting keeps the focus');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Tab');
    assert.equal(await focused(), 'Tokens', 'the header row is one tab stop that remembers its place');
  });

  it('exports the rows that are shown, in their order', async () => {
    await show(activityEntries(20));
    await tested.page.getByRole('searchbox').fill('rust');
    await header('Time').click();
    await tested.page.getByRole('button', { name: 'Export CSV' }).click();
    await tested.page.getByRole('button', { name: 'Export JSON' }).click();
    const ids = ['entry-3', 'entry-7', 'entry-11', 'entry-15', 'entry-19'];
    assert.deepEqual((await tested.sent()).slice(1), [
      { type: 'export', format: 'csv', ids },
      { type: 'export', format: 'json', ids },
    ]);
  });

  it('without suggestions says so, with one action', async () => {
    await show([]);
    assert.equal(await tested.page.getByRole('heading', { level: 2 }).textContent(), 'No suggestions yet');
    assert.equal(await tested.page.getByRole('button').count(), 1);
    await tested.page.getByRole('button', { name: 'Suggest at the Cursor' }).click();
    assert.deepEqual((await tested.sent()).at(-1), { type: 'tryInfill' });
  });

  it('shows the first suggestion in place of the empty state', async () => {
    await show([]);
    await tested.post({ type: 'changed', entries: activityEntries(1), removed: [], summary: activitySummary });
    await rows().first().waitFor();
    assert.equal(await rows().count(), 1);
    assert.equal(await tested.page.locator('.notice').count(), 0);
  });

  it('shows an error with its reason and one way out, and recovers', async () => {
    await tested.open();
    await tested.post({ type: 'error', message: 'The history cannot be read: EACCES', strings, locale: 'en' });
    const alert = tested.page.getByRole('alert');
    await alert.waitFor();
    assert.match((await alert.textContent()) ?? '', /EACCES/);
    await alert.getByRole('button', { name: 'Try Again' }).click();
    assert.deepEqual((await tested.sent()).at(-1), { type: 'reload' });
    await tested.post(state(activityEntries(3)));
    await rows().first().waitFor();
    assert.equal(await rows().count(), 3);
  });

  it('follows changes: new rows, changed outcomes, rows that fell out', async () => {
    const [first, ...rest] = activityEntries(4) as [ActivityEntry, ...ActivityEntry[]];
    await show([first, ...rest]);
    await tested.page.getByRole('searchbox').focus();
    const changed: ActivityEntry = { ...rest[2]!, outcome: 'dismissed' };
    await tested.post({
      type: 'changed',
      entries: [changed, ...activityEntries(1, 10)],
      removed: [first.id],
      summary: { ...activitySummary, shown: 121 },
    });
    await tested.page.getByText('121').waitFor();
    await tested.page.waitForFunction(() => document.querySelectorAll('tbody tr:not(.space)').length === 4);
    assert.equal(await rows().nth(1).locator('td').last().textContent(), '✕ Dismissed');
    assert.equal(await tested.page.evaluate(() => document.activeElement?.tagName), 'INPUT', 'the focus stays');
  });

  it('tells screen readers of changes, but not of each one', async () => {
    await show(activityEntries(1));
    const live = tested.page.getByRole('status');
    assert.equal(await live.getAttribute('aria-live'), 'polite');
    await tested.page.evaluate(() => {
      const spoken: string[] = [];
      Object.assign(window, { spoken });
      const region = document.querySelector('[role=status]');
      if (region) {
        new MutationObserver(() => spoken.push(region.textContent)).observe(region, { childList: true });
      }
    });
    for (let index = 1; index <= 20; index += 1) {
      await tested.post({ type: 'changed', entries: activityEntries(1, index), removed: [], summary: activitySummary });
    }
    await tested.page.waitForFunction(
      () => document.querySelector('[role=status]')?.textContent === '21 of 21 suggestions',
    );
    const spoken = await tested.page.evaluate<string[]>('window.spoken');
    assert.ok(spoken.length <= 2, spoken.join('; '));
  });

  it('keeps filter and order over a reload, and starts afresh from a state that it does not know', async () => {
    await show(activityEntries(20));
    await tested.page.getByRole('searchbox').fill('go');
    await header('Total').click();
    const kept = await tested.keptState();
    assert.deepEqual(kept, { filter: 'go', sort: { column: 'total', direction: 'ascending' } });
    await tested.page.context().close();

    await show(activityEntries(20), { state: kept });
    assert.equal(await tested.page.getByRole('searchbox').inputValue(), 'go');
    assert.equal(await sortOf('Total'), 'ascending');
    assert.equal(await rows().count(), 5);
    await tested.page.context().close();

    await show(activityEntries(20), { state: { version: 0 } });
    assert.equal(await rows().count(), 20);
  });

  it('shows names that look like markup as they are', async () => {
    const [entry] = activityEntries(1) as [ActivityEntry];
    await show([{ ...entry, file: '<img src=x onerror=alert(1)>"&.ts' }]);
    assert.equal((await column(2))[0], '<img src=x onerror=alert(1)>"&.ts');
    assert.equal(await tested.page.locator('img').count(), 0);
  });

  it('has 2,000 rows on the screen fast, and sorts and filters them fast', async () => {
    await show([]);
    const meter = await tested.harness.cpuMeter(tested.page);
    const changed: ActivityMessageToPage = {
      type: 'changed',
      entries: activityEntries(1, 2000),
      removed: [],
      summary: activitySummary,
    };
    const shown = await meter(() => tested.post(state(activityEntries(2000))));
    assert.equal(await tested.page.locator('.count').textContent(), '2,000 of 2,000 suggestions');
    const sorted = await meter(() => header('File').click());
    const updated = await meter(() => tested.post(changed));
    const filtered = await meter(() => tested.page.getByRole('searchbox').fill('rust'));
    assert.equal(await tested.page.locator('.count').textContent(), '500 of 2,001 suggestions');
    const figures = { shown, sorted, updated, filtered };
    const text = Object.entries(figures).map(([name, milliseconds]) => `${name} ${milliseconds.toFixed(0)} ms`);
    console.log(`      2,000 rows, CPU time of the page: ${text.join(', ')}`);
    // Some three times what it takes; a table that puts every row on the page needs more.
    assert.ok(shown < 900 && sorted < 250 && updated < 250 && filtered < 300, JSON.stringify(figures));
  });

  it('scrolls through 2,000 rows with each at its place', async () => {
    await show(activityEntries(2000));
    await header('Time').click();
    const region = tested.page.getByRole('region', { name: 'Recent suggestions' });
    assert.equal(await tested.page.getByRole('table').getAttribute('aria-rowcount'), '2001');
    // Row 1200 of 2,000 lies at 60 % of the height, wherever one comes from.
    const rowAt = async (
      share: number,
    ): Promise<{ index: string | null; time: string | undefined; blank: boolean }> => {
      await region.evaluate((element, part) => {
        element.scrollTop = part * (element.scrollHeight - element.clientHeight);
      }, share);
      await tested.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
      return await region.evaluate((element) => {
        const { left, bottom } = element.getBoundingClientRect();
        const row = document.elementFromPoint(left + 40, bottom - 20)?.closest('tr');
        return {
          index: row?.getAttribute('aria-rowindex') ?? null,
          time: row?.cells.item(0)?.textContent,
          blank: row?.classList.contains('space') ?? true,
        };
      });
    };
    const times = new Intl.DateTimeFormat('en', { dateStyle: 'short', timeStyle: 'medium', timeZone: 'UTC' });
    for (const share of [0.6, 1, 0.1, 0.95, 0]) {
      const row = await rowAt(share);
      assert.equal(row.blank, false, `nothing at ${share}`);
      const entry = activityEntries(1, Number(row.index) - 2)[0]!;
      assert.equal(row.time, times.format(entry.time));
    }
    await region.focus();
    await tested.page.keyboard.press('End');
    await tested.page.locator('tr[aria-rowindex="2001"]').waitFor();
    assert.ok((await rows().count()) < 300);
  });

  it('at 200 % zoom and 640 pixels the page does not scroll sideways, and nothing is cut off', async () => {
    await show(activityEntries(40), { width: 1280, zoom: 2, theme: themes[0]! });
    const overflow = await tested.page.evaluate(() => ({
      page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
      controls: [...document.querySelectorAll('h1, .figure-card, .toolbar button, .toolbar input')].filter(
        (element) => element.getBoundingClientRect().right > window.innerWidth,
      ).length,
    }));
    assert.deepEqual(overflow, { page: 0, controls: 0 });
    await tested.screenshot('activity-zoom200');
    await tested.page.setViewportSize({ width: 320, height: 640 });
    assert.equal(
      await tested.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      0,
    );
  });

  for (const theme of themes) {
    it(`has enough contrast in ${theme.name}`, async () => {
      await show(activityEntries(40), { theme });
      await tested.page.getByRole('searchbox').focus();
      await tested.screenshot(`activity-${theme.name}`);
      const low = await tested.page.evaluate(lowContrastTexts);
      assert.deepEqual(low, []);
      if (theme.name.startsWith('highContrast')) {
        const edges = await tested.page
          .locator('.figure-card, .table-region, .toolbar button:visible, .toolbar input')
          .evaluateAll((elements) => elements.map((element) => getComputedStyle(element).borderTopColor));
        const transparent = edges.filter((colour) => colour === 'rgba(0, 0, 0, 0)');
        assert.ok(edges.length >= 8 && transparent.length === 0, `without a border: ${transparent.length}`);
      }
      await tested.page.context().close();

      await show([], { theme });
      await tested.screenshot(`activity-empty-${theme.name}`);
      assert.deepEqual(await tested.page.evaluate(lowContrastTexts), []);
    });
  }
});

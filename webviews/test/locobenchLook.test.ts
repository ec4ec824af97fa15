import assert from 'node:assert/strict';
import { locoData } from '../locobench/testing/locoFixture';
import { runView } from '../locobench/testing/runFixture';
import { firstState } from '../locobench/pageState';
import type { LocoPageState } from '../locobench/protocol';
import { lowContrastTexts } from './lowContrast';
import { locobenchUnderTest, type ShowOptions } from './locobenchPage';
import { themes } from './themes';

const views: readonly {
  readonly name: string;
  readonly state: Partial<LocoPageState>;
  readonly ready: string;
  readonly data?: boolean;
}[] = [
  {
    name: 'set-up',
    state: {
      tab: 'setUp',
      setUp: { ...firstState.setUp, models: ['local/coder-30b', 'omega/small', 'lab/preview'] },
    },
    ready: '.estimate table',
  },
  { name: 'live', state: { tab: 'live', run: 'run-live' }, ready: '.progress-bar', data: true },
  { name: 'results', state: { tab: 'results', run: 'run-1' }, ready: '.headline' },
  { name: 'samples', state: { tab: 'samples', run: 'run-1' }, ready: '.grid-body .grid-row' },
  { name: 'sample', state: { tab: 'samples', run: 'run-1', sample: 9 }, ready: '.sample .figure-card' },
  { name: 'diff', state: { tab: 'samples', run: 'run-1', sample: 9, samplePart: 'diff' }, ready: '.diff-added' },
  { name: 'compare', state: { tab: 'compare', run: 'run-1', compared: ['run-0', 'run-1'] }, ready: '#compared-title' },
];

describe('LoCoBench page, how it looks', function () {
  const tested = locobenchUnderTest(this);

  const show = async (view: (typeof views)[number], theme: (typeof themes)[number], options: ShowOptions = {}) => {
    const data = locoData(320);
    const page = await tested.show({
      theme,
      state: { ...firstState, ...view.state },
      data: view.data ? { ...data, runs: [runView.run, ...data.runs] } : data,
      ...options,
    });
    await page.locator(view.ready).first().waitFor();
    return page;
  };

  for (const view of views) {
    for (const theme of themes) {
      it(`${view.name} has enough contrast, names for its controls and edges in ${theme.name}`, async () => {
        const page = await show(view, theme);
        await tested.screenshot(`locobench-${view.name}-${theme.name}`, { fullPage: true });
        assert.deepEqual(await page.evaluate(lowContrastTexts), []);
        assert.deepEqual(await page.evaluate(nameless), []);
        if (theme.name.startsWith('highContrast')) {
          const edges = await page
            .locator(
              '.figure-card:visible, .plain-table:visible, .sample-grid:visible, .text-viewer:visible, select:visible, input[type=text]:visible, button.secondary:visible',
            )
            .evaluateAll((elements) => elements.map((each) => getComputedStyle(each).borderTopColor));
          assert.ok(edges.length > 0);
          assert.deepEqual(
            edges.filter((colour) => colour === 'rgba(0, 0, 0, 0)'),
            [],
          );
        }
      });
    }

    for (const width of [1280, 640]) {
      it(`${view.name} at 200 % zoom on ${width / 2} pixels: only tables and texts scroll sideways`, async () => {
        const page = await show(view, themes[0]!, { width, zoom: 2 });
        await tested.screenshot(`locobench-${view.name}-zoom200-${width}`, { fullPage: true });
        const outside = await page.evaluate(() => ({
          page: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          controls: [
            ...document.querySelectorAll('h1, h2, h3, p, button, select, input, label, .figure-card, .legend li'),
          ]
            .filter(
              (each) =>
                each.closest('.plain-table, .table-region, .sample-grid, .text-viewer, .visually-hidden') === null,
            )
            .filter(
              (each) =>
                each.getClientRects().length > 0 && each.getBoundingClientRect().right > window.innerWidth + 0.5,
            )
            .map((each) => each.textContent || each.tagName),
        }));
        assert.deepEqual(outside, { page: 0, controls: [] });
      });
    }
  }
});

/** Runs in the browser: what a screen reader could not name, ids that are there twice, and references to ids that are not there. */
function nameless(): string[] {
  const wrong: string[] = [];
  const named = (each: Element): boolean =>
    (each.getAttribute('aria-label') ?? '') !== '' ||
    each.textContent.trim() !== '' ||
    ('labels' in each && each.labels instanceof NodeList && each.labels.length > 0);
  for (const each of document.querySelectorAll(
    'button, input, select, summary, [role=grid], [role=region], [role=img], [role=tabpanel], fieldset',
  )) {
    const labelled = each.getAttribute('aria-labelledby');
    if (!named(each) && (labelled === null || !document.getElementById(labelled)?.textContent))
      wrong.push(`no name: ${each.outerHTML.slice(0, 120)}`);
  }
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) wrong.push(`twice: ${id}`);
  for (const name of ['aria-labelledby', 'aria-controls', 'aria-activedescendant']) {
    for (const each of document.querySelectorAll(`[${name}]`)) {
      if (!document.getElementById(each.getAttribute(name) ?? ''))
        wrong.push(`${name} leads nowhere: ${each.outerHTML.slice(0, 120)}`);
    }
  }
  return wrong;
}

import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import { firstState } from '../locobench/pageState';
import type { LocoPageState, RunView } from '../locobench/protocol';
import { emptyData, locoData, models, runModels } from '../locobench/testing/locoFixture';
import { runView } from '../locobench/testing/runFixture';
import { locobenchUnderTest, stateMessage, type ShowOptions } from './locobenchPage';
import { themes } from './themes';

const dark = themes[1]!;

describe('LoCoBench page', function () {
  const tested = locobenchUnderTest(this);

  const show = async (state: Partial<LocoPageState> | undefined, options: ShowOptions = {}) => {
    await tested.show({ theme: dark, ...(state ? { state: { ...firstState, ...state } } : {}), ...options });
  };
  const page = (): Page => tested.page;
  const tab = (name: string | RegExp): Locator => page().getByRole('tab', { name });
  const rows = (): Locator => page().locator('.grid-body .grid-row:not([aria-busy])');
  const live = { ...locoData(320), runs: [runView.run, ...locoData(320).runs] };

  describe('empty states, each with one action', () => {
    it('without a folder', async () => {
      await show({ tab: 'setUp' }, { data: { ...emptyData, workspace: 'none' } });
      await page().getByRole('heading', { name: 'No folder is open' }).waitFor();
      await tested.button('Open Folder...').click();
      assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'openFolder' });
    });

    it('in a workspace that is not trusted, where results can still be read', async () => {
      await show({ tab: 'setUp' }, { data: { ...locoData(320), workspace: 'untrusted' } });
      await tested.button('Manage Workspace Trust...').click();
      assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'manageTrust' });
      await tab('Results').click();
      await page().locator('.headline').waitFor();
    });

    it('without a set, a model and a run', async () => {
      await show(undefined, { data: emptyData });
      await page().getByText('No scenario set yet').waitFor();
      await page().getByRole('heading', { name: 'No model yet' }).waitFor();
      await page().getByText('Choose scenarios and at least one model').waitFor();
      await tab('Results').click();
      await tested.button('Set Up a Run').click();
      await page().getByText('No scenario set yet').waitFor();
    });

    it('while a repository is being indexed', async () => {
      await show({ tab: 'setUp' }, { data: { ...emptyData, repository: undefined } });
      await tested.post({ type: 'indexing', progress: { stage: 'parse', done: 300, total: 1200 } });
      await page().getByText('Reading the repository: reading code, 25%').waitFor();
    });

    it('while everything is still loading, and when it cannot be read', async () => {
      await show({});
      await tested.post(stateMessage({ kind: 'loading' }));
      await page().getByRole('heading', { name: 'Reading scenarios and runs' }).waitFor();
      const problem = { message: 'The database is damaged.', action: 'It was set aside as runs.broken.' };
      await tested.post(stateMessage({ kind: 'failed', problem }));
      const alert = page().getByRole('alert');
      assert.match(await alert.innerText(), /The database is damaged\. It was set aside as runs\.broken\./);
      await tested.button('Try Again').click();
      assert.deepEqual(await tested.lastSent(), { type: 'act', act: 'refresh' });
    });

    it('of samples, when the filters leave nothing', async () => {
      await show({ tab: 'samples', run: 'run-1', query: { ...firstState.query, text: 'nowhere' } });
      await page().getByText('The filters leave nothing of 320 samples.').waitFor();
      await tested.button('Clear Filters').click();
      await rows().first().waitFor();
      assert.ok(
        await page()
          .getByRole('searchbox')
          .evaluate((each) => each === document.activeElement),
      );
    });
  });

  describe('setting up', () => {
    it('makes a set with what is ticked, follows it, and uses it', async () => {
      await show({ tab: 'setUp' });
      await page().getByText('New Set').click();
      await page()
        .getByRole('checkbox', { name: /^Security/ })
        .uncheck();
      await page().getByRole('checkbox', { name: '300K' }).check();
      await page()
        .getByRole('checkbox', { name: /^Run the repository's own tests/ })
        .check();
      await page().getByRole('spinbutton', { name: 'Scenarios in all' }).fill('40');
      await tested.button('Make Scenarios').click();
      const [asked] = await tested.asked('generateSet');
      assert.ok(asked);
      const { categories, lengths, count, execute, name } = asked;
      assert.deepEqual(
        { categories: categories.length, lengths, count, execute, name },
        { categories: 7, lengths: [10_000, 30_000, 100_000, 300_000], count: 40, execute: true, name: 'shop' },
      );
    });

    it('says what is wrong with a set before anything is made', async () => {
      await show({ tab: 'setUp' });
      await page().getByText('New Set').click();
      await page().getByRole('spinbutton', { name: 'Scenarios in all' }).fill('0');
      await tested.button('Make Scenarios').click();
      await page().getByText('Scenarios in all has to be a number from 1 to 10000.').waitFor();
      assert.deepEqual(await tested.asked('generateSet'), []);
    });

    it('shows how far the making is, and cancels it', async () => {
      await show({ tab: 'setUp' });
      await tested.post({
        type: 'making',
        progress: { stage: 'admit', done: 31, total: 80, admitted: 22, rejected: 9 },
      });
      await page().getByText('Checking that they discriminate: 31 of 80').first().waitFor();
      await page().getByText('22 admitted, 9 rejected', { exact: true }).waitFor();
      await tested.button('Cancel').click();
      assert.equal((await tested.asked('cancelGenerate')).length, 1);
    });

    it('lists why candidates were rejected, counted by reason', async () => {
      await show({ tab: 'setUp' });
      await tested.button('Why were candidates of shop rejected?').click();
      const bars = page().getByRole('list', { name: 'Candidates by reason' }).getByRole('listitem');
      await bars.first().waitFor();
      assert.match(await bars.first().innerText(), /does not discriminate\s+\d+/);
      await page().getByText('34 of 34 rejected').first().waitFor();
      await page().keyboard.press('Escape');
      assert.equal(await bars.count(), 0);
    });

    it('asks before it deletes a set, and loses nothing when it is cancelled', async () => {
      await show({ tab: 'setUp' });
      await tested.button('Delete shop-long').click();
      await page().getByText('Delete the set "shop-long" with its 24 scenarios?').waitFor();
      await page().keyboard.press('Enter');
      assert.deepEqual(await tested.asked('deleteSet'), [], 'the focus is on what loses nothing');
      assert.equal(await page().evaluate(() => document.activeElement?.getAttribute('aria-label')), 'Delete shop-long');
      await tested.button('Delete shop-long').click();
      await page().getByRole('group').getByRole('button', { name: 'Delete' }).click();
      assert.equal((await tested.asked('deleteSet')).length, 1);
    });

    it('tells time and cost before the start, and refuses models without a price', async () => {
      const chosen = ['local/coder-30b', 'lab/preview'];
      await show({ tab: 'setUp', setUp: { ...firstState.setUp, models: chosen } });
      await page().getByText('Cannot start: the price of lab/preview is not known').waitFor();
      assert.ok(await tested.button('Start Run').isDisabled());
      await tested.button('Leave Out: lab/preview').click();
      await page().locator('.estimate-summary', { hasText: '80 samples, $0.00 expected' }).waitFor();
      assert.ok(await tested.button('Start Run').isEnabled());
    });

    it('says below the estimate what of it is assumed, and of which model', async () => {
      const chosen = ['local/coder-30b', 'omega/small'];
      await show({ tab: 'setUp', setUp: { ...firstState.setUp, models: chosen } });
      await page().getByText('Time: the speed was not measured yet. (omega/small)').waitFor();
      const cells = page().locator('.estimate tbody tr').nth(1).locator('td');
      const texts = await cells.allTextContents();
      assert.deepEqual([texts[3]?.startsWith('≈ '), texts.at(-1)], [true, 'not measured']);
    });

    it('starts the run that was estimated, and shows it', async () => {
      await show({ tab: 'setUp', setUp: { ...firstState.setUp, models: ['omega/small'] } }, { data: live });
      await tested.button('Start Run').click();
      const [asked] = await tested.asked('startRun');
      assert.ok(asked);
      const { models: started, budget, sampling, queue } = asked;
      assert.deepEqual(
        { started, budget, halfWidth: sampling?.halfWidth, queue },
        { started: ['omega/small'], budget: 5_000_000, halfWidth: 0.05, queue: undefined },
      );
      await page().getByText('160 of 320 done', { exact: true }).waitFor();
    });

    it('refuses a queue that is no address of Redis, and tells the command that workers need for one that is', async () => {
      await show({ tab: 'setUp', setUp: { ...firstState.setUp, models: ['omega/small'], queue: 'box:6379' } });
      const problem = page().getByText('A queue is an address like redis://host:6379');
      await problem.waitFor();
      assert.ok(await tested.button('Start Run').isDisabled());
      const queue = page().getByRole('textbox', { name: /^Redis queue/ });
      await queue.fill('redis://me:secret@box:6379');
      await page().locator('.estimate-summary').waitFor();
      await problem.waitFor();
      await queue.fill('redis://box:6379');
      await page().getByText('whetstone worker --queue redis://box:6379').waitFor();
      await problem.waitFor({ state: 'detached' });
      await tested.button('Start Run').click();
      const [asked] = await tested.asked('startRun');
      assert.ok(asked);
      assert.equal(asked.queue, 'redis://box:6379');
    });

    it("does not loosen the user's local only", async () => {
      await show({ tab: 'setUp' }, { data: { ...locoData(320), localOnly: true } });
      const box = page().getByRole('checkbox', { name: /^Local only/ });
      assert.ok((await box.isChecked()) && (await box.isDisabled()));
    });
  });

  describe('a run under way', () => {
    it('shows how its samples stand, what it spent, and what goes wrong', async () => {
      await show({ tab: 'live', run: 'run-live' }, { data: live });
      await page().locator('.progress .legend').waitFor();
      const legend = await page().locator('.progress .legend li').allInnerTexts();
      assert.deepEqual(
        legend.map((text) => text.trim().replace(/\s+/g, ' ')),
        ['passed 91', 'failed 57', 'error 6', 'refused 2', 'not measured 4', 'running 8', 'not run 152'],
      );
      assert.match(await page().locator('.figures').innerText(), /\$0\.9124\s+of \$5\.00/);
      await page()
        .getByRole('button', { name: /Show the samples of "omega: 429/ })
        .click();
      await page()
        .getByText(/of 320 shown/)
        .first()
        .waitFor();
      assert.equal(await page().getByRole('searchbox').inputValue(), 'rate-limited');
    });

    it('follows the news, and says them to screen readers', async () => {
      await show({ tab: 'live', run: 'run-live' }, { data: live });
      await page().getByText('160 of 320 done', { exact: true }).waitFor();
      const { counts } = runView.run;
      const run = { ...runView.run, counts: { ...counts, scored: counts.scored + 20, waiting: counts.waiting - 20 } };
      await tested.post({ type: 'progress', view: { ...runView, run, passed: 100 } });
      await page().getByText('180 of 320 done', { exact: true }).waitFor();
      assert.match(await tab(/^Run/).innerText(), /56%/);
      assert.match(
        (await page().locator('main > [role=status]').textContent()) ?? '',
        /of 320 done, \d+ failed, 6 errors/,
      );
    });

    it('lists what is under way and next before what has ended', async () => {
      await show({ tab: 'live', run: 'run-live' }, { data: live });
      const states = page().locator('.live .state');
      await states.nth(19).waitFor();
      assert.deepEqual([...new Set(await states.allInnerTexts())], ['▸ running', '○ not run', '✗ failed', '✓ passed']);
    });

    it('pauses, resumes and stops by keyboard, with the focus where it was', async () => {
      await show({ tab: 'live', run: 'run-live' }, { data: live });
      await tested.button('Pause').focus();
      await page().keyboard.press('Enter');
      await tested.button('Resume').waitFor();
      assert.equal(await page().evaluate(() => document.activeElement?.textContent), 'Resume');
      await tested.button('Stop').click();
      await page().getByText('Stopped by you.').waitFor();
      assert.deepEqual(
        (await tested.sent())
          .flatMap((message) => (message.type === 'ask' ? [message.name] : []))
          .filter((name) => name.endsWith('Run') && name !== 'readRun'),
        ['pauseRun', 'stopRun'],
      );
    });

    it('goes on with a run whose budget is used up under the limit that is given', async () => {
      const view: RunView = {
        ...runView,
        run: { ...runView.run, state: 'over-budget', configuration: { ...runView.run.configuration, budget: 3e6 } },
      };
      await show({ tab: 'live', run: 'run-live' }, { data: live, answers: { readRun: () => view } });
      const limit = page().getByLabel('New limit for the whole run');
      assert.equal(await limit.inputValue(), '6');
      await limit.fill('');
      await tested.button('Resume').click();
      await limit.fill('7.5');
      await tested.button('Resume').click();
      await tested.button('Pause').waitFor();
      assert.deepEqual(await tested.asked('resumeRun'), [{ run: 'run-live', budget: 7.5e6 }]);
    });

    it('says why a run could not be paused', async () => {
      const answers = { pauseRun: () => new Error('The queue is gone.') };
      await show({ tab: 'live', run: 'run-live' }, { data: live, answers });
      await tested.button('Pause').click();
      await page().getByText('The queue is gone. Try again later.').waitFor();
    });
  });

  describe('results', () => {
    it('says who is best, or that it is too close, and shows models with intervals', async () => {
      await show({ tab: 'results', run: 'run-1' });
      assert.match(await page().locator('.headline').innerText(), /^Too close to call: alpha.* and omega/);
      const first = page().locator('.first-columns tbody tr:not(.space)').first();
      assert.match(await first.innerText(), /alpha\/large\s+71\.0 \[66\.0–76\.0\]/);
    });

    it('sorts the whole table by a header', async () => {
      await show({ tab: 'results', run: 'run-1' });
      const header = page()
        .locator('.first-columns')
        .getByRole('button', { name: /^\$ a sample/ });
      await header.click();
      const firstModel = page().locator('.first-columns tbody tr:not(.space) td:first-child').first();
      assert.match(await firstModel.innerText(), /^local\//);
      await header.click();
      assert.equal(await firstModel.innerText(), 'alpha/large');
    });

    it('marks slices of few scenarios in words', async () => {
      await show({ tab: 'results', run: 'run-1' });
      assert.equal(await page().locator('.matrix td.few em', { hasText: 'few' }).count(), runModels.length);
    });

    it('compares with the pinned baseline, and keeps it', async () => {
      await show({ tab: 'results', run: 'run-1' });
      await page().getByRole('combobox', { name: 'Baseline' }).focus();
      await page().getByRole('combobox', { name: 'Baseline' }).selectOption('alpha/large');
      const table = page().locator('.plain-table[aria-label=Differences]');
      await table.getByText('≈ too close to call').waitFor();
      assert.match(await table.innerText(), /local\/coder-24b\s+−24\.0 \[−30\.0, −18\.0\]\s+▼ worse/);
      assert.ok(
        await page()
          .getByRole('combobox', { name: 'Baseline' })
          .evaluate((each) => each === document.activeElement),
      );
      const kept = (await tested.keptState()) as LocoPageState;
      assert.equal(kept.baseline, 'alpha/large');
    });

    it('says in words what charts show, and shows them as tables', async () => {
      await show({ tab: 'results', run: 'run-1' });
      const chart = page().getByRole('img', { name: /^Score against cost\. Nobody is both better and cheaper than/ });
      await chart.waitFor();
      await page().locator('.chart-section', { hasText: 'Score against cost' }).getByRole('button').click();
      await page().locator('.plain-table[aria-label="Score against cost"]').waitFor();
    });

    it('exports in the chosen form', async () => {
      await show({ tab: 'results', run: 'run-1' });
      await page().getByRole('checkbox', { name: 'Failed samples only' }).check();
      await tested.button('Export JUnit').click();
      assert.deepEqual(await tested.lastSent(), { type: 'export', run: 'run-1', format: 'junit', failedOnly: true });
    });
  });

  describe('samples', () => {
    it('filters, says how many are left, and clears', async () => {
      await show({ tab: 'samples', run: 'run-1' });
      await page().getByText('320 of 320 shown').first().waitFor();
      await page().getByRole('combobox', { name: 'Show' }).selectOption('failed');
      await page().getByRole('combobox', { name: 'Category' }).selectOption('bug_investigation');
      await page()
        .locator('.count', { hasText: /^\d\d of 320 shown$/ })
        .waitFor();
      assert.deepEqual([...new Set(await page().locator('.grid-body .state').allInnerTexts())], ['✗ failed']);
      await tested.button('Clear').click();
      await page().locator('.count', { hasText: '320 of 320 shown' }).waitFor();
    });

    it('sorts over the whole set: up, down, and back', async () => {
      await show({ tab: 'samples', run: 'run-1' });
      const header = page().getByRole('columnheader', { name: 'Score' });
      await header.getByRole('button').click();
      await page().locator('[aria-sort=ascending]', { hasText: 'Score' }).waitFor();
      await header.getByRole('button').click();
      await page().locator('.grid-body [data-row="0"]', { hasText: '100.0' }).waitFor();
      await header.getByRole('button').click();
      await page().locator('[aria-sort=ascending]', { hasText: 'No.' }).waitFor();
    });

    it('moves and opens by keyboard, goes to the next by key, and back to the row', async () => {
      await show({ tab: 'samples', run: 'run-1' });
      await rows().first().waitFor();
      const grid = page().getByRole('grid');
      assert.equal(await grid.getAttribute('aria-rowcount'), '321');
      await grid.focus();
      await page().keyboard.press('End');
      await page().locator('#sample-row-319:not([aria-busy])').waitFor();
      assert.equal(await grid.getAttribute('aria-activedescendant'), 'sample-row-319');
      assert.equal(await page().locator('#sample-row-319').getAttribute('aria-rowindex'), '321');
      await page().keyboard.press('Home');
      await page().keyboard.press('ArrowDown');
      await page().keyboard.press('Enter');
      await page().getByText('2 of 320', { exact: true }).waitFor();
      await page().keyboard.press('Alt+ArrowRight');
      await page().getByText('3 of 320', { exact: true }).waitFor();
      await page().keyboard.press('Escape');
      await page().locator('[role=grid][aria-activedescendant=sample-row-2]').waitFor();
      assert.ok(await grid.evaluate((each) => each === document.activeElement));
    });

    it('100,000 samples scroll: few rows are in the page, and the last is reached', async () => {
      const samples = 100_000;
      await show({ tab: 'samples', run: 'run-1' }, { samples, data: locoData(samples) });
      await rows().first().waitFor();
      const meter = await tested.harness.cpuMeter(page());
      const jumps: number[] = [];
      for (let part = 1; part <= 20; part += 1) {
        const to = part / 20;
        jumps.push(
          await meter(() =>
            page()
              .locator('.sample-grid')
              .evaluate((grid, share) => grid.scrollTo(0, share * grid.scrollHeight), to),
          ),
        );
      }
      await page().locator('#sample-row-99999:not([aria-busy])').waitFor();
      const inPage = await page().locator('.grid-body .grid-row').count();
      console.log(
        `      100,000 samples, CPU time of the page: a jump of a twentieth ${Math.max(...jumps).toFixed(0)} ms at worst (n = 20), ${inPage} rows in the page`,
      );
      assert.ok(inPage < 200, `${inPage} rows`);
    });

    it('with 10,000 samples tells when it can be used, by marks of the browser', async () => {
      const samples = 10_000;
      const times: number[] = [];
      for (let round = 0; round < 5; round += 1) {
        await show({ tab: 'samples', run: 'run-1' }, { samples, data: locoData(samples) });
        await rows().first().waitFor();
        times.push(
          await page().evaluate(
            () => performance.measure('interactive', 'locobench-state', 'locobench-interactive').duration,
          ),
        );
        if (round < 4) await page().context().close();
      }
      times.sort((left, right) => left - right);
      console.log(
        `      10,000 samples, from the data to rows that can be used: ${times.map((each) => each.toFixed(0)).join(', ')} ms (n = 5)`,
      );
      assert.ok(times.every((each) => each > 0));
    });
  });

  describe('a sample', () => {
    const sample = (part: LocoPageState['samplePart']): Partial<LocoPageState> => ({
      ...{ tab: 'samples', run: 'run-1', sample: 9, samplePart: part },
    });

    it('says what was achieved, with weights and reasons, and what was not measured', async () => {
      await show(sample('scoring'));
      const table = page().locator('.plain-table[aria-label=Milestones]');
      await table.waitFor();
      const text = await table.innerText();
      assert.match(text, /type-checks\s+– not measured\s+20\s+npx tsc is not installed/);
      assert.match(text, /rounds once.*\s+✗ missed\s+40/);
      assert.match(text, /◐ 75\.0 %/);
    });

    it('shows a diff with its signs, counted', async () => {
      await show(sample('diff'));
      await page().getByText('2 files, 3 lines added, 1 removed').waitFor();
      assert.match(await page().locator('.diff-removed').first().innerText(), /-\s+sum \+= Math\.round/);
    });

    it('shows the answer as it was read beside what was written', async () => {
      await show(sample('answer'));
      await page().getByText('src/a.ts: Hunk 2 fits nowhere.').waitFor();
      await page().getByText('src/orders/old.ts (deleted)').waitFor();
      assert.match(await page().locator('.plain-table[aria-label=Answers]').innerText(), /line\s+15/);
    });

    it('a prompt of megabytes opens, is searched, and few lines of it are in the page', async () => {
      await show(sample('scoring'), { promptLines: 100_000 });
      await page().locator('.plain-table[aria-label=Milestones]').waitFor();
      const meter = await tested.harness.cpuMeter(page());
      const opened = await meter(() => tab('Prompt').click());
      await page()
        .getByText(/100,000 lines, \d\.\d MB/)
        .waitFor();
      assert.ok((await page().locator('.text-line').count()) < 200);
      await page().getByRole('searchbox', { name: 'Find in text' }).fill('price99999 ');
      await page().locator('.text-line.hit', { hasText: 'price99999' }).waitFor();
      console.log(`      a prompt of 100,000 lines, CPU time of the page: opened in ${opened.toFixed(0)} ms (n = 1)`);
    });

    it('is run again, and opened in an editor', async () => {
      await show(sample('prompt'));
      await tested.button('Open in Editor').click();
      assert.deepEqual(await tested.lastSent(), { type: 'openText', run: 'run-1', index: 9, part: 'prompt' });
      await tested.button('Run This One Again').click();
      const [asked] = await tested.asked('rerunSamples');
      assert.deepEqual(asked, { run: 'run-1', samples: [9] });
      assert.ok(await tested.button('Run This One Again').isDisabled());
    });

    it('shows one that the extension names', async () => {
      await show({ tab: 'setUp' });
      await tested.post({ type: 'show', run: 'run-1', sample: 4 });
      await page().getByText('5 of 320', { exact: true }).waitFor();
    });
  });

  describe('runs side by side', () => {
    it('compares what is ticked, and says what is too close', async () => {
      await show({ tab: 'compare' });
      await page().getByRole('checkbox', { name: 'Compare shop, 29 Nov 14:05' }).check();
      await page().getByRole('checkbox', { name: 'Compare shop, 20 Nov 09:30' }).check();
      const table = page().locator('.plain-table[aria-label=Differences]');
      await table.waitFor();
      assert.match(await table.innerText(), /\+8\.0 \[\+2\.0, \+14\.0\]\s+▲ shop, 29 Nov 14:05 better/);
      await page().getByText('12 samples are in one of the runs only').waitFor();
    });

    it('asks in the page before a run is deleted', async () => {
      await show({ tab: 'compare' });
      await tested.button('Delete shop, 20 Nov 09:30').click();
      await page()
        .getByText('Delete the run "shop, 20 Nov 09:30" with its 320 samples? $1.79 were spent on it.')
        .waitFor();
      await page().keyboard.press('Escape');
      assert.deepEqual(await tested.asked('deleteRun'), []);
      await tested.button('Delete shop, 20 Nov 09:30').click();
      await page().getByRole('group').getByRole('button', { name: 'Delete' }).click();
      assert.deepEqual((await tested.asked('deleteRun'))[0], { run: 'run-0' });
    });

    it('does not delete a run under way', async () => {
      await show({ tab: 'compare' }, { data: live });
      await tested.button('Delete shop, today').click();
      await page().getByText('Stop the run before you delete it.').waitFor();
    });
  });

  it('moves between tabs with arrow keys, and keeps the tab over a reload', async () => {
    await show({ tab: 'results', run: 'run-1' });
    await tab('Results').focus();
    await page().keyboard.press('ArrowRight');
    await rows().first().waitFor();
    const kept = await tested.keptState();
    await page().context().close();
    await show(kept as LocoPageState);
    await rows().first().waitFor();
    assert.equal(await tab('Samples').getAttribute('aria-selected'), 'true');
  });

  it('starts afresh from a state that it does not know', async () => {
    await show(undefined, { state: { tab: 7 } });
    await page().locator('.headline').waitFor();
  });

  it('says what went wrong where results cannot be read, with a way to try again', async () => {
    let failed = false;
    await show(
      { tab: 'results', run: 'run-1' },
      {
        answers: {
          readReport: () => {
            failed = true;
            return new Error('<img src=x> is not there.');
          },
        },
      },
    );
    const alert = page().getByRole('alert').filter({ hasText: '<img src=x> is not there.' });
    await alert.getByRole('button', { name: 'Try Again' }).click();
    assert.ok(failed);
    assert.equal((await tested.asked('readReport')).length, 2);
    assert.equal(await page().locator('img').count(), 0);
  });

  it('shows names that look like markup as they are', async () => {
    const title = '<img src=x onerror=alert(1)>';
    await show({ tab: 'setUp' }, { data: { ...locoData(320), models: [{ ...models[0]!, title }] } });
    await page().getByText(title).waitFor();
    assert.equal(await page().locator('img').count(), 0);
  });
});

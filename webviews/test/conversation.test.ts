import assert from 'node:assert/strict';
import { firstState } from '../locobench/pageState';
import type { LocoPageState } from '../locobench/protocol';
import { episodeDetail, episodeEvents } from '../locobench/testing/episodeFixture';
import { locoData } from '../locobench/testing/locoFixture';
import { sampleDetail } from '../locobench/testing/sampleFixture';
import { lowContrastTexts } from './lowContrast';
import { locobenchUnderTest, type ShowOptions } from './locobenchPage';
import { themes } from './themes';

describe('conversations of samples', function () {
  const tested = locobenchUnderTest(this);

  const state: LocoPageState = {
    ...firstState,
    ...{ tab: 'samples', run: 'run-1', sample: 2, samplePart: 'conversation' },
  };
  const show = async (options: ShowOptions = {}, theme = themes[0]!) => {
    return tested.show({
      theme,
      state,
      data: locoData(320, { benchmark: 'userbench' }),
      answers: { readSample: ({ run, index }) => episodeDetail(run, index, 320) },
      ...options,
    });
  };

  it('show an episode turn by turn, with what was hidden and when it was revealed', async () => {
    const page = await show();
    const turns = page.locator('.turns > li');
    await turns.nth(4).waitFor();
    assert.equal(await turns.count(), 5);
    // What is off screen has no inner text until it is laid out.
    const third = (await turns.nth(2).textContent()) ?? '';
    assert.match(third, /Model says[\s\S]*empty[\s\S]*asked about a preference[\s\S]*flies up[\s\S]*nothing is thrown/);
    const rows = await page.getByRole('table', { name: 'Hidden preferences' }).getByRole('row').allInnerTexts();
    assert.deepEqual(
      rows.slice(1).map((row) => row.trim().split('\t').at(-1)),
      ['● asked for, turn 3', '○ hidden', '◐ offered, turn 4', '○ hidden'],
    );
    assert.match(await page.getByRole('table', { name: 'Answers' }).innerText(), /E3\s+80\s+5/);
  });

  it('show what is written by others as text', async () => {
    const page = await show({
      answers: {
        readSample: ({ run, index }) => {
          const detail = episodeDetail(run, index, 320);
          const content = JSON.stringify(detail.solution?.content).replace(
            'Any wishes?',
            '<img src=x onerror=alert(1)>',
          );
          return { ...detail, solution: { ...detail.solution!, content: JSON.parse(content) as null } };
        },
      },
    });
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    assert.equal(await page.locator('.turns img').count(), 0);
  });

  it('follow a sample under way, and keep what was drawn', async () => {
    const running = episodeDetail('run-1', 2, 320);
    const page = await show({
      answers: {
        readSample: () => ({
          ...running,
          record: { ...running.record, state: 'running', ended: undefined },
          solution: undefined,
          score: undefined,
        }),
        watchSample: ({ run, index }) => ({ run, index, from: 0, events: episodeEvents.slice(0, 2) }),
      },
    });
    await page.locator('.turns > li').first().waitFor();
    assert.match(await page.locator('.episode').innerText(), /at most 20 turns[\s\S]*adds up an order/);
    await page
      .locator('.turns > li')
      .first()
      .evaluate((each) => each.setAttribute('data-kept', 'yes'));
    const tell = (from: number, to: number) =>
      tested.post({
        type: 'events',
        events: { run: 'run-1', index: 2, from, events: episodeEvents.slice(from, to) },
      });
    // Told twice, as it may come before the answer to the question.
    await tell(1, 4);
    await tell(2, 4);
    await page.locator('.turns > li').nth(2).waitFor();
    assert.equal(await page.locator('.turns > li').count(), 3);
    assert.equal(await page.locator('.turns > li').first().getAttribute('data-kept'), 'yes');
    assert.match(await page.locator('.episode').innerText(), /1 of 4/);
    await tell(4, 8);
    await page.getByText('The limit of turns was reached.').first().waitFor();
    await page.keyboard.press('Escape');
    await page.locator('.grid-body .grid-row').first().waitFor();
    assert.ok((await tested.sent()).some((message) => message.type === 'ask' && message.name === 'unwatchSample'));
  });

  it('show messages and calls of tools where there is no episode', async () => {
    const detail = sampleDetail('run-1', 2, 320, 20);
    const [call] = detail.calls;
    const page = await show({
      answers: {
        readSample: () => ({
          ...detail,
          calls: [
            {
              ...call!,
              request: {
                messages: [
                  { role: 'user', content: [{ type: 'text', text: 'List the orders.' }] },
                  {
                    role: 'assistant',
                    content: [{ type: 'tool-call', id: '1', name: 'list', input: { of: 'orders' } }],
                  },
                  {
                    role: 'tool',
                    content: [{ type: 'tool-result', id: '1', name: 'list', output: 'No such list.', isError: true }],
                  },
                ],
              },
            },
            { ...call!, role: 'judge' },
          ],
        }),
      },
    });
    const said = page.locator('.turns > li');
    await said.nth(3).waitFor();
    assert.match(await said.nth(1).innerText(), /calls list[\s\S]*"of": "orders"/);
    assert.match(await said.nth(2).innerText(), /list \(failed\)[\s\S]*No such list/);
    await page.getByText('Calls in other roles: judge 1').waitFor();
  });

  for (const theme of themes) {
    it(`have enough contrast in ${theme.name}`, async () => {
      const page = await show({ height: 1300 }, theme);
      await page.locator('.turns > li').nth(4).waitFor();
      await tested.screenshot(`userbench-episode-${theme.name}`, { fullPage: true });
      assert.deepEqual(await page.evaluate(lowContrastTexts), []);
    });
  }

  it('stand under each other at 200 % zoom', async () => {
    const page = await show({ width: 1280, zoom: 2 });
    await page.locator('.turns > li').nth(4).waitFor();
    await tested.screenshot('userbench-episode-zoom', { fullPage: true });
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
  });
});

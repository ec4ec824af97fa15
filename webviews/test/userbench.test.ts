import assert from 'node:assert/strict';
import { firstState } from '../locobench/pageState';
import type { LocoData, LocoQuestion, LocoQuestions, OtherSet } from '../locobench/protocol';
import { locoData } from '../locobench/testing/locoFixture';
import { lowContrastTexts } from './lowContrast';
import { locobenchUnderTest, type ShowOptions } from './locobenchPage';
import { themes } from './themes';

const set = (kind: OtherSet['kind'], name: string, made = true): OtherSet => ({
  ...{ folder: `/state/${name}`, kind, name, made, created: Date.UTC(2026, 10, 29), seed: 7, scenarios: 24 },
});
const data = (changes: Partial<LocoData> = {}): LocoData =>
  locoData(320, {
    benchmark: 'userbench',
    runs: [],
    otherSets: [set('workspace', 'ws22'), set('travel', 'travel33', false)],
    ...changes,
  });

describe('pages of UserBench and of evaluations of tools', function () {
  const tested = locobenchUnderTest(this);

  const show = async (options: ShowOptions = {}, theme = themes[0]!) => {
    return tested.show({
      theme,
      state: { ...firstState, setUp: { ...firstState.setUp, models: ['omega/small'] } },
      data: data(),
      ...options,
    });
  };

  /** Until the page has asked so. */
  const until = async <Name extends LocoQuestion>(
    name: Name,
    fits: (asked: LocoQuestions[Name]['asked']) => boolean = () => true,
  ) => {
    for (let tries = 0; !(await tested.asked(name)).some(fits); tries++) {
      assert.ok(tries < 200, `the page does not ask ${name}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };

  it('start a run with what the chosen set knows, and nothing else', async () => {
    const page = await show();
    await page.getByLabel('It is told').selectOption('full');
    await page.locator('select', { hasText: 'chooses a design' }).selectOption('patch');
    await page.getByLabel('Simulated user').selectOption('omega/small');
    const start = page.getByRole('button', { name: 'Start', exact: false }).last();
    await page.locator('.estimate table').first().waitFor();
    await start.click();
    const [params] = await tested.asked('startRun');
    assert.deepEqual(
      [params?.folder, params?.seed, params?.options, params?.roles],
      ['/state/ws22', 7, { mode: 'patch', setting: 'full', turns: 20, user: 'model' }, { user: 'omega/small' }],
    );
  });

  it('offer trips no setting and no mode', async () => {
    const page = await show();
    await page.getByRole('radio', { name: 'travel33' }).check();
    await page.getByLabel('It is told').waitFor({ state: 'detached' });
    await page.locator('.estimate table').first().waitFor();
    await until('estimateRun', ({ folder }) => folder === '/state/travel33');
    const params = (await tested.asked('estimateRun')).at(-1);
    assert.deepEqual([params?.options, params?.roles], [{ choices: 'single', turns: 20, user: 'rules' }, undefined]);
  });

  it('make a set, and without a folder of trips and gyms alone', async () => {
    const page = await show({ data: data({ workspace: 'none', repository: undefined, otherSets: [] }) });
    const kind = page.getByLabel('About');
    assert.deepEqual(await kind.locator('option').allInnerTexts(), ['Trips', 'Gym']);
    await page.locator('select', { hasText: 'travel444' }).selectOption('travel444');
    await page.getByLabel('Tasks', { exact: true }).fill('0');
    await page.getByRole('button', { name: 'Make', exact: false }).last().click();
    await page.getByText('Tasks has to be a number from 1 to 10000.').waitFor();
    await page.getByLabel('Tasks', { exact: true }).fill('5');
    await page.getByRole('button', { name: 'Make', exact: false }).last().click();
    await until('makeOtherSet');
    assert.deepEqual(await tested.asked('makeOtherSet'), [
      { kind: 'travel', set: 'travel444', count: 5, seed: 1, execute: false },
    ]);
  });

  it('offer gyms, and make a set of one', async () => {
    const page = await show();
    await page.locator('.new-set > summary').click();
    await page.getByLabel('About').selectOption('gym');
    const gyms = page.locator('select', { hasText: 'turtle' });
    assert.deepEqual(await gyms.locator('option').allInnerTexts(), [
      ...['turtle', 'intention', 'persuade', 'telepathy', 'function', 'search', 'tau'],
    ]);
    await gyms.selectOption('telepathy');
    await page.getByLabel('Tasks', { exact: true }).fill('6');
    await page.locator('.new-set').getByRole('button', { name: 'Make' }).click();
    await until('makeOtherSet');
    assert.deepEqual(await tested.asked('makeOtherSet'), [
      { kind: 'gym', set: 'telepathy', count: 6, seed: 1, execute: false },
    ]);
  });

  it('forget a set that lies elsewhere without a question, and ask before one is deleted', async () => {
    const page = await show();
    await page.getByRole('button', { name: 'Remove travel33 from the list' }).click();
    await until('removeOtherSet');
    await page.locator('[data-focus="delete-/state/ws22"]').click();
    await page.getByRole('group').getByRole('button').first().waitFor();
    assert.deepEqual(await tested.asked('removeOtherSet'), [{ folder: '/state/travel33' }]);
  });

  it('say how sets of tools are made, and let a judge be chosen', async () => {
    const tools = data({ benchmark: 'mcpeval', otherSets: [] });
    const page = await show({ data: tools });
    await page.getByText('whetstone mcpeval generate').waitFor();
    await page.getByRole('button', { name: 'Add Folder of Tasks...' }).click();
    assert.ok((await tested.sent()).some((message) => message.type === 'act' && message.act === 'addSet'));
    await tested.post({
      type: 'state',
      content: { kind: 'ready', data: { ...tools, otherSets: [set('mcp', 'memory', false)] } },
      strings: (await import('./locobenchPage')).strings,
      locale: 'en',
    });
    await page.getByLabel('Judge').selectOption('omega/small');
    await until('estimateRun', ({ roles }) => roles?.judge === 'omega/small');
  });

  it('let a person play, by keys alone, and show what was hidden in the end', async () => {
    const page = await show({ state: { ...firstState, tab: 'play' } });
    await page.getByRole('button', { name: 'Begin' }).click();
    const text = page.getByLabel('What', { exact: false }).last();
    await text.fill('Where are helpers kept?');
    await text.press('Control+Enter');
    await page.locator('.turns > li').first().waitFor();
    assert.equal(await page.getByRole('table', { name: 'Hidden preferences' }).count(), 1);
    await page.getByLabel('You').selectOption('finish');
    await page.getByRole('button', { name: 'Do It' }).click();
    await page.getByText('The episode is over.').first().waitFor();
    assert.equal(await page.getByRole('table', { name: 'Hidden preferences' }).getByRole('row').count(), 5);
    await tested.screenshot('userbench-play-light', { fullPage: true });
    assert.deepEqual(await tested.asked('actInEpisode'), [
      { id: 'e1', choice: 'search', content: 'Where are helpers kept?' },
      { id: 'e1', choice: 'finish', content: '' },
    ]);
    await page.getByRole('button', { name: 'Begin Another' }).click();
    await page.getByRole('button', { name: 'Do It' }).waitFor();
    assert.deepEqual(
      (await tested.asked('beginEpisode')).map(({ seed }) => seed),
      [1, 2],
    );
  });

  it('have nothing to play without tasks, and no such view for tools', async () => {
    const page = await show({ state: { ...firstState, tab: 'play' }, data: data({ otherSets: [] }) });
    await page.getByRole('button', { name: 'Make Tasks' }).click();
    await page.getByText('No tasks yet').first().waitFor();
    await tested.post({
      ...{ type: 'state', strings: (await import('./locobenchPage')).strings, locale: 'en' },
      content: { kind: 'loading' },
    });
    await tested.post({
      ...{ type: 'state', strings: (await import('./locobenchPage')).strings, locale: 'en' },
      content: { kind: 'ready', data: data({ benchmark: 'mcpeval' }) },
    });
    await page.getByRole('tab', { name: 'Set Up' }).waitFor();
    assert.equal(await page.getByRole('tab', { name: 'Play' }).count(), 0);
  });

  for (const theme of themes) {
    it(`have enough contrast in ${theme.name}`, async () => {
      const page = await show({}, theme);
      await page.locator('.new-set > summary').click();
      await page.locator('.estimate table').first().waitFor();
      await tested.screenshot(`userbench-set-up-${theme.name}`, { fullPage: true });
      assert.deepEqual(await page.evaluate(lowContrastTexts), []);
    });
  }
});

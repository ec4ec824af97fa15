import assert from 'node:assert/strict';
import { firstState } from '../locobench/pageState';
import type { LocoData, OtherSet, ToolServer } from '../locobench/protocol';
import { locoData } from '../locobench/testing/locoFixture';
import { lowContrastTexts } from './lowContrast';
import { locobenchUnderTest, type ShowOptions } from './locobenchPage';
import { themes } from './themes';

const set: OtherSet = {
  ...{ folder: '/state/memory', kind: 'mcp', name: 'memory', made: true, created: Date.UTC(2026, 10, 29) },
  ...{ seed: 7, scenarios: 20, dialogues: 60 },
};
const server = (name: string, changes: Partial<ToolServer> = {}): ToolServer => ({
  ...{ id: `published:${name}`, name, from: 'published', runs: `node ${name}/index.js`, hash: 'a'.repeat(64) },
  ...{ allowed: true, problem: undefined, ...changes },
});
const servers = [
  server('tracker', {
    id: 'workspace:0:tracker',
    from: 'workspace',
    allowed: false,
    runs: 'node ./tracker.js --files',
  }),
  server('memory'),
  server('filesystem', { problem: 'The server is not installed.', runs: '', hash: '' }),
];
const data = (changes: Partial<LocoData> = {}): LocoData =>
  locoData(320, { benchmark: 'mcpeval', runs: [], otherSets: [set], ...changes });

describe('page of evaluations of tools', function () {
  const tested = locobenchUnderTest(this);

  const show = async (options: ShowOptions = {}, theme = themes[0]!) => {
    const { answers, ...rest } = options;
    return tested.show({
      theme,
      state: { ...firstState, setUp: { ...firstState.setUp, models: ['omega/small'] } },
      ...{ data: data(), answers: { listToolServers: () => servers, ...answers } },
      ...rest,
    });
  };

  it('shows the servers with what would be started, and makes tasks of those that were chosen', async () => {
    const page = await show({ data: data({ otherSets: [] }) });
    await page.getByText('Starts: node ./tracker.js --files').waitFor();
    await page.getByText('You are asked before it is started for the first time.').waitFor();
    assert.ok(await page.getByRole('checkbox', { name: 'filesystem' }).isDisabled());
    await page.getByRole('button', { name: 'Make Tasks' }).click();
    await page.getByRole('alert').filter({ hasText: 'Choose at least one server.' }).waitFor();
    assert.deepEqual(await tested.asked('makeToolSet'), []);
    await page.getByRole('checkbox', { name: 'tracker' }).check();
    await page.getByRole('checkbox', { name: 'memory' }).check();
    await page.getByRole('spinbutton', { name: 'Tasks' }).fill('5');
    await page.getByLabel('Made by').selectOption('omega/small');
    await page.getByRole('button', { name: 'Make Tasks' }).click();
    await page.locator('details.new-set:not([open])').waitFor();
    const [params] = await tested.asked('makeToolSet');
    assert.deepEqual(params, {
      ...{ servers: ['workspace:0:tracker', 'published:memory'], count: 5, seed: 1, model: 'omega/small' },
    });
  });

  it('says what went wrong, and keeps what was chosen', async () => {
    const page = await show({
      data: data({ otherSets: [] }),
      answers: { makeToolSet: () => new Error('No task could be made that can be graded.') },
    });
    await page.getByRole('checkbox', { name: 'memory' }).check();
    await page.getByRole('button', { name: 'Make Tasks' }).click();
    await page.getByRole('alert').filter({ hasText: 'No task could be made' }).waitFor();
    assert.ok(await page.getByRole('checkbox', { name: 'memory' }).isChecked());
  });

  it('starts dialogues with a user and a judge where the set has them', async () => {
    const page = await show();
    await page.getByRole('combobox', { name: 'The model' }).selectOption('dialogue');
    await page.getByRole('combobox', { name: /^Simulated user/ }).selectOption('omega/small');
    await page.getByRole('combobox', { name: /^Judge/ }).selectOption('omega/small');
    const beside = page.getByRole('table', { name: 'Of it, models beside the measured ones' });
    await beside.getByRole('row', { name: /^Judge omega\/small/ }).waitFor();
    await beside.getByRole('row', { name: /^Simulated user omega\/small/ }).waitFor();
    await page.getByRole('button', { name: 'Start', exact: false }).last().click();
    const [params] = await tested.asked('startRun');
    assert.deepEqual(
      [params?.options, params?.roles],
      [
        { judge: true, multiTurn: true, user: 'model' },
        { judge: 'omega/small', user: 'omega/small' },
      ],
    );
  });

  it('offers no dialogues where there are none', async () => {
    const page = await show({ data: data({ otherSets: [{ ...set, dialogues: undefined }] }) });
    await page.getByLabel('Judge').waitFor();
    assert.equal(await page.getByLabel('Simulated user').count(), 0);
    assert.equal(await page.locator('option[value="dialogue"]').count(), 0);
  });

  for (const theme of themes) {
    it(`can be read in ${theme.name}`, async () => {
      const page = await show({ data: data({ otherSets: [] }) }, theme);
      await page.getByText('Starts: node ./tracker.js --files').waitFor();
      assert.deepEqual(await page.evaluate(lowContrastTexts), []);
    });
  }
});

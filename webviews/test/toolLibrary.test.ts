import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { libraryStrings } from '../../extension/toolLibrary/libraryStrings';
import { firstState } from '../toolLibrary/pageState';
import type {
  GroupDetail,
  Library,
  LibraryData,
  LibraryMessageToExtension,
  LibraryMessageToPage,
  LibraryPageState,
  MergeEstimate,
  ModelWork,
  Retrieval,
} from '../toolLibrary/protocol';
import { lowContrastTexts } from './lowContrast';
import { PageHarness, type OpenPage } from './pageHarness';
import { themes } from './themes';

type LibraryPage = OpenPage<LibraryMessageToPage, LibraryMessageToExtension>;
/** Written by runtime/toolLibrary/testing/writePageFixture.ts: what the real steps made of a part of the sample collection. */
interface Fixture {
  readonly taken: Library;
  readonly library: Library;
  readonly details: readonly GroupDetail[];
}

const strings = libraryStrings({ t: (text) => text });
const nothing: Library = {
  ...{ inventory: undefined, groups: undefined, summary: undefined, retrieval: undefined, history: [] },
  stale: { files: [], count: 0 },
};
const surroundings = {
  ...{ workspace: 'ready', mayExecute: true, folder: '/home/ada/tools' },
  ...{ folders: [{ path: '/home/ada/tools', name: 'tools' }], offered: undefined },
  models: [
    { id: 'fake/large', title: 'Large', place: 'cloud', priced: true },
    { id: 'local/small', title: 'Small', place: 'local', priced: true },
  ],
} as const satisfies Partial<LibraryData>;
const estimate: MergeEstimate = {
  ...{ model: 'fake/large', groups: 8, tools: 21, tooLong: 1, calls: { expected: 48, most: 144, kept: 3 } },
  ...{ inputTokens: 61_000, outputTokens: 9_400, expectedCost: 180_000, worstCost: 2_400_000, problem: undefined },
  assumptions: [{ kind: 'output-assumed' }, { kind: 'first-try' }],
};
const work: ModelWork = {
  ...{ model: 'fake/large', calls: 12, kept: 3, inputTokens: 20_000, outputTokens: 3_000, cost: 52_000 },
  ...{ groups: 8, joined: 2, ended: 'done', problem: undefined },
};
/** Made: the fixture measures nothing. */
const retrieval: Retrieval = {
  ...{ queries: 60, controls: 20 },
  rows: (['hit@1', 'hit@5', 'budgeted'] as const).map((measure, at) => ({
    ...{ retriever: 'BM25', measure, counting: 'strict' as const },
    before: { mean: 0.4 + 0.2 * at, low: 0.3 + 0.2 * at, high: 0.5 + 0.2 * at },
    after: { mean: 0.6 + 0.15 * at, low: 0.5 + 0.15 * at, high: 0.7 + 0.15 * at },
    control: { mean: 0.35 + 0.2 * at, low: 0.3 + 0.2 * at, high: 0.4 + 0.2 * at },
  })),
};

describe('Tool Library page', function () {
  this.timeout(60_000);
  let harness: PageHarness;
  let open: LibraryPage | undefined;
  let fixture: Fixture;

  before(async () => {
    fixture = JSON.parse(await readFile('webviews/toolLibrary/testing/library.json', 'utf8')) as Fixture;
    harness = await PageHarness.start('toolLibrary');
  });
  after(() => harness.dispose());
  afterEach(async () => {
    const problems = await open?.problems();
    await open?.page.context().close();
    open = undefined;
    assert.deepEqual(problems, [], 'the page broke its policy or threw');
  });

  const post = (library: Library, changes: Partial<LibraryData> = {}) =>
    open!.post({
      ...{ type: 'state', strings, locale: 'en' },
      content: { kind: 'ready', data: { ...surroundings, library, ...changes } },
    });
  const show = async (
    library: Library,
    state: Partial<LibraryPageState> = {},
    more: Partial<Parameters<PageHarness['open']>[0]> & { readonly data?: Partial<LibraryData> } = {},
  ) => {
    const { data, ...opening } = more;
    open = await harness.open({ theme: themes[0]!, state: { ...firstState, ...state }, ...opening });
    await post(library, data);
    await open.page.getByRole('heading', { level: 1 }).waitFor();
    return open.page;
  };
  const sent = async (type: LibraryMessageToExtension['type']) =>
    (await open!.sent()).filter((message) => message.type === type);
  const merged = () => fixture.details.find(({ group }) => group.outcome.state === 'merged')!;

  it('offers the one thing to do at each step', async () => {
    const page = await show(nothing, {}, { data: { workspace: 'none' } });
    await page.getByRole('button', { name: 'Open Folder...' }).click();
    await post(nothing, { workspace: 'untrusted' });
    await page.getByRole('button', { name: 'Manage Workspace Trust...' }).click();
    await post(nothing);
    await page.getByRole('button', { name: 'Find Tools' }).click();
    await post(fixture.taken);
    await page.getByRole('tab', { name: 'Groups' }).click();
    await page.getByRole('button', { name: 'Run and Compare' }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('Nothing was applied yet').waitFor();
    assert.deepEqual(
      (await sent('act')).map((message) => message.type === 'act' && message.act),
      ['openFolder', 'manageTrust', 'takeInventory', 'compare'],
    );
  });

  it('says of a group that it differs in constants alone', async () => {
    const detail = { ...merged(), group: { ...merged().group, relation: 'constants' as const } };
    const { groups } = fixture.library;
    const equal = groups?.equal.map((group) => (group.id === detail.group.id ? detail.group : group)) ?? [];
    const page = await show({ ...fixture.library, groups: groups && { ...groups, equal } }, { tab: 'groups' });
    const row = page.getByRole('row', { name: /differ in constants/ });
    await row.getByRole('button').first().click();
    await open!.post({ type: 'group', detail });
    await page.getByText('constants, which become parameters of a new function').waitFor();
    await row.getByRole('checkbox', { name: /^Accept / }).check();
    assert.deepEqual(await sent('decide'), [{ type: 'decide', group: detail.group.id, accepted: true }]);
  });

  it('takes in the tools of servers, and offers its own to models', async () => {
    const page = await show(fixture.library);
    await page.getByRole('button', { name: 'MCP Servers...' }).click();
    await page.getByRole('button', { name: 'Offer to Models...' }).press('Enter');
    await post(fixture.library, { offered: 'Tool library of tools' });
    await page.getByText('Offered to models by the MCP server "Tool library of tools".').waitFor();
    // The button that took the place of the pressed one has the focus.
    await page.locator('button:focus', { hasText: 'Stop Offering' }).press('Enter');
    assert.deepEqual(
      (await sent('act')).map((message) => message.type === 'act' && message.act),
      ['chooseServers', 'offer', 'withdraw'],
    );
  });

  it('lists tools with how they behave, filters them, and goes to their source', async () => {
    const page = await show(fixture.library);
    const row = page.getByRole('row', { name: /count_words/ }).first();
    assert.match(await row.innerText(), /python.*cases, \d answer alike/s);
    await page.getByRole('searchbox').fill('answer alike');
    await page.locator('.count', { hasText: '22 of 37 shown' }).waitFor();
    await row.getByRole('button', { name: /\.py:\d+/ }).press('Enter');
    const [message] = await sent('goTo');
    assert.ok(message?.type === 'goTo' && message.path.endsWith('.py') && message.line > 0);
  });

  it('opens at a group that the editor names, also before there is anything to show', async () => {
    const { id } = merged().group;
    open = await harness.open({ theme: themes[0]!, state: { ...firstState, tab: 'history', list: 'topics' } });
    await open.post({ type: 'reveal', group: id });
    await post(fixture.library);
    await open.page.getByRole('tab', { name: 'Groups', selected: true }).waitFor();
    assert.deepEqual((await sent('open')).at(-1), { type: 'open', group: id });
    assert.equal(await open.page.getByRole('combobox', { name: 'List' }).inputValue(), 'equal');
  });

  it('cuts the tree by keys: the count follows, and the cut is asked for', async () => {
    const page = await show(fixture.library, { tab: 'groups' });
    const slider = page.getByRole('slider', { name: 'Least similarity of a group' });
    await page.getByText('21 groups of 37 tools').first().waitFor();
    await slider.press('Home');
    await page.getByText(/^1 groups of 37 tools at a similarity of 0;/).waitFor();
    assert.match((await slider.getAttribute('aria-valuetext')) ?? '', /^1 groups/);
    const [cut] = await sent('cut');
    assert.deepEqual(cut, { type: 'cut', height: 1 });
  });

  it('shows a group side by side with what stands for it, the proof and the diff, and lets it be accepted', async () => {
    const page = await show(fixture.library, { tab: 'groups' });
    const { group, members } = merged();
    const row = page.getByRole('row').filter({ has: page.getByRole('button', { name: group.topic, exact: true }) });
    await row.getByRole('button').press('Enter');
    assert.deepEqual((await sent('open')).at(-1), { type: 'open', group: group.id });
    await open!.post({ type: 'group', detail: merged() });
    assert.equal(await page.locator('.member').count(), members.length);
    await page.getByText(`Calls of it go to ${group.outcome.into}`).waitFor();
    await page.locator('.evidence > summary').first().press('Enter');
    await page
      .getByRole('cell', { name: 'Random cases compared' })
      .or(page.getByText('Random cases compared'))
      .first()
      .waitFor();
    assert.ok((await page.locator('.file-diff .diff-added').count()) > 0);
    await row.getByRole('checkbox').press('Space');
    assert.deepEqual((await sent('decide')).at(-1), { type: 'decide', group: group.id, accepted: true });
    assert.equal(await page.locator('[data-focus="apply"]').isDisabled(), true);
    const accepted = fixture.library.groups!.equal.map((each) =>
      each.id === group.id ? { ...each, accepted: true } : each,
    );
    await post({ ...fixture.library, groups: { ...fixture.library.groups!, equal: accepted } });
    await page.getByRole('button', { name: 'Apply 1 accepted' }).press('Enter');
    assert.deepEqual((await sent('act')).at(-1), { type: 'act', act: 'apply' });
  });

  it('does not offer to accept what may be a mistake', async () => {
    const page = await show(fixture.library, { tab: 'groups' });
    const row = page.getByRole('row').filter({ hasText: 'possible mistake' }).first();
    assert.equal(await row.getByRole('checkbox').count(), 0);
    await open!.post({ type: 'group', detail: fixture.details.find(({ group }) => group.relation === 'possibleBug')! });
    await page.getByText('One of them may be wrong; none is merged.').waitFor();
  });

  it('shows a counterexample where something failed', async () => {
    const page = await show(fixture.library, { tab: 'groups' });
    const { members, ...rest } = merged();
    await open!.post({
      type: 'group',
      detail: {
        ...rest,
        members: members.map((member) => ({
          ...member,
          verification: {
            ...{ tool: member.tool.id, verdict: 'rejected', cases: 12 },
            steps: [
              {
                ...{ step: 'property', outcome: 'failed', detail: 'It answers otherwise.' },
                counterexample: { arguments: { text: '<b>' }, before: '"1"', after: '"2"' },
              },
            ],
          },
        })),
      },
    });
    await page.getByText('Called with {"text":"<b>"}: "1" before, "2" after').first().waitFor();
  });

  it('shows finding before, after and beside random merges, as a picture and as a table', async () => {
    const page = await show({ ...fixture.library, retrieval }, { tab: 'finding' });
    await page.getByRole('img', { name: /BM25: first hit, the very tool: 40\.0/ }).waitFor();
    await page.locator('[data-focus="finding-title-toggle"]').press('Enter');
    assert.match(
      await page.getByRole('row', { name: /first hit/ }).innerText(),
      /40\.0 \[30\.0–50\.0\].*60\.0.*35\.0.*25\.0/s,
    );
  });

  it('takes back what stands, and not what was changed since', async () => {
    const entry = { applied: Date.UTC(2026, 10, 30, 9), groups: 2, tools: 3, files: ['a.py'], reverted: undefined };
    const page = await show(
      {
        ...fixture.library,
        history: [
          { ...entry, id: 'h2', touched: ['a.py'] },
          { ...entry, id: 'h1', touched: [] },
        ],
      },
      { tab: 'history' },
    );
    await page.getByText('a.py changed since').waitFor();
    await page.getByRole('button', { name: /^Revert the change of/ }).press('Enter');
    assert.deepEqual(await sent('revert'), [{ type: 'revert', id: 'h1' }]);
    await page.getByRole('button', { name: /^Inline the adapters of the change of/ }).press('Enter');
    assert.deepEqual(await sent('inline'), [{ type: 'inline', id: 'h1' }]);
  });

  it('shows what is under way and what went wrong, and lets it be stopped', async () => {
    const page = await show(fixture.taken);
    await open!.post({ type: 'progress', progress: { stage: 'run', share: 0.4, text: 'slugify', cost: 12_000 } });
    await page.getByText('Running tools in the sandbox: slugify · $0.012 so far').waitFor();
    await page.getByRole('button', { name: 'Stop' }).press('Enter');
    await open!.post({ type: 'progress', progress: undefined });
    await open!.post({ type: 'problem', problem: { message: 'It broke.', action: 'Try again.' } });
    await page.getByRole('alert').getByText('It broke. Try again.').waitFor();
    assert.equal(await page.getByRole('button', { name: 'Stop' }).count(), 0);
  });

  it('asks for an estimate when a model is chosen, shows it, and merges within a limit, by keys alone', async () => {
    const page = await show(fixture.library, { tab: 'groups' });
    await page.locator('[data-focus="model-panel"]').press('Enter');
    const choice = page.getByRole('combobox', { name: 'Model' });
    await choice.focus();
    await page.keyboard.press('ArrowDown');
    // Once nothing changes any more.
    while ((await sent('estimate')).length === 0) await page.waitForTimeout(50);
    assert.deepEqual(await sent('estimate'), [{ type: 'estimate', model: 'fake/large', candidates: 2 }]);
    const button = page.getByRole('button', { name: 'Merge with Model' });
    assert.equal(await button.isDisabled(), true);
    await open!.post({ type: 'estimate', estimate: { model: 'fake/large', candidates: 3, estimate } });
    await page.getByText('Estimating what it would take...').waitFor();
    await open!.post({ type: 'estimate', estimate: { model: 'fake/large', candidates: 2, estimate } });
    await page.getByText('8 groups with 21 tools: about 48 calls (144 at most)').waitFor();
    await page.getByText('About $0.18; $2.40 at the very most.').waitFor();
    await page.getByLabel('Limit in dollars').fill('0.5');
    await page.getByText('That may be more than the limit of $0.50').waitFor();
    await button.press('Enter');
    assert.deepEqual(await sent('merge'), [
      { type: 'merge', acceptWeak: false, asked: { model: 'fake/large', candidates: 2, limit: 500_000 } },
    ]);
    const progress = { stage: 'merge', share: 0.25, text: '', cost: 12_000 } as const;
    const step = { topic: 'prices', group: 3, groups: 8, candidate: 1, round: 2, role: 'code' } as const;
    await open!.post({ type: 'progress', progress: { ...progress, model: step } });
    await page.getByText('Merging · prices: group 3 of 8, writing, try 1, round 2 · $0.012 so far').waitFor();
  });

  for (const [name, asked, text] of [
    ['a price that nobody knows', { ...estimate, expectedCost: undefined, worstCost: undefined }, 'is not known'],
    ['a model that cannot be begun with', { ...estimate, problem: 'It wants a key. Set one.' }, 'It wants a key.'],
  ] as const) {
    it(`says so of ${name}`, async () => {
      const page = await show(fixture.library, { tab: 'groups', model: 'fake/large' });
      await open!.post({ type: 'estimate', estimate: { model: 'fake/large', candidates: 2, estimate: asked } });
      await page.locator('.model-panel').getByText(text).first().waitFor();
      const disabled = await page.getByRole('button', { name: 'Merge with Model' }).isDisabled();
      assert.equal(disabled, asked.problem !== undefined);
    });
  }

  it('says what a model did, what it cost, and what it failed of', async () => {
    const summary = { ...fixture.library.summary!, cost: 52_000, model: work };
    const page = await show({ ...fixture.library, summary }, { tab: 'groups', model: 'fake/large' });
    await page.getByText('fake/large was asked 12 times and cost $0.052').waitFor();
    await page.getByText('Of 8 groups, something of 2 was joined.').waitFor();
    const failed = { ...work, ended: 'failed', problem: 'The budget is used up. Raise it.' } as const;
    await post({ ...fixture.library, summary: { ...summary, model: failed } });
    await page.getByText('It did not come to its end: The budget is used up. Raise it.').waitFor();
  });

  it('says which files were changed since, and offers to look again', async () => {
    const stale = { files: ['a.py', 'b.py', 'c.py', 'd.py'], count: 30 };
    const page = await show({ ...fixture.library, stale });
    await page
      .getByText('Files that were changed since the tools were found: 30 (a.py, b.py, c.py and 27 more).')
      .waitFor();
    await page.locator('[data-focus="stale"]').press('Enter');
    assert.deepEqual(await sent('act'), [{ type: 'act', act: 'takeInventory' }]);
  });

  it('lets a folder be chosen where there are several, and only there', async () => {
    const page = await show(fixture.library);
    assert.equal(await page.getByRole('combobox', { name: 'Folder' }).count(), 0);
    await post(fixture.library, { folders: [...surroundings.folders, { path: '/home/ada/more', name: 'more' }] });
    await page.getByRole('combobox', { name: 'Folder' }).selectOption('more');
    assert.deepEqual(await sent('folder'), [{ type: 'folder', folder: '/home/ada/more' }]);
  });

  it('keeps tab, open group and model over a reload', async () => {
    const page = await show(fixture.library);
    await page.getByRole('tab', { name: 'Groups' }).click();
    const { group } = merged();
    await page.getByRole('button', { name: group.topic, exact: true }).press('Enter');
    const kept = (await open!.keptState()) as LibraryPageState;
    await open!.page.context().close();
    const again = await show(fixture.library, kept);
    await again.getByRole('tab', { name: 'Groups', selected: true }).waitFor();
    assert.deepEqual(await sent('open'), [{ type: 'open', group: group.id }]);
  });

  it('holds ten thousand tools', async () => {
    const { inventory } = fixture.library;
    const tools = Array.from({ length: 10_000 }, (_, at) => ({
      ...inventory!.tools[at % inventory!.tools.length]!,
      ...{ id: `t${at}`, name: `tool_${at}` },
    }));
    const page = await show({ ...nothing, inventory: { ...inventory!, tools } });
    await page.locator('.count', { hasText: '10,000 of 10,000 shown' }).waitFor();
    assert.ok((await page.locator('tbody tr').count()) < 500);
  });

  for (const theme of themes) {
    it(`has enough contrast in ${theme.name}`, async () => {
      const summary = {
        ...fixture.library.summary!,
        model: { ...work, ended: 'failed', problem: 'No. Yes.' } as const,
      };
      const stale = { files: ['a.py'], count: 1 };
      const page = await show(
        { ...fixture.library, retrieval, summary, stale },
        { tab: 'groups', model: 'fake/large', limit: 1 },
        { theme, data: { folders: [...surroundings.folders, { path: '/home/ada/more', name: 'more' }] } },
      );
      await open!.post({ type: 'estimate', estimate: { model: 'fake/large', candidates: 2, estimate } });
      await open!.post({ type: 'group', detail: merged() });
      await page.locator('.member').first().waitFor();
      await page.screenshot({
        path: await harness.screenshotFile(`tool-library-groups-${theme.name}`),
        fullPage: true,
      });
      assert.deepEqual(await page.evaluate(lowContrastTexts), []);
      for (const tab of ['Tools', 'Finding'] as const) {
        await page.getByRole('tab', { name: tab }).click();
        await page.screenshot({ path: await harness.screenshotFile(`tool-library-${tab}-${theme.name}`) });
        assert.deepEqual(await page.evaluate(lowContrastTexts), [], tab);
      }
    });
  }

  for (const width of [1280, 640]) {
    it(`scrolls sideways in tables and sources alone at 200 % zoom on ${width / 2} pixels`, async () => {
      const page = await show(fixture.library, { tab: 'groups', model: 'fake/large' }, { width, zoom: 2 });
      await open!.post({ type: 'estimate', estimate: { model: 'fake/large', candidates: 2, estimate } });
      await open!.post({ type: 'group', detail: merged() });
      await page.locator('.member').first().waitFor();
      await page.screenshot({ path: await harness.screenshotFile(`tool-library-zoom200-${width}`), fullPage: true });
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        0,
      );
    });
  }
});

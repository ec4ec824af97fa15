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
      content: { kind: 'ready', data: { workspace: 'ready', mayExecute: true, library, ...changes } },
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
      const page = await show({ ...fixture.library, retrieval }, { tab: 'groups' }, { theme });
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
      const page = await show(fixture.library, { tab: 'groups' }, { width, zoom: 2 });
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

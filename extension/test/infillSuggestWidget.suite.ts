/** With an item selected in the suggest widget, a suggestion goes on from the item or there is none. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { closeAll, openText, pause, report, set, testApi, until } from './infillSupport';

/** The words that the widget offers; the first in the alphabet is selected. */
interface Place {
  readonly text: string;
  readonly items: readonly string[];
}

const places: readonly Place[] = [
  { text: 'import os\nimport json\n\nnames = os.lis‸\n', items: ['listdir', 'listmounts'] },
  { text: 'def add(first, second):\n    return first + second\n\n\nprint(ad‸\n', items: ['add', 'addition'] },
  {
    text: 'class Account:\n    def __init__(self, owner, balance):\n        self.owner = owner\n        self.bal‸\n',
    items: ['balance', 'balanced'],
  },
  { text: 'for index in ra‸\n', items: ['range', 'ranges'] },
  { text: 'import ma‸\n', items: ['mathematics', 'matplotlib'] },
];

interface Seen {
  readonly text: string;
  readonly range: vscode.Range;
}

describe('with an item selected in the suggest widget', () => {
  let api: TestApi;
  let owned: vscode.Disposable[] = [];
  /** What VS Code told all providers about the selected item, latest last. */
  let seen: Seen[] = [];

  let restore: () => Promise<void>;
  before(async () => {
    api = await testApi();
    // What is tested here is what becomes of suggestions, not which are worth showing.
    restore = await set('whetstone.infill.minimumChance', 0);
  });
  after(() => restore());
  afterEach(async () => {
    await vscode.commands.executeCommand('hideSuggestWidget');
    for (const disposable of owned) disposable.dispose();
    owned = [];
    await closeAll();
  });

  /** Opens the widget with these items, the first one selected. */
  async function openWidget({ text, items }: Place): Promise<vscode.TextEditor> {
    const editor = await openText(text, 'python');
    seen = [];
    owned.push(
      vscode.languages.registerCompletionItemProvider(
        { language: 'python' },
        {
          provideCompletionItems: (document, position) =>
            items.map((label, index) => {
              const item = new vscode.CompletionItem(label, vscode.CompletionItemKind.Function);
              const word = document.getWordRangeAtPosition(position);
              item.range = word ?? new vscode.Range(position, position);
              item.sortText = `!${index}`;
              item.preselect = index === 0;
              return item;
            }),
        },
      ),
      // VS Code asks all providers with the same context; this one only listens.
      vscode.languages.registerInlineCompletionItemProvider(
        { language: 'python' },
        {
          provideInlineCompletionItems: (_document, _position, { selectedCompletionInfo }) => {
            if (selectedCompletionInfo) seen.push(selectedCompletionInfo);
            return [];
          },
        },
      ),
    );
    await pause(200);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await until(`the item ${items[0] ?? ''} to be selected`, () => seen.at(-1)?.text === items[0], 15_000);
    return editor;
  }

  /** What our provider offers after the item; undefined when the model has nothing to say there. */
  async function offered(): Promise<string | undefined> {
    return until('a suggestion', () => api.standing()[0], 6000).catch(() => undefined);
  }

  it('accepting inserts the item and what goes on from it, in the range of the item', async function () {
    this.timeout(180_000);
    let tried = 0;
    for (const place of places) {
      const editor = await openWidget(place);
      const { document } = editor;
      const item = seen.at(-1);
      assert.ok(item);
      const rest = await offered();
      tried += 1;
      const before = document.getText();
      const [start, end] = [document.offsetAt(item.range.start), document.offsetAt(item.range.end)];
      if (rest !== undefined) {
        const wanted = before.slice(0, start) + item.text + rest + before.slice(end);
        await until(
          `the accepted text after "${item.text}": ${JSON.stringify(rest)}`,
          async () => {
            await vscode.commands.executeCommand('editor.action.inlineSuggest.commit');
            await pause(100);
            return document.getText() !== before;
          },
          5000,
        );
        assert.equal(document.getText(), wanted);
        report(`after the item "${item.text}": ${JSON.stringify(rest)}`);
        return;
      }
      assert.equal(document.getText(), before);
      await vscode.commands.executeCommand('hideSuggestWidget');
      for (const disposable of owned.splice(0)) disposable.dispose();
      await closeAll();
    }
    assert.fail(`the model had nothing to say after any of ${tried} items`);
  });

  it('another selected item means another suggestion, or none', async function () {
    this.timeout(120_000);
    const place = places[0];
    assert.ok(place);
    const { document } = await openWidget(place);
    await offered();
    const calls = api.modelCalls();
    await vscode.commands.executeCommand('selectNextSuggestion');
    await until('the next item to be told', () => seen.at(-1)?.text === place.items[1], 15_000);
    await until('a request for it', () => api.modelCalls() > calls, 15_000);
    const before = document.getText();
    // Not the inline suggestion but the item is accepted: it must not bring anything of ours along.
    await vscode.commands.executeCommand('acceptSelectedSuggestion');
    await until('the item', () => document.getText() !== before, 5000);
    assert.equal(document.getText(), place.text.replace(/lis‸/, place.items[1] ?? ''));
  });
});

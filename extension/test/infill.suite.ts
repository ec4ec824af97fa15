/** Suggestions in real editors, made by the embedded model. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { closeAll, commit, openText, pause, set, suggest, testApi, type, until } from './infillSupport';

const python =
  'def total_price(items):\n    total = 0\n    for item in items:\n        total += item.price * item.quantity\n    return ‸\n';
const typescript =
  'export function sum(values: number[]): number {\n  let total = 0;\n  for (const value of values) {\n    total += ‸\n  }\n  return total;\n}\n';

describe('suggestions', () => {
  let api: TestApi;
  let restoreChance: () => Promise<void>;
  before(async () => {
    api = await testApi();
    restoreChance = await set('whetstone.infill.minimumChance', 0);
  });
  after(() => restoreChance());
  afterEach(closeAll);

  /** A suggestion of more than one word, of which a word can be accepted. */
  async function severalWords(): Promise<readonly string[]> {
    for (const text of [
      // A line that the file holds already is what a small model surely knows.
      'def area(width, height):\n    if width < 0 or height < 0:\n        raise ValueError("sizes must not be negative")\n' +
        '    return width * height\n\n\ndef perimeter(width, height):\n    if width < 0 or height < 0:\n        raise ‸\n' +
        '    return 2 * (width + height)\n',
      'import os\n\n\ndef list_files(folder):\n    ‸\n',
      'class Account:\n    def __init__(self, owner, balance):\n        ‸\n',
      'for index in range(10):\n    ‸\n',
      'numbers = ‸\n',
      'def main():\n    ‸\n\n\nif __name__ == "__main__":\n    main()\n',
      'import ‸\n',
    ]) {
      await openText(text, 'python');
      const texts = await suggest(api).catch(() => []);
      if (/\w\W+\w/.test(texts[0]?.trim() ?? '')) return texts;
    }
    assert.fail('the model suggested no more than one word anywhere');
  }

  for (const [language, text] of [
    ['python', python],
    ['typescript', typescript],
  ] as const) {
    it(`come in ${language}, and accepting inserts exactly what was suggested`, async () => {
      const editor = await openText(text, language);
      await suggest(api);
      const offset = editor.document.offsetAt(editor.selection.active);
      const before = editor.document.getText();
      const accepted = await commit(api, editor);
      assert.equal(editor.document.getText(), before.slice(0, offset) + accepted + before.slice(offset));
      await until('the outcome', () => api.entries().at(-1)?.outcome === 'accepted');
      assert.equal(api.entries().at(-1)?.languageId, language);
    });
  }

  it('come by themselves while typing', async () => {
    const calls = api.modelCalls();
    await openText('def add(first, second):\n    ‸\n', 'python');
    for (const character of 'return first ') {
      await type(character);
      await pause(60);
    }
    await until('a request without being asked', () => api.modelCalls() > calls);
  });

  it('come only on demand when they are too uncertain', async () => {
    const restore = await set('whetstone.infill.minimumChance', 1);
    try {
      await openText(python.replace('return ‸', 'retur‸'), 'python');
      await type('n');
      await type(' ');
      await until('a withheld suggestion', () => api.silence()?.kind === 'withheld');
      await pause(300);
      assert.deepEqual(api.standing(), []);
      const [text] = await suggest(api);
      assert.ok(text);
    } finally {
      await restore();
    }
  });

  it('teach what they were worth, although nobody saw them', async () => {
    const restore = await set('whetstone.infill.minimumChance', 1);
    try {
      await openText(python.replace('return ‸', 'retur‸'), 'python');
      await type('n');
      await type(' ');
      await until('a withheld suggestion', () => api.silence()?.kind === 'withheld');
      const before = api.outcomes();
      await type('ß');
      await until('its outcome', () => api.outcomes() > before);
    } finally {
      await restore();
    }
  });

  it('do not come by themselves right after one was accepted', async () => {
    const editor = await openText(python, 'python');
    await suggest(api);
    await commit(api, editor);
    await until('the outcome', () => api.entries().at(-1)?.outcome === 'accepted');
    const calls = api.modelCalls();
    await pause(1000);
    assert.equal(api.modelCalls(), calls);
  });

  it('typing along costs no call of the model', async () => {
    const editor = await openText(python, 'python');
    const [text] = await suggest(api);
    assert.ok(text);
    const calls = api.modelCalls();
    // All but the last character: nothing is left to suggest after it, and that is a new question.
    for (const character of text.slice(0, -1).slice(0, 12)) {
      if (!/[\w .,=+*]/.test(character)) break;
      await type(character);
      await pause(150);
      assert.ok(api.standing().length > 0, `nothing stands after typing to "${editor.document.getText()}"`);
    }
    await pause(500);
    assert.equal(api.modelCalls(), calls);
  });

  it('an accepted word is recorded as a part', async () => {
    const texts = await severalWords();
    // Its entry is written when it has stood long enough to be seen.
    await pause(300);
    const id = (await until('the entry', () => api.entries().at(-1))).id;
    await vscode.commands.executeCommand('editor.action.inlineSuggest.acceptNextWord');
    await until('a rest', () => {
      const [left] = api.standing();
      return left !== undefined && left.length < (texts[0]?.length ?? 0);
    });
    await type('ß');
    await until('the outcome', () => api.entries().find((entry) => entry.id === id)?.outcome === 'partlyAccepted');
  });

  it('are not asked for while VS Code is snoozed, and the status says so', async () => {
    await openText('def add(first, second):\n    ‸\n', 'python');
    await vscode.commands.executeCommand('whetstone.infill.snooze', 5);
    assert.equal(api.status().kind, 'snoozed');
    const calls = api.modelCalls();
    for (const character of 'return ') {
      await type(character);
      await pause(60);
    }
    await pause(800);
    assert.equal(api.modelCalls(), calls);
    assert.equal(api.status().kind, 'snoozed');
    // As the hover of the status bar offers it.
    await vscode.commands.executeCommand('whetstone.infill.snooze', 0);
    assert.notEqual(api.status().kind, 'snoozed');
    await type('f');
    await until('a request after the snooze', () => api.modelCalls() > calls);
  });

  it('several alternatives come on demand, all different', async () => {
    await openText('import ‸\n', 'python');
    const texts = await suggest(api);
    assert.equal(new Set(texts).size, texts.length);
  });

  it('CRLF documents keep their line ends', async () => {
    const editor = await openText(
      'class Stack:\n    def __init__(self):\n        ‸\n',
      'python',
      vscode.EndOfLine.CRLF,
    );
    await suggest(api);
    await commit(api, editor);
    assert.equal(editor.document.eol, vscode.EndOfLine.CRLF);
    assert.ok(!/[^\r]\n/.test(editor.document.getText()));
  });

  it('characters outside the basic plane before the cursor do no harm', async () => {
    const editor = await openText('# 😀 𝒳\nname = "😀"\nlength = len(‸', 'python');
    await suggest(api);
    await commit(api, editor);
    // A lone half of a surrogate pair would be replaced on the way through UTF-8.
    const text = editor.document.getText();
    assert.equal(Buffer.from(text, 'utf8').toString('utf8'), text);
    assert.ok(editor.document.getText().startsWith('# 😀 𝒳\nname = "😀"\nlength = len('));
  });

  it('come in a cell, with the earlier cells as context', async () => {
    const cell = (text: string): vscode.NotebookCellData =>
      new vscode.NotebookCellData(vscode.NotebookCellKind.Code, text, 'python');
    const notebook = await vscode.workspace.openNotebookDocument(
      'jupyter-notebook',
      new vscode.NotebookData([cell('import math\nradius = 2'), cell('area = math.pi * ')]),
    );
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(1, 2)] });
    await vscode.commands.executeCommand('notebook.cell.edit');
    const editor = await until('the cell in an editor', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document === notebook.cellAt(1).document && active;
    });
    const end = editor.document.lineAt(0).range.end;
    editor.selection = new vscode.Selection(end, end);
    await suggest(api);
    await until('the entry', () => api.entries().at(-1)?.languageId === 'python');
    // More than the cell itself holds.
    assert.ok((api.entries().at(-1)?.contextTokens ?? 0) > 12);
  });

  it('on demand only, when so set', async () => {
    const restore = await set('whetstone.infill.trigger', 'onDemand');
    try {
      await openText('def add(first, second):\n    ‸\n', 'python');
      const calls = api.modelCalls();
      for (const character of 'return ') {
        await type(character);
        await pause(60);
      }
      await pause(800);
      assert.equal(api.modelCalls(), calls);
      await suggest(api);
      assert.ok(api.modelCalls() > calls);
    } finally {
      await restore();
    }
  });
});

/** Existing text written anew by the embedded model in real editors: previewed, accepted, undone. */
import assert from 'node:assert/strict';
import { chmodSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import {
  closeAll,
  commit,
  openFile,
  openText,
  pause,
  putCursor,
  report,
  scratchFile,
  set,
  suggest,
  testApi,
  type,
  until,
} from './infillSupport';

const area = `class Rectangle:
    def __init__(self, width, height):
        self.width = width
        self.height = height

    def area(self):
        result = self.width * self.height
        return result

    def perimeter(self):
        return 2 * (self.width + self.height)
`;
const gaps = `def read_lines(path):
    with open(path) as file:
        return <<?>>


def write_lines(path, lines):
    with open(path, "w") as file:
        file.write(<<?>>)
`;

type Preview = NonNullable<ReturnType<TestApi['rewrite']>['preview']>;
type Shown = Extract<Preview, { readonly kind: 'shown' }>;

describe('rewriting', () => {
  let api: TestApi;
  before(async () => {
    api = await testApi();
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await vscode.commands.executeCommand('whetstone.rewrite.discard');
    await vscode.commands.executeCommand('whetstone.rewrite.hideConfidence');
    await vscode.commands.executeCommand('notifications.clearAll');
    await closeAll();
  });

  const run = (command: string, ...args: readonly unknown[]): Thenable<unknown> =>
    vscode.commands.executeCommand(`whetstone.rewrite.${command}`, ...args);

  /** Waits until the preview has come to rest. */
  const settled = (): Promise<Preview> =>
    until('the preview', () => {
      const { preview } = api.rewrite();
      return preview && preview.kind !== 'asking' && preview;
    });

  async function shown(): Promise<Shown> {
    const preview = await settled();
    assert.ok(preview.kind === 'shown', `${preview.kind}, ${api.status().detail}`);
    return preview;
  }

  function select(editor: vscode.TextEditor, ...texts: readonly string[]): void {
    const whole = editor.document.getText();
    editor.selections = texts.map((text) => {
      const at = whole.indexOf(text);
      assert.ok(at >= 0, text);
      return new vscode.Selection(editor.document.positionAt(at), editor.document.positionAt(at + text.length));
    });
  }

  const file = (name: string, text: string): Promise<vscode.TextEditor> => openFile(scratchFile(name, text));

  describe('Regenerate Selection', () => {
    it('shows a preview that touches nothing, is accepted as one edit, and undone in one step', async () => {
      const old = 'result = self.width * self.height\n        return result';
      const editor = await file('regenerate.py', area);
      const { document } = editor;
      select(editor, old);
      const start = performance.now();
      await run('regenerate', { keep: 0 });
      const { variant } = await shown();
      report(`a rewrite of two lines was shown after ${(performance.now() - start).toFixed(0)} ms`);
      const { version } = document;
      // Longer than the automatic save of the profile waits.
      await pause(400);
      assert.equal(document.getText(), area);
      assert.deepEqual([document.isDirty, document.version], [false, version]);
      assert.equal(readFileSync(document.uri.fsPath, 'utf8'), area);
      const [text = ''] = variant.texts;
      assert.notEqual(text, old);
      await run('accept');
      assert.equal(
        document.getText(),
        area.replace(old, () => text),
      );
      assert.equal(api.rewrite().preview, undefined);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), area);
      await vscode.commands.executeCommand('redo');
      assert.equal(
        document.getText(),
        area.replace(old, () => text),
      );
    });

    it('Esc leaves everything as it was', async () => {
      const editor = await file('escape.py', area);
      const { document } = editor;
      select(editor, 'self.width * self.height');
      await run('regenerate', { keep: 0 });
      await settled();
      const { version } = document;
      await run('discard');
      assert.equal(api.rewrite().preview, undefined);
      assert.deepEqual([document.getText(), document.version, document.isDirty], [area, version, false]);
      await run('accept');
      assert.equal(document.getText(), area);
    });

    it('can be given up while the model is still writing', async () => {
      const editor = await file('cancel.py', area);
      editor.selection = new vscode.Selection(0, 0, editor.document.lineCount - 1, 0);
      await run('regenerate', { keep: 0 });
      assert.equal(api.rewrite().preview?.kind, 'asking');
      assert.match(api.rewrite().hint, /Esc/);
      await run('discard');
      assert.equal(api.rewrite().preview, undefined);
      select(editor, 'self.width * self.height');
      await run('regenerate', { keep: 0 });
      await settled();
      assert.notEqual(api.status().kind, 'error');
    });

    it('keeps the share of the old text that the slider says', async () => {
      const old = 'def average(values):\n    total = sum(values)\n    return total / len(values)';
      const editor = await openText(`${old}\n\n\nprint(average([1, 2, 3]))\n‸`, 'python');
      const stays = async (keep: number): Promise<number> => {
        const preview = await settled();
        assert.ok(preview.kind !== 'closed');
        assert.equal(preview.keep, keep);
        // Nothing is better than what stands there: all of it stays, and the editor says so.
        if (preview.kind !== 'shown') {
          assert.match(api.rewrite().hint, /Nothing changed/);
          return 1;
        }
        const words = (text: string): readonly string[] => text.match(/\w+|[^\s\w]/g) ?? [];
        const left = new Set(words(preview.variant.texts[0] ?? ''));
        const all = words(old);
        return all.filter((word) => left.has(word)).length / all.length;
      };
      select(editor, old);
      await run('regenerate', { keep: 0.5 });
      const half = await stays(0.5);
      assert.ok(half >= 0.4, `only ${half} of the words are there when half of the tokens stay`);
      await run('keepMore');
      const most = await stays(0.75);
      assert.ok(most >= 0.6, `only ${most} of the words are there when three quarters of the tokens stay`);
      await run('keepMore');
      assert.match(api.rewrite().hint, /75 %/);
      for (let step = 0; step < 3; step++) await run('keepLess');
      assert.equal((await settled()).kind === 'closed', false);
      assert.match(api.rewrite().hint, /□□□□ 0 %/);
      report(`of the words, ${Math.round(half * 100)} % stood there at 50 %, ${Math.round(most * 100)} % at 75 %`);
    });

    it('the slider is a list whose items are previewed; Enter takes what is shown', async () => {
      const editor = await openText(area, 'python');
      const old = 'result = self.width * self.height\n        return result';
      select(editor, old);
      await run('regenerate');
      await shown();
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
      await until('the next position', () => {
        const { preview } = api.rewrite();
        return preview !== undefined && preview.kind !== 'asking' && preview.kind !== 'closed' && preview.keep > 0;
      });
      await vscode.commands.executeCommand('workbench.action.quickOpenSelectPrevious');
      await until('the first position again', () => {
        const { preview } = api.rewrite();
        return preview?.kind === 'shown' && preview.keep === 0;
      });
      const { variant } = await shown();
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      await until('the edit', () => api.rewrite().preview === undefined && editor.document.getText() !== area);
      assert.equal(
        editor.document.getText(),
        area.replace(old, () => variant.texts[0] ?? ''),
      );
    });

    it('closing the slider gives it up', async () => {
      const editor = await openText(area, 'python');
      select(editor, 'self.width * self.height');
      await run('regenerate');
      await settled();
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
      await until('the end of the preview', () => api.rewrite().preview === undefined, 5000);
      assert.equal(editor.document.getText(), area);
    });

    it('shows other variants, and goes back', async () => {
      const editor = await openText(area, 'python');
      select(editor, 'result = self.width * self.height\n        return result');
      await run('regenerate', { keep: 0 });
      const first = await shown();
      await run('another');
      const second = await shown();
      if (second.exhausted) assert.deepEqual(second.variant, first.variant);
      else {
        assert.notDeepEqual(second.variant.texts, first.variant.texts);
        await run('previous');
        assert.deepEqual((await shown()).variant, first.variant);
      }
    });

    it('several selections are one request, one preview and one step to undo', async () => {
      const editor = await openText(area, 'python');
      const olds = ['self.width * self.height', 'self.width + self.height'];
      select(editor, ...olds);
      const calls = api.modelCalls();
      await run('regenerate', { keep: 0 });
      const { variant } = await shown();
      assert.equal(variant.texts.length, 2);
      assert.ok(api.modelCalls() - calls <= 4);
      await run('accept');
      let wanted = area;
      for (const [index, old] of olds.entries()) wanted = wanted.replace(old, () => variant.texts[index] ?? '');
      assert.equal(editor.document.getText(), wanted);
      assert.equal(editor.selections.length, 2);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), area);
    });

    it('keeps CRLF', async () => {
      const crlf = area.replaceAll('\n', '\r\n');
      const editor = await file('crlf-rewrite.py', crlf);
      const old = 'result = self.width * self.height\r\n        return result';
      select(editor, old);
      await run('regenerate', { keep: 0 });
      const { variant } = await shown();
      await run('accept');
      const text = (variant.texts[0] ?? '').replaceAll('\n', '\r\n');
      assert.equal(
        editor.document.getText(),
        crlf.replace(old, () => text),
      );
      assert.ok(!/[^\r]\n/.test(editor.document.getText()));
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), crlf);
    });

    it('characters outside the basic plane before and in the selection do no harm', async () => {
      const text = '# 😀 𝒳\nname = "😀😀"\nprint(name)\n';
      const editor = await openText(text, 'python');
      editor.selection = new vscode.Selection(1, 9, 1, 11);
      await run('regenerate', { keep: 0.5 });
      await settled();
      await run('accept');
      const now = editor.document.getText();
      assert.equal(Buffer.from(now, 'utf8').toString('utf8'), now);
      assert.ok(now.startsWith('# 😀 𝒳\nname = ') && now.endsWith('\nprint(name)\n'), now);
    });

    it('typing drops the preview and loses nothing', async () => {
      const editor = await openText(area, 'python');
      select(editor, 'self.width * self.height');
      await run('regenerate', { keep: 0 });
      await settled();
      await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '# typed\n'));
      assert.equal(api.rewrite().preview, undefined);
      await run('accept');
      assert.equal(editor.document.getText(), `# typed\n${area}`);
    });

    it('the diff editor shows the same, and accepting there writes the file', async () => {
      const editor = await file('diff.py', area);
      const { document } = editor;
      const old = 'result = self.width * self.height\n        return result';
      select(editor, old);
      await run('regenerate', { keep: 0 });
      const { variant } = await shown();
      const wanted = area.replace(old, () => variant.texts[0] ?? '');
      await run('showDiff');
      const input = await until('the diff', () => {
        const active = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
        return active instanceof vscode.TabInputTextDiff && active;
      });
      const changed = await vscode.workspace.openTextDocument(input.modified);
      assert.equal(changed.getText(), wanted);
      await run('accept');
      assert.equal(document.getText(), wanted);
      await until(
        'the diff to close',
        () =>
          !vscode.window.tabGroups.all
            .flatMap(({ tabs }) => tabs)
            .some((tab) => tab.input instanceof vscode.TabInputTextDiff),
        5000,
      );
      await vscode.window.showTextDocument(document);
      await vscode.commands.executeCommand('undo');
      assert.equal(document.getText(), area);
    });
  });

  describe('Fill Gaps', () => {
    it('fills every marker of a file at once, in one step to undo', async () => {
      const editor = await openText(gaps, 'python');
      await run('fillGaps');
      const { variant } = await shown();
      assert.equal(variant.texts.length, 2);
      await run('accept');
      let wanted = gaps;
      for (const text of variant.texts) wanted = wanted.replace('<<?>>', () => text);
      assert.equal(editor.document.getText(), wanted);
      report(`gaps filled with ${JSON.stringify(variant.texts)}`);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), gaps);
    });

    it('fills the places of several cursors', async () => {
      const text = gaps.replaceAll('<<?>>', '');
      const editor = await openText(text, 'python');
      editor.selections = [2, 7].map((line) => {
        const end = editor.document.lineAt(line).text.length - (line === 7 ? 1 : 0);
        return new vscode.Selection(line, end, line, end);
      });
      await run('fillGaps');
      const { variant } = await shown();
      assert.equal(variant.texts.length, 2);
      await run('accept');
      const lines = text.split('\n');
      assert.equal(
        editor.document.getText(),
        [
          ...lines.slice(0, 2),
          `        return ${variant.texts[0] ?? ''}`,
          ...lines.slice(3, 7),
          `        file.write(${variant.texts[1] ?? ''})`,
          '',
        ].join('\n'),
      );
    });

    it('takes the marker that the user has set, and asks nothing where there is none', async () => {
      const restore = await set('whetstone.rewrite.gapMarker', '@@@');
      try {
        const editor = await openText('numbers = [1, 2, 3]\ntotal = @@@\n', 'python');
        await run('fillGaps');
        const { variant } = await shown();
        await run('accept');
        assert.equal(editor.document.getText(), `numbers = [1, 2, 3]\ntotal = ${variant.texts[0] ?? ''}\n`);
        const calls = api.modelCalls();
        await openText(gaps, 'python');
        await run('fillGaps');
        assert.equal(api.rewrite().preview, undefined);
        assert.equal(api.modelCalls(), calls);
      } finally {
        await restore();
      }
    });
  });

  describe('Polish', () => {
    it('puts a wrong word of a selection right', async () => {
      const old = 'def area(self);';
      const editor = await openText(area.replace('def area(self):', old), 'python');
      select(editor, old);
      await run('polish');
      const { variant, keep } = await shown();
      assert.equal(keep, 0.75);
      assert.deepEqual(variant.texts, ['def area(self):']);
      await run('accept');
      assert.equal(editor.document.getText(), area);
    });

    it('leaves right text alone, and says so', async () => {
      const editor = await openText(area, 'python');
      select(editor, 'result = self.width * self.height');
      const calls = api.modelCalls();
      await run('polish');
      assert.deepEqual(await settled(), { kind: 'same', keep: 0.75, careful: true });
      assert.match(api.rewrite().hint, /Nothing changed/);
      assert.equal(api.modelCalls() - calls, 1);
    });

    it('of an accepted suggestion when nothing is selected', async () => {
      const restore = await set('whetstone.infill.minimumChance', 0);
      try {
        const editor = await openText(area.replace('2 * (self.width + self.height)', '‸'), 'python');
        await suggest(api);
        await commit(api, editor);
        await until('the outcome', () => api.entries().at(-1)?.outcome === 'accepted');
        await run('polish');
        assert.ok((await settled()).kind !== 'closed');
      } finally {
        await restore();
      }
    });

    it('says that there is nothing to polish, and asks nothing', async () => {
      await openText(area, 'python');
      const calls = api.modelCalls();
      await run('polish');
      assert.equal(api.rewrite().preview, undefined);
      assert.equal(api.modelCalls(), calls);
    });
  });

  describe('Token Confidence', () => {
    const odd = area.replace('self.width * self.height', 'self.width * self.zebra');

    it('is shown for the lines around the cursor, and an unusual name is doubted', async () => {
      const editor = await openText(odd, 'python');
      putCursor(editor, new vscode.Position(6, 10));
      const start = performance.now();
      await run('toggleConfidence');
      const { confidence } = api.rewrite();
      assert.ok(confidence.length > 20, `${confidence.length}`);
      report(`${confidence.length} tokens were looked at in ${(performance.now() - start).toFixed(0)} ms`);
      for (const { start: from, end, probability } of confidence) {
        assert.ok(probability >= 0 && probability <= 1);
        assert.equal(from.line, end.line);
        const text = editor.document.lineAt(from.line).text.slice(from.character, end.character);
        assert.ok(text !== '' && text === text.trim(), JSON.stringify(text));
      }
      const zebra = confidence.filter(
        ({ start: from, end }) =>
          from.line === 6 && end.character > odd.split('\n')[6]!.indexOf('zebra') && from.character < 41,
      );
      assert.ok(
        zebra.some(({ band }) => band !== undefined),
        JSON.stringify(zebra),
      );
      await run('toggleConfidence');
      assert.deepEqual(api.rewrite().confidence, []);
    });

    it('is of the selection, where there is one', async () => {
      const editor = await openText(odd, 'python');
      editor.selection = new vscode.Selection(6, 8, 6, 40);
      await run('toggleConfidence');
      const { confidence } = api.rewrite();
      assert.ok(confidence.length > 3 && confidence.every(({ start }) => start.line === 6 && start.character >= 8));
    });

    it('goes away with Esc, and when the text changes', async () => {
      const editor = await openText(odd, 'python');
      putCursor(editor, new vscode.Position(6, 10));
      await run('toggleConfidence');
      await run('hideConfidence');
      assert.deepEqual(api.rewrite().confidence, []);
      await run('toggleConfidence');
      assert.ok(api.rewrite().confidence.length > 0);
      await type('x');
      assert.deepEqual(api.rewrite().confidence, []);
    });

    it('a word is written anew by the link in the hover of its token, and nothing else', async () => {
      const editor = await openText(odd, 'python');
      putCursor(editor, new vscode.Position(6, 10));
      await run('toggleConfidence');
      const line = editor.document.lineAt(6).text;
      const at = line.indexOf('zebra');
      const token = api
        .rewrite()
        .confidence.find(({ start, end }) => start.line === 6 && start.character <= at && end.character > at);
      assert.ok(token);
      const { start, end } = token;
      await run('regenerateToken', { document: editor.document.uri.toString(), start, end });
      const { variant } = await shown();
      const [text = ''] = variant.texts;
      report(
        `for the token ${JSON.stringify(line.slice(start.character, end.character))} came ${JSON.stringify(text)}`,
      );
      await run('accept');
      assert.equal(
        editor.document.lineAt(6).text,
        line.replace('zebra', () => text),
      );
      await until('the figures of the new text', () => api.rewrite().confidence.length > 0);
      await vscode.commands.executeCommand('undo');
      assert.equal(editor.document.getText(), odd);
    });

    it('the sign at the cursor is written anew by a command, and its line stays', async () => {
      const wrong = area.replace('2 * (self', '2 - (self');
      const editor = await openText(wrong, 'python');
      putCursor(editor, new vscode.Position(10, '        return 2 '.length));
      await run('regenerateToken');
      const { variant } = await shown();
      const [text = ''] = variant.texts;
      assert.match(text, /^return 2/);
      assert.match(text, /self\.width \+ self\.height\)$/);
      report(`for "-" came ${JSON.stringify(text)}`);
    });
  });

  describe('where nothing may be written', () => {
    async function refused(editor: vscode.TextEditor): Promise<void> {
      const calls = api.modelCalls();
      const text = editor.document.getText();
      editor.selection = new vscode.Selection(0, 0, 0, editor.document.lineAt(0).text.length);
      for (const command of ['regenerate', 'polish', 'regenerateToken', 'toggleConfidence']) {
        await run(command, ...(command === 'regenerate' ? [{ keep: 0 }] : []));
        assert.equal(api.rewrite().preview, undefined, command);
      }
      assert.deepEqual(api.rewrite().confidence, []);
      assert.equal(api.modelCalls(), calls);
      assert.equal(editor.document.getText(), text);
    }

    it('a file that cannot be written', async () => {
      const uri = scratchFile('readOnlyRewrite.py', 'total = first + second\n');
      chmodSync(uri.fsPath, 0o444);
      await refused(await openFile(uri));
    });

    it('a file with secrets, which the model never sees', async () => {
      await refused(await file('.env', 'API_KEY=1234567890\n'));
    });

    it('a file that the user excluded', async () => {
      const restore = await set('whetstone.infill.exclude', ['**/generatedRewrite*.py']);
      try {
        await refused(await file('generatedRewrite.py', 'total = first + second\n'));
      } finally {
        await restore();
      }
    });

    it('a language that is turned off', async () => {
      await openText('x = 1\n', 'ruby');
      await vscode.commands.executeCommand('whetstone.infill.toggleLanguage');
      try {
        const editor = vscode.window.activeTextEditor;
        assert.ok(editor);
        await refused(editor);
      } finally {
        await vscode.commands.executeCommand('whetstone.infill.toggleLanguage', 'ruby');
      }
    });
  });

  it('a process that is killed meanwhile costs the preview, and nothing of the text', async () => {
    const editor = await openText(area, 'python');
    select(editor, 'self.width * self.height');
    await run('regenerate', { keep: 0 });
    await settled();
    await run('discard');
    const state = await api.runtime();
    assert.equal(state.kind, 'ready');
    editor.selection = new vscode.Selection(0, 0, editor.document.lineCount - 1, 0);
    await run('regenerate', { keep: 0 });
    process.kill(state.pid, 'SIGKILL');
    await until('the end of the preview', () => api.rewrite().preview === undefined);
    assert.equal(editor.document.getText(), area);
    select(editor, 'self.width * self.height');
    await run('regenerate', { keep: 0 });
    await settled();
  });
});

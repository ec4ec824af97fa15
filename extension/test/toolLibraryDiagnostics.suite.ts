/** Duplicates in the editor: told while files are edited, moved and deleted; what the lightbulb offers; a merge that is applied and taken back. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { LibraryData } from '../../webviews/toolLibrary/protocol';
import type { TestApi } from '../testApi';
import { closeAll, set, testApi, until } from './infillSupport';

const slugs = `"""Slugs."""


def slugify(text: str) -> str:
    """Turn a text into a slug.

    >>> slugify("A b")
    'a-b'
    """
    return "-".join(text.lower().split())
`;
const addresses = `def to_slug(value: str) -> str:
    """Turn a text into a slug for addresses."""
    return "-".join(value.lower().split())
`;
const merging = /^Merge with/;

describe('functions that double others, in the editor', function () {
  this.timeout(120_000);
  let api: TestApi;
  let editor: vscode.TextEditor;
  let restoreSaving: () => Promise<void>;

  const root = (): string => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const file = (name: string): string => path.join(root(), 'doubles', name);
  const uri = (name: string): vscode.Uri => vscode.Uri.file(file(name));
  const ofWhetstone = (name: string) =>
    vscode.languages.getDiagnostics(uri(name)).filter(({ source }) => source === 'Whetstone');
  const told = (name: string, code: string | undefined) =>
    until(`${name} to be told of ${code ?? 'nothing'}`, () => {
      const found = ofWhetstone(name);
      return code === undefined ? found.length === 0 : found.length === 1 && found[0]?.code === code;
    });
  const data = (): LibraryData => {
    const { content } = api.toolLibrary;
    return content.kind === 'ready' ? content.data : assert.fail(JSON.stringify(content));
  };
  const setting = (value: string | undefined) =>
    vscode.workspace
      .getConfiguration('whetstone')
      .update('toolLibrary.duplicates', value, vscode.ConfigurationTarget.Global);
  async function actions(name: string, only?: vscode.CodeActionKind): Promise<readonly vscode.CodeAction[]> {
    const [diagnostic] = ofWhetstone(name);
    const found = await vscode.commands.executeCommand<readonly vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      ...[uri(name), diagnostic?.range ?? new vscode.Range(0, 0, 0, 1), only?.value],
    );
    return found.filter(({ command }) => command?.command.startsWith('whetstone.') === true);
  }
  const titles = async (name: string) => (await actions(name)).map(({ title }) => title);
  async function run(action: vscode.CodeAction | undefined): Promise<void> {
    const { command, arguments: values = [] } = action?.command ?? assert.fail('nothing is offered');
    await vscode.commands.executeCommand(command, ...(values as unknown[]));
  }

  before(async () => {
    mkdirSync(file(''), { recursive: true });
    writeFileSync(file('slugs.py'), slugs);
    writeFileSync(file('addresses.py'), addresses);
    api = await testApi();
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    restoreSaving = await set('files.autoSave', 'off');
    await setting('off');
    editor = await vscode.window.showTextDocument(uri('slugs.py'));
  });
  after(async () => {
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    await setting(undefined);
    await restoreSaving();
    await api.duplicates.meant.takeBack(api.duplicates.meant.pairs);
    await closeAll();
    rmSync(file(''), { recursive: true, force: true });
  });

  it('are not looked for while the setting is off', () =>
    until('nothing to look', () => api.duplicates.diagnostics === undefined));

  it('are told of under their names, with where the others stand', async () => {
    await setting('always');
    await told('slugs.py', 'same-code');
    const [diagnostic] = ofWhetstone('slugs.py');
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Hint);
    assert.match(diagnostic.message, /same code as to_slug in doubles\/addresses\.py/);
    assert.equal(editor.document.getText(diagnostic.range), 'slugify');
    const [other] = diagnostic.relatedInformation ?? [];
    assert.equal(other?.location.uri.fsPath, file('addresses.py'));
    assert.deepEqual([other.location.range.start.line, other.location.range.start.character], [0, 4]);
    assert.equal(ofWhetstone('addresses.py').length, 0, 'only open files are told of');
  });

  it('move with what is written above them, before anybody looks again', async () => {
    const { answers } = api.duplicates.diagnostics ?? assert.fail('it is off');
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), '\n# more\n'));
    const [diagnostic] = ofWhetstone('slugs.py');
    assert.equal(api.duplicates.diagnostics?.answers, answers);
    assert.equal(editor.document.getText(diagnostic?.range), 'slugify');
  });

  it('offer no merge of what is not saved', async () => {
    assert.deepEqual(await titles('slugs.py'), [
      'Compare Side by Side with to_slug in doubles/addresses.py',
      'These Are Meant to Differ: Do Not Tell Again',
    ]);
  });

  it('end when their code is changed, and come back with it', async () => {
    const at = editor.document.positionAt(editor.document.getText().indexOf('.lower'));
    await editor.edit((edit) => edit.insert(at, '.strip()'));
    assert.equal(ofWhetstone('slugs.py').length, 0);
    await vscode.commands.executeCommand('undo');
    await told('slugs.py', 'same-code');
    await vscode.commands.executeCommand('undo');
    await editor.document.save();
    await told('slugs.py', 'same-code');
    assert.equal(readFileSync(file('slugs.py'), 'utf8'), slugs);
  });

  it('are compared side by side', async () => {
    await run((await actions('slugs.py')).find(({ title }) => title.startsWith('Compare')));
    const input = await until('a diff editor', () => {
      const { input } = vscode.window.tabGroups.activeTabGroup.activeTab ?? {};
      return input instanceof vscode.TabInputTextDiff ? input : undefined;
    });
    const [own, other] = await Promise.all(
      [input.original, input.modified].map((each) => vscode.workspace.openTextDocument(each)),
    );
    assert.match(own?.getText() ?? '', /^def slugify/);
    assert.match(other?.getText() ?? '', /^def to_slug/);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    editor = await vscode.window.showTextDocument(uri('slugs.py'));
  });

  it('are not told again once they are meant to differ, until that is taken back', async () => {
    await run((await actions('slugs.py')).find(({ title }) => title.startsWith('These')));
    assert.equal(ofWhetstone('slugs.py').length, 0);
    assert.deepEqual(api.duplicates.meant.pairs, [['doubles/addresses.py#to_slug', 'doubles/slugs.py#slugify']]);
    await api.duplicates.meant.takeBack(api.duplicates.meant.pairs);
    assert.equal(ofWhetstone('slugs.py').length, 1);
  });

  it('end when the others are deleted, and follow them where they go', async () => {
    rmSync(file('addresses.py'));
    await told('slugs.py', undefined);
    writeFileSync(file('other.py'), addresses);
    await told('slugs.py', 'same-code');
    const renaming = new vscode.WorkspaceEdit();
    renaming.renameFile(uri('other.py'), uri('addresses.py'));
    await vscode.workspace.applyEdit(renaming);
    await until('the new name', () => (ofWhetstone('slugs.py')[0]?.message ?? '').includes('doubles/addresses.py'));
    assert.equal(existsSync(file('other.py')), false);
  });

  it('go with the file that they stand in', async () => {
    const renaming = new vscode.WorkspaceEdit();
    renaming.renameFile(uri('slugs.py'), uri('renamed.py'));
    await vscode.workspace.applyEdit(renaming);
    await told('renamed.py', 'same-code');
    assert.equal(ofWhetstone('slugs.py').length, 0);
    const back = new vscode.WorkspaceEdit();
    back.renameFile(uri('renamed.py'), uri('slugs.py'));
    await vscode.workspace.applyEdit(back);
    await told('slugs.py', 'same-code');
  });

  it('are told of by their results once these were compared, with the way to the page', async () => {
    await api.allowExecution();
    await api.toolLibrary.requested({ type: 'act', act: 'takeInventory' });
    await api.toolLibrary.requested({ type: 'act', act: 'compare' });
    await told('slugs.py', 'same-results');
    const [diagnostic] = ofWhetstone('slugs.py');
    assert.equal(diagnostic?.severity, vscode.DiagnosticSeverity.Information);
    assert.match(
      diagnostic.message,
      /Does the same as to_slug in doubles\/addresses\.py: identical results in \d\d+ cases/,
    );
    assert.deepEqual(await titles('slugs.py'), [
      'Merge with to_slug in doubles/addresses.py...',
      'Compare Side by Side with to_slug in doubles/addresses.py',
      'Show in Tool Library',
      'These Are Meant to Differ: Do Not Tell Again',
    ]);
    const [rewriting, ...others] = await actions('slugs.py', vscode.CodeActionKind.RefactorRewrite);
    assert.match(rewriting?.title ?? '', merging);
    assert.deepEqual(others, []);
  });

  it('become one function, which is one change with a way back', async () => {
    const [merge] = (await actions('slugs.py')).filter(({ title }) => title.startsWith('Merge with'));
    const [places] = (merge?.command?.arguments ?? []) as [readonly { readonly id: string }[]];
    const source = new vscode.CancellationTokenSource();
    const edit = await api.toolLibrary.planMerge(
      places.map(({ id }) => id),
      source.token,
    );
    await api.toolLibrary.carryOut(edit, { agreed: async () => false });
    assert.equal(readFileSync(file('addresses.py'), 'utf8'), addresses);
    await api.toolLibrary.carryOut(edit, { agreed: async () => true });
    assert.match(readFileSync(file('addresses.py'), 'utf8'), /slugify/);
    await told('slugs.py', undefined);
    const [entry] = data().library.history;
    assert.deepEqual([entry?.id, entry?.tools, entry?.reverted], [edit.id, 1, undefined]);
    await api.toolLibrary.requested({ type: 'revert', id: edit.id });
    assert.equal(readFileSync(file('addresses.py'), 'utf8'), addresses);
    assert.equal(readFileSync(file('slugs.py'), 'utf8'), slugs);
    await told('slugs.py', 'same-results');
    source.dispose();
  });

  it('are not merged once running was taken back', async () => {
    await vscode.commands.executeCommand('whetstone.locobench.revokeExecution');
    const source = new vscode.CancellationTokenSource();
    await assert.rejects(
      api.toolLibrary.planMerge(['0123456789abcdef', 'fedcba9876543210'], source.token),
      /not allowed/,
    );
    source.dispose();
  });

  it('are gone when the setting is switched off, and when the document is closed', async () => {
    await setting('off');
    assert.equal(ofWhetstone('slugs.py').length, 0);
    await setting('afterUse');
    // The page has found tools in this workspace.
    await told('slugs.py', 'same-results');
    // One that nothing else holds open.
    writeFileSync(file('third.py'), slugs);
    await vscode.window.showTextDocument(uri('third.py'));
    await told('third.py', 'same-code');
    await closeAll();
    await told('third.py', undefined);
  });
});

/** What VS Code has made of our contributions. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commands } from '../contributions/commands';
import { keybindings } from '../contributions/keybindings';
import { settings } from '../contributions/settings';
import { closeAll, testApi, until } from './infillSupport';

/** VS Code's page of all default keys; comments stand before and after the list. */
async function defaultKeys(): Promise<readonly { readonly key: string; readonly command: string }[]> {
  const document = await vscode.workspace.openTextDocument(
    vscode.Uri.parse('vscode://defaultsettings/keybindings.json'),
  );
  return [...document.getText().matchAll(/"key": "([^"]+)",\s*"command": "([^"]+)"/g)].map(
    ([, key = '', command = '']) => ({
      key: key.replaceAll('\\\\', '\\'),
      command,
    }),
  );
}

describe('contributions in VS Code', () => {
  before(testApi);
  afterEach(closeAll);

  it('all commands are registered', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const id of Object.keys(commands)) assert.ok(registered.has(id), id);
  });

  it('all settings have their defaults', () => {
    for (const [key, setting] of Object.entries(settings)) {
      const found = vscode.workspace.getConfiguration().inspect(key);
      assert.deepEqual(found?.defaultValue, setting.default, key);
    }
  });

  it('no default key of VS Code is shadowed', async () => {
    const defaults = await defaultKeys();
    assert.ok(defaults.length > 500, `only ${defaults.length} default keys were found`);
    // The others hold only while a preview is shown, see `keybindings.ts`.
    for (const { key } of keybindings.filter(({ onlyWhile }) => onlyWhile === undefined)) {
      const others = defaults.filter((entry) => entry.key === key && !entry.command.startsWith('whetstone.'));
      assert.deepEqual(others, [], key);
    }
  });

  it('Diagnose opens a page of facts', async () => {
    await vscode.commands.executeCommand('whetstone.diagnose');
    const editor = await until('the page', () => vscode.window.activeTextEditor);
    const text = editor.document.getText();
    for (const fact of [/## Host/, /\| VS Code +\| \d+\./, /## Runtime/, /whetstone\.infill\.enable/])
      assert.match(text, fact);
    assert.equal(editor.document.languageId, 'markdown');
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await until('the page to close without a question', () => vscode.window.activeTextEditor === undefined, 3000);
  });

  it('the other commands run without an error', async () => {
    await vscode.commands.executeCommand('whetstone.showLog');
    await vscode.commands.executeCommand('whetstone.openWalkthrough');
    await vscode.commands.executeCommand('whetstone.openSettings');
    await vscode.commands.executeCommand('whetstone.restartRuntime');
    await vscode.commands.executeCommand('whetstone.infill.showActivity');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('toggling twice changes nothing in the end', async () => {
    const enabled = (): unknown => vscode.workspace.getConfiguration('whetstone').get('infill.enable');
    await vscode.commands.executeCommand('whetstone.infill.toggle');
    assert.equal(enabled(), false);
    await vscode.commands.executeCommand('whetstone.infill.toggle');
    assert.equal(enabled(), true);
    await vscode.workspace
      .getConfiguration('whetstone')
      .update('infill.enable', undefined, vscode.ConfigurationTarget.Global);
  });
});

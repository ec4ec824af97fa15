/** Suggestions that come from files of the workspace that are not open. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import type { TestApi } from '../testApi';
import { closeAll, set, testApi, until } from './infillSupport';

describe('context from the repository', () => {
  let api: TestApi;
  let root: string;
  const write = (name: string, text: string): string => {
    const file = path.join(root, 'repository-context', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  };
  /** Puts the cursor behind the text of a file, and asks. */
  const askBehind = async (file: string, text: string): Promise<vscode.TextDocument> => {
    const document = await vscode.workspace.openTextDocument(file);
    const editor = await vscode.window.showTextDocument(document);
    const at = document.positionAt(document.getText().indexOf(text) + text.length);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
    return document;
  };
  const isOpen = (file: string): boolean => vscode.workspace.textDocuments.some(({ uri }) => uri.fsPath === file);

  let restoreContext: () => Promise<void>;
  before(async () => {
    api = await testApi();
    restoreContext = await set('whetstone.infill.contextFrom', 'workspace');
    const [folder] = vscode.workspace.workspaceFolders ?? [];
    assert.ok(folder, 'the suites run in the sample workspace');
    root = folder.uri.fsPath;
    write(
      'measures/harmonics.ts',
      'export function harmonicOvertoneTable(fundamentalHertz: number, partialCount: number): readonly number[] {\n  return [fundamentalHertz, partialCount];\n}\n',
    );
    // Before the index is made: what comes later is told to it by watching, and known at the next key.
    write(
      'overtones.ts',
      "import { harmonicOvertoneTable } from './measures/harmonics';\n\nexport const table = harmonicOvertoneTable(\n",
    );
    write(
      'copied.ts',
      "import { harmonicOvertoneTable } from './measures/harmonics';\n\nexport function mine(fundamentalHertz: number, partialCount: number) {\n  return [fundamentalHertz, \n}\nharmonicOvertoneTable(1, 2);\n",
    );
    write(
      'excluded.ts',
      "import { harmonicSecretToken } from './secret/tokens';\nimport { harmonicOvertoneTable } from './measures/harmonics';\n\nharmonicOvertoneTable(harmonicSecretToken(\n",
    );
    write('secret/tokens.ts', 'export function harmonicSecretToken(): string {\n  return "";\n}\n');
  });
  afterEach(closeAll);
  after(async () => {
    await restoreContext();
    rmSync(path.join(root, 'repository-context'), { recursive: true, force: true });
  });

  it('brings the definition of what the file imports, from a file that is not open', async () => {
    const file = path.join(root, 'repository-context', 'overtones.ts');
    const document = await askBehind(file, 'harmonicOvertoneTable(');
    await until('the definition', () => {
      void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
      return api
        .pieces(document)
        .some(
          ({ path: name, text }) => name.endsWith('measures/harmonics.ts') && text.includes('fundamentalHertz: number'),
        );
    });
    assert.equal(isOpen(path.join(root, 'repository-context', 'measures', 'harmonics.ts')), false);
  });

  it('suggests what stands in the imported file', async () => {
    const restore = await set('whetstone.infill.copyFrom', 'file');
    try {
      const file = path.join(root, 'repository-context', 'copied.ts');
      const document = await askBehind(file, 'return [fundamentalHertz, ');
      await until('the piece', () => {
        void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        return api.pieces(document).length > 0;
      });
      await until('the suggestion', async () => {
        // Another text is asked about anew; the same one is answered from what was suggested before.
        await vscode.window.activeTextEditor?.edit((edit) => edit.insert(new vscode.Position(0, 0), '\n'));
        await askBehind(file, 'return [fundamentalHertz, ');
        return api.standing().some((text) => text.startsWith('partialCount]'));
      });
    } finally {
      await restore();
    }
  });

  it('has nothing of excluded files, and nothing where it is switched off', async () => {
    const restore = await set('whetstone.privacy.exclude', { '**/secret/**': true });
    const file = path.join(root, 'repository-context', 'excluded.ts');
    try {
      const document = await askBehind(file, 'harmonicSecretToken(');
      await until('pieces', () => {
        void vscode.commands.executeCommand('editor.action.inlineSuggest.trigger');
        return api.pieces(document).length > 0;
      });
      assert.ok(!api.pieces(document).some(({ path: name }) => name.includes('secret')));
      const off = await set('whetstone.infill.contextFrom', 'openFiles');
      try {
        assert.deepEqual(api.pieces(document), []);
      } finally {
        await off();
      }
    } finally {
      await restore();
    }
  });
});
